import { BrokenOff, Endings } from './index.ts';

const quiet = (): void => undefined;

test('ends what was begun, the last first', async () => {
  const said: string[] = [];
  const endings = new Endings();
  for (const name of ['home', 'PostgreSQL', 'programs']) {
    await endings.begin(
      name,
      () => Promise.resolve(name),
      one => Promise.resolve(void said.push(one)),
    );
  }
  await endings.end(quiet);
  expect(said).toEqual(['programs', 'PostgreSQL', 'home']);
});

test('what is still beginning is ended once it stands, and its beginner goes no further', async () => {
  const said: string[] = [];
  const endings = new Endings();
  const standing = Promise.withResolvers<string>();
  const begun = endings.begin(
    'PostgreSQL',
    () => standing.promise,
    () => Promise.resolve(void said.push('ended')),
  );
  const goesOn = expect(begun).rejects.toThrow(BrokenOff);
  const all = endings.end(quiet);
  await Promise.resolve();
  expect(said).toEqual([]);
  standing.resolve('stands');
  await all;
  expect(said).toEqual(['ended']);
  await goesOn;
});

test('nothing begins while all is ending', async () => {
  const endings = new Endings();
  await endings.end(quiet);
  let isBegun = false;
  const start = (): Promise<void> => {
    isBegun = true;
    return Promise.resolve();
  };
  await expect(endings.begin('API', start, start)).rejects.toThrow(BrokenOff);
  expect(isBegun).toBe(false);
});

test('what fails to begin or to end keeps nothing else from ending', async () => {
  const said: string[] = [];
  const endings = new Endings();
  const done = (): Promise<void> => Promise.resolve(void said.push('home ended'));
  await endings.begin('home', () => Promise.resolve(), done);
  const fails = (): Promise<never> => Promise.reject(new Error('no port'));
  await expect(endings.begin('PostgreSQL', fails, done)).rejects.toThrow('no port');
  await endings.begin('programs', () => Promise.resolve(), fails);
  await endings.end(line => said.push(line));
  expect(said).toEqual(['programs: Error: no port', 'home ended']);
});
