import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invoice } from '../../domain/document/index.ts';
import { answersTo, invoiceResponse, type Answer } from '../../ingest/acknowledge/index.ts';
import { sha256Hex } from '../../ingest/commitment.ts';
import { isFatal } from '../../ingest/finding.ts';
import { readFile, type FileRead } from '../../ingest/read.ts';
import { hasSamples, samplePath } from '../fixture/samples.ts';

const withSamples = hasSamples('erp', 'erp-answers') ? describe : describe.skip;
const AT = '2026-03-01T14:05:09.000Z';

function read(bytes: Uint8Array, name = 'file'): FileRead | undefined {
  const context = { tenant: 't', load: 'l', sha256: sha256Hex };
  const found = readFile({ bytes, name }, { context });
  return found.ok ? found.value : undefined;
}

function answers(bytes: Uint8Array): Answer[] {
  const found = read(bytes);
  let control = 40;
  const options = { at: AT, nextControl: () => (control += 1), newId: () => 'answer-1' };
  return found ? answersTo(bytes, found, options) : [];
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const fatalOf = (found: FileRead | undefined): string[] =>
  [...(found?.findings ?? []), ...(found?.records ?? []).flatMap(r => r.findings)]
    .filter(isFatal)
    .map(f => f.rule);

const ISA =
  'ISA*00*          *00*          *ZZ*SUPPLIER       *ZZ*BUYER          *260301*1200*U*00401*000000007*0*P*>~';
const invoice = (number: string, date: string, control: string, count = '8') =>
  `ST*810*${control}~BIG*${date}*${number}*20260201*PO9~N1*SE*Maker*92*S1~N1*BY*Taker*92*B1~IT1*1*10*EA*5**VP*A~TDS*5000~CTT*1~SE*${count}*${control}~`;
const interchange = (...sets: string[]) =>
  `${ISA}GS*IN*SUP*BUY*20260301*1200*7*X*004010~${sets.join('')}GE*${sets.length}*7~IEA*1*000000007~`;

describe('997', () => {
  test('accepts a good set, rejects a bad date at its segment and element, and counts them', () => {
    const [answer] = answers(
      bytesOf(interchange(invoice('I1', '20260301', '0001'), invoice('I2', '20261301', '0002'))),
    );
    expect(answer?.text.split('\n')).toEqual([
      'ISA*00*          *00*          *ZZ*BUYER          *ZZ*SUPPLIER       *260301*1405*U*00401*000000041*0*P*>~',
      'GS*FA*BUY*SUP*20260301*1405*41*X*004010~',
      'ST*997*0001~',
      'AK1*IN*7~',
      'AK2*810*0001~',
      'AK5*A~',
      'AK2*810*0002~',
      'AK3*BIG*2**8~',
      'AK4*1**8~',
      'AK5*R*5~',
      'AK9*P*2*2*1~',
      'SE*10*0001~',
      'GE*1*41~',
      'IEA*1*000000041~',
    ]);
    expect(answer?.answers).toBe('SUPPLIER 000000007');
    expect(fatalOf(read(bytesOf(answer?.text ?? '')))).toEqual([]);
  });

  test('a wrong count of segments is code 4, and the group is rejected', () => {
    const [answer] = answers(bytesOf(interchange(invoice('I1', '20260301', '0001', '9'))));
    expect(answer?.text).toContain('AK5*R*4~\nAK9*R*1*1*0~');
  });

  test('an acknowledgement is not acknowledged', () => {
    const [answer] = answers(bytesOf(interchange(invoice('I1', '20260301', '0001'))));
    expect(answers(bytesOf(answer?.text ?? ''))).toEqual([]);
  });
});

describe('824', () => {
  const sets = [invoice('I1', '20260301', '0001'), invoice('I2', '20261301', '0002')];

  test('says in words what is wrong with the content, beside the 997', () => {
    const [functional, advice] = answers(bytesOf(interchange(...sets)));
    expect([functional?.syntax, advice?.syntax]).toEqual(['997', '824']);
    expect(advice?.text.split('\n')).toEqual([
      'ISA*00*          *00*          *ZZ*BUYER          *ZZ*SUPPLIER       *260301*1405*U*00401*000000042*0*P*>~',
      'GS*AG*BUY*SUP*20260301*1405*42*X*004010~',
      'ST*824*0001~',
      'BGN*11*7-0002*20260301*1405~',
      'OTI*TR*TN*I2*SUP*BUY*20260301**7*0002*810~',
      'TED*009*DAT-01 "20261301" is no day of the calendar.~',
      'SE*5*0001~',
      'GE*1*42~',
      'IEA*1*000000042~',
    ]);
  });

  test('our own reader takes it as the answer to that invoice; nobody advises on it again', () => {
    const bytes = bytesOf(answers(bytesOf(interchange(...sets)))[1]?.text ?? '');
    const again = read(bytes);
    expect(fatalOf(again)).toEqual([]);
    expect(again?.records[0]?.document).toMatchObject({
      kind: 'acknowledgement',
      code: 'TR',
      of: { number: 'I2' },
      items: [{ code: '009' }],
    });
    expect(answers(bytes).map(({ syntax }) => syntax)).toEqual(['997']);
  });

  test('is not written where every set stands', () => {
    const found = answers(bytesOf(interchange(sets[0] ?? '')));
    expect(found.map(({ syntax }) => syntax)).toEqual(['997']);
  });
});

const UNB = "UNB+UNOA:3+SENDER:14+TAKER:14+260301:1200+77'";
const order = (reference: string, date: string, count = '9') =>
  `UNH+${reference}+ORDERS:D:96A:UN'BGM+220+PO?+1+9'DTM+137:${date}:102'NAD+BY+B1::9'NAD+SU+S1::9'CUX+2:EUR:9'LIN+1++A:VP'QTY+21:5:PCE'UNT+${count}+${reference}'`;

describe('CONTRL', () => {
  test('acknowledges the interchange, rejects the message at fault', () => {
    const bad = order('2', '20261399');
    const [answer] = answers(bytesOf(`${UNB}${order('1', '20260301')}${bad}UNZ+2+77'`));
    expect(answer?.text.split('\n')).toEqual([
      "UNB+UNOA:3+TAKER:14+SENDER:14+260301:1405+41'",
      "UNH+1+CONTRL:D:3:UN'",
      "UCI+77+SENDER:14+TAKER:14+7'",
      "UCM+1+ORDERS:D:96A:UN+7'",
      "UCM+2+ORDERS:D:96A:UN+4'",
      "UCS+3'",
      "UCD+12+1'",
      "UNT+7+1'",
      "UNZ+1+41'",
    ]);
    expect(answer?.answers).toBe('SENDER 77');
    expect(fatalOf(read(bytesOf(answer?.text ?? '')))).toEqual([]);
    expect(answers(bytesOf(answer?.text ?? ''))).toEqual([]);
  });

  test('rejects the interchange where its count does not hold', () => {
    const [answer] = answers(bytesOf(`${UNB}${order('1', '20260301')}UNZ+2+77'`));
    expect(answer?.text).toContain("UCI+77+SENDER:14+TAKER:14+4+29'");
  });
});

withSamples('answers to the samples', () => {
  const files = (folder: string) =>
    readdirSync(samplePath('erp', folder)).map(name => join(samplePath('erp', folder), name));

  test.each(['x12', 'edifact'])('each answer to %s is read by our own reader', folder => {
    let count = 0;
    for (const file of files(folder)) {
      for (const answer of answers(readFileSync(file))) {
        const again = read(bytesOf(answer.text));
        expect([file, fatalOf(again)]).toEqual([file, []]);
        expect(again?.records.every(r => r.document?.kind === 'acknowledgement')).toBe(true);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(8);
  });

  test('responses to Peppol invoices are content with the rules of T71', () => {
    const seen: string[] = [];
    for (const file of files('peppol-bis3')) {
      for (const answer of answers(readFileSync(file))) {
        const again = read(bytesOf(answer.text));
        expect([file, fatalOf(again)]).toEqual([file, []]);
        expect(again?.records[0]?.document).toMatchObject({ kind: 'acknowledgement', code: 'AP' });
        seen.push(answer.answers);
      }
    }
    expect(seen.length).toBe(files('peppol-bis3').length);
  });

  test('a rejected invoice names each rule at its place', () => {
    const file = samplePath('erp', 'peppol-bis3', 'base-example.xml');
    const text = readFileSync(file, 'utf8').replace(
      /(<cbc:PayableAmount[^>]*>)[\d.]+/,
      (_all, open: string) => `${open}1.00`,
    );
    const [answer] = answers(bytesOf(text));
    const again = read(bytesOf(answer?.text ?? ''));
    expect(fatalOf(again)).toEqual([]);
    const document = again?.records[0]?.document;
    expect(document).toMatchObject({ code: 'RE' });
    expect(answer?.text).toContain('[BR-CO-16]');
  });

  test("a buyer's word is content with the rules of T111, and asks for a clarification", () => {
    const file = samplePath('erp', 'peppol-bis3', 'base-example.xml');
    const of = read(readFileSync(file))?.records[0]?.document as Invoice;
    const word = { id: 'w1', at: AT, reasons: [], actions: [] };
    expect(invoiceResponse(of, { ...word, code: 'RE' })).toEqual({
      ok: false,
      error: 'CLARIFICATION',
    });
    const rejected = {
      ...word,
      code: 'RE' as const,
      reasons: ['REF'],
      actions: ['NIN'],
      clarification: 'The order number is missing.',
    };
    for (const said of [
      { ...word, code: 'AB' as const },
      { ...word, code: 'PD' as const },
      rejected,
    ]) {
      const text = invoiceResponse(of, said);
      const again = text.ok ? read(bytesOf(text.value)) : undefined;
      expect(fatalOf(again)).toEqual([]);
      expect(again?.records[0]?.document).toMatchObject({
        kind: 'invoiceResponse',
        code: said.code,
        invoice: { number: of.number },
      });
    }
  });
});
