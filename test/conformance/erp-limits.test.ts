import { checkFile, type CheckedFile } from '../../ingest/index.ts';
import { LIMITS } from '../../ingest/limits.ts';

const { membersMax } = LIMITS;
const X12_HEAD =
  'ISA*00*          *00*          *01*111111111      *01*222222222      *260401*0900*U*00401*000000007*0*P*>~' +
  'GS*PO*111111111*222222222*20260401*0900*7*X*004010~';
const set = (control: string, lines: number): string =>
  `ST*850*${control}~BEG*00*NE*PO-${control}**20260331~CUR*BY*USD~N1*BY*Buyer*9*1~N1*SE*Seller*9*2~` +
  `${'PO1*1*12*EA*9.25*TE*CB*1~'.repeat(lines)}CTT*${lines}~SE*${lines + 7}*${control}~`;
const mt = (number: number, entries: number): string =>
  `:20:${number}\n:25:1\n:28C:${number}\n:60F:C260331EUR0,\n` +
  `${':61:2603310331C1,NMSC\n'.repeat(entries)}:62F:C260331EUR${entries},\n`;
const account = (name: string, entries: number): string =>
  `03,${name},EUR,010,0,,/\n${'16,195,100,Z,,,text/\n'.repeat(entries)}49,${entries * 100},${entries + 2}/\n`;
const bai = (entries: number): string => {
  const total = (entries + 1) * 100;
  return (
    `01,A,B,260401,0600,7,80,1,2/\n02,B,A,1,260331,,,2/\n${account('1', entries)}${account('2', 1)}` +
    `98,${total},2,${entries + 7}/\n99,${total},1,${entries + 9}/\n`
  );
};

/** The outcome and the rules of each document. */
function outcomes({ documents = [] }: CheckedFile): unknown {
  return documents.map(d => [d.outcome, [...new Set(d.findings.map(f => f.rule))]]);
}

describe('a message or statement of more than may stand in memory', () => {
  const held = ['quarantined', ['LIM-11']];
  const loaded = ['loaded', []];

  test.each([
    ['a.edi', `${X12_HEAD}${set('0001', membersMax)}${set('0002', 1)}GE*2*7~IEA*1*000000007~`],
    ['a.sta', `${mt(1, membersMax)}${mt(2, 1)}`],
    ['a.bai', bai(membersMax + 1)],
  ])('is held back alone, and those beside it are read: %s', (name, text) => {
    expect(outcomes(checkFile(Buffer.from(text), name))).toEqual([held, loaded]);
  });

  test('one that is a little shorter is read whole', () => {
    const text = `${X12_HEAD}${set('0001', 500)}${set('0002', 1)}GE*2*7~IEA*1*000000007~`;
    expect(outcomes(checkFile(Buffer.from(text), 'a.edi'))).toEqual([loaded, loaded]);
  });
});
