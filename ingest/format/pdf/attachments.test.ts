import { Buffer } from 'node:buffer';
import { embeddedFiles } from './attachments.ts';

// Objects as ISO 32000-1, 7.3.10 and 7.11.4 write them; no cross-reference table is needed.

const XML = `<Invoice>${'0123456789'.repeat(3)}</Invoice>`;
const SPECIFICATION = '8 0 obj\n<</Type/Filespec/F(factur-x.xml)/EF<</F 4 0 R>>>>\nendobj\n';

const pdf = (...objects: string[]): Uint8Array =>
  Buffer.from(`%PDF-1.4\n${objects.join('')}trailer\n<</Root 9 0 R>>\n`, 'latin1');
const stream = (number: number, words: string, content: string): string =>
  `${number} 0 obj\n<<${words}>>stream\n${content}\nendstream\nendobj\n`;
const texts = (bytes: Uint8Array): string[] =>
  embeddedFiles(bytes).map(
    ({ name, bytes: content }) => `${name} ${Buffer.from(content).toString('latin1')}`,
  );

describe('files embedded in a PDF', () => {
  test.each([
    ['with its length', stream(4, `/Length ${XML.length}`, XML)],
    ['without a length', stream(4, '', XML)],
    ['with a length that is too short', stream(4, '/Length 7', XML)],
    ['with a length that is too long', stream(4, '/Length 700', XML)],
    ['with its length in another object before', `12 0 obj\n${XML.length}\nendobj\n`],
  ])('%s', (_, object) => {
    const own = object.startsWith('12') ? object + stream(4, '/Length 12 0 R', XML) : object;
    expect(texts(pdf(own, SPECIFICATION))).toEqual([`factur-x.xml ${XML}`]);
  });

  test('with its length in an object behind it, whose number begins with another length', () => {
    const length = `120 0 obj\n${XML.length}\nendobj\n`;
    const bytes = pdf(stream(4, '/Length 120 0 R', XML), SPECIFICATION, length);
    expect(texts(bytes)).toEqual([`factur-x.xml ${XML}`]);
  });

  test('beside another PDF that is embedded as it is and has objects of the same numbers', () => {
    const other = Buffer.from(
      pdf('2 0 obj\n9\nendobj\n', stream(4, '/Length 2 0 R', 'of others')),
    ).toString('latin1');
    const bytes = pdf(
      stream(4, '/Length 2 0 R', XML),
      `2 0 obj\n${XML.length}\nendobj\n`,
      SPECIFICATION,
      '3 0 obj\n<</Type/Filespec/F(annex.pdf)/EF<</F 5 0 R>>>>\nendobj\n',
      stream(5, `/Length ${other.length}`, other),
    );
    expect(texts(bytes)).toEqual([`factur-x.xml ${XML}`, `annex.pdf ${other}`]);
  });

  test('of two versions the one that was appended', () => {
    const bytes = pdf(stream(4, '', 'before'), SPECIFICATION, stream(4, '', XML));
    expect(texts(bytes)).toEqual([`factur-x.xml ${XML}`]);
  });
});
