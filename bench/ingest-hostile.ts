import { checkFile } from '../ingest/index.ts';
import { camtStatement, invoiceTable } from './ingest-inputs.ts';

const MEGABYTE = 1_000_000;

/** Inputs made to cost much: what each is, by name. */
export const HOSTILE: Readonly<Record<string, () => { name: string; text: string }>> = {
  'an entity that multiplies': () => ({
    name: 'a.xml',
    text: `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "${'b'.repeat(1000)}">]><a>${'&b;'.repeat(10_000)}</a>`,
  }),
  'elements a hundred thousand deep': () => ({
    name: 'a.xml',
    text: `${INVOICE}${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}</Invoice>`,
  }),
  'a text of 50 MB in an element': () => ({
    name: 'a.xml',
    text: `${INVOICE}<cbc:Note>${'x'.repeat(50 * MEGABYTE)}</cbc:Note></Invoice>`,
  }),
  'a million elements': () => ({
    name: 'a.xml',
    text: `${INVOICE}${'<cbc:Note>x</cbc:Note>'.repeat(MEGABYTE)}</Invoice>`,
  }),
  'thirty thousand lines of an invoice with nothing on them': () => ({
    name: 'a.xml',
    text: `${INVOICE}${'<cac:InvoiceLine/>'.repeat(30_000)}</Invoice>`.replace(
      'xmlns:cbc',
      'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc',
    ),
  }),
  'a statement of camt of 50 MB': () => ({ name: 'a.xml', text: camtStatement(50 * MEGABYTE) }),
  'a table of 50 MB': () => ({ name: 'a.csv', text: invoiceTable(50 * MEGABYTE) }),
  'a table whose last row is ragged': () => ({
    name: 'a.csv',
    text: `${invoiceTable(20 * MEGABYTE)}1,2\n`,
  }),
  'a hundred thousand elements of as many names': () => ({
    name: 'a.xml',
    text: `${INVOICE}${Array.from({ length: 100_000 }, (_, n) => `<a${n}/>`).join('')}</Invoice>`,
  }),
  'ten thousand attributes': () => ({
    name: 'a.xml',
    text: `${INVOICE}<cbc:Note ${Array.from({ length: 10_000 }, (_, n) => `a${n}="1"`).join(' ')}/></Invoice>`,
  }),
  'a quote that is never closed': () => ({
    name: 'a.csv',
    text: `number,issuedOn,payable\n"1,2,3\n${'1,2,3\n'.repeat(MEGABYTE)}`,
  }),
  'a cell of 50 MB': () => ({
    name: 'a.csv',
    text: `number,issuedOn,payable\n1,"${'x'.repeat(50 * MEGABYTE)}",3\n`,
  }),
  'a hundred thousand columns': () => ({
    name: 'a.csv',
    text: `${Array.from({ length: 100_000 }, (_, n) => `c${n}`).join(',')}\n${'1,'.repeat(99_999)}1\n`,
  }),
  'a million records of X12': () => ({
    name: 'a.edi',
    text: `${ISA}GS*PO*1*2*20260401*0900*7*X*004010~ST*850*0001~${'PO1*1*1*EA*1~'.repeat(MEGABYTE)}`,
  }),
  'twenty thousand lines of EDIFACT with nothing on them': () => ({
    name: 'a.edi',
    text: `UNB+UNOC:3+A+B+260401:0900+1'UNH+1+ORDERS:D:96A:UN'BGM+220+1+9'${"LIN+1++1:EN'".repeat(20_000)}`,
  }),
  'a million entries of MT940': () => ({
    name: 'a.sta',
    text: `:20:1\n:25:1\n:28C:1\n:60F:C260331EUR1,\n${':61:2603310331C1,NMSC\n'.repeat(MEGABYTE / 2)}`,
  }),
  'a group of BAI2 that distributes without end': () => ({
    name: 'a.bai',
    text: `01,A,B,260401,0600,7,80,1,2/\n02,B,A,1,260331,,,2/\n03,1,USD,010,1,,D,999${',1,1'.repeat(MEGABYTE)}/\n`,
  }),
};

const INVOICE =
  '<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" ' +
  'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">';
const ISA =
  'ISA*00*          *00*          *01*111111111      *01*222222222      *260401*0900*U*00401*000000007*0*P*>~';

/** Reads one of them in this process and prints what it cost; the input itself is counted in. */
function main(name: string): void {
  const made = HOSTILE[name]?.();
  if (!made) return;
  const bytes = Buffer.from(made.text);
  const from = performance.now();
  const { findings } = checkFile(bytes, made.name);
  const seconds = Number(((performance.now() - from) / 1_000).toFixed(2));
  const peakMiB = Math.round(process.resourceUsage().maxRSS / 1_024);
  const rules = [...new Set(findings.map(f => f.rule))].slice(0, 8).join(' ');
  console.log(JSON.stringify({ rules, seconds, peakMiB }));
}

const [, program = '', name] = process.argv;
if (program === import.meta.filename && name !== undefined) main(name);
