import { readWords } from './words.ts';

const NONE = { once: false, reset: false, bare: false, rebuild: false };

test.each([
  [[], NONE],
  [['--once'], { ...NONE, once: true }],
  [['--reset', '--bare'], { ...NONE, reset: true, bare: true }],
  [['--rebuild'], { ...NONE, rebuild: true }],
])('npm start -- %s', (given, words) => {
  expect(readWords(given)).toEqual(words);
});

test('help is told, and what is not known is named', () => {
  const help = { help: expect.stringMatching(/^npm start .*--once/) };
  expect(readWords(['--help'])).toEqual(help);
  expect(readWords(['--once', '-h'])).toEqual(help);
  expect(readWords(['--onec', '--bare'])).toEqual({
    fault: expect.stringMatching(/^Unknown: --onec\nnpm start /),
  });
});
