import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFile, readFile } from '../../ingest/read.ts';
import { camtStatement, invoiceTable, x12Orders } from '../../bench/ingest-inputs.ts';

const OK = join(import.meta.dirname, '../fixture/ingest/ok');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const options = { context: { tenant: 't', load: 'l', sha256 }, kind: 'invoice' };

/** An interchange whose second set says too many segments, and whose third does not end. */
const FAULTY = x12Orders(2_000).replace('SE*27*0002', 'SE*99*0002').replace('SE*27*0003~\n', '');

describe('records that are read when they are asked for', () => {
  const kept = ['order.edi', 'remittance.txt', 'statement.bai', 'invoice.json', 'idoc.xml'];
  const files: readonly (readonly [string, () => Buffer])[] = [
    ['own.csv', () => Buffer.from(invoiceTable(4_000))],
    ['own.csv', () => Buffer.from(`${invoiceTable(2_000)}ragged,row\n`)],
    ['own.edi', () => Buffer.from(x12Orders(4_000))],
    ['own.edi', () => Buffer.from(FAULTY)],
    ['own.xml', () => Buffer.from(camtStatement(4_000))],
    ...kept.map(name => [name, () => readFileSync(join(OK, name))] as const),
  ];

  test.each(files)('%s gives the same at each walk, findings too', (name, bytesOf) => {
    const file = { bytes: bytesOf(), name };
    const opened = openFile(file, options);
    const read = readFile(file, options);
    if (!opened.ok || !read.ok) throw new Error('not read');
    const shown = (walk: Iterable<object>): unknown => [...walk].map(one => ({ ...one, root: 0 }));
    const first = shown(opened.value.records);
    expect(first).toEqual(shown(read.value.records));
    expect(shown(opened.value.records)).toEqual(first);
  });

  test('each is made when its turn comes, not before', () => {
    let made = 0;
    const counted = { ...options.context, sha256: (text: string) => String((made += text.length)) };
    const file = { bytes: Buffer.from(invoiceTable(200_000)), name: 'own.csv' };
    const opened = openFile(file, { ...options, context: counted });
    if (!opened.ok) throw new Error('not read');
    expect(made).toBe(0);
    const walk = opened.value.records[Symbol.iterator]();
    walk.next();
    const ofOne = made;
    walk.next();
    expect([ofOne > 0, made < 3 * ofOne]).toEqual([true, true]);
  });

  test('a fault behind very many rows refuses the table before its first record', () => {
    const text = `number,issuedOn,payable\n${'1,2,3\n'.repeat(100_000)}"1,2,3\n`;
    const opened = openFile({ bytes: Buffer.from(text), name: 'a.csv' }, options);
    const found = opened.ok ? [] : opened.error.map(({ rule, line }) => [rule, line]);
    expect(found).toEqual([['CSV-03', 100_002]]);
  });
});

test('records of a long JSON are read as those of a short one, with their places', () => {
  const record = (n: number): object => ({
    doctype: 'Sales Invoice',
    name: `SINV-${n}`,
    posting_date: '2026-03-01',
    docstatus: 1,
    is_return: 0,
    customer: 'Buyer, 买方',
    tax_id: 'DE123456789',
    company: 'Seller',
    company_tax_id: 'DE999999999',
    currency: 'EUR',
    net_total: 100.5,
    grand_total: 100.5,
    items: [{ idx: 1, item_code: 'A', qty: 1, uom: 'Nos', net_rate: 100.5, net_amount: 100.5 }],
  });
  const own = Array.from({ length: 3 }, (_, n) => JSON.stringify(record(n)));
  const head = `{"data":[\n${own.join(',\r\n')}`;
  const blanks = ' '.repeat(4_000_000);
  const shown = (text: string): unknown[] => {
    const read = readFile({ bytes: Buffer.from(text), name: 'a.json' }, options);
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    return read.value.records.map(r => [r.accepted, r.document, r.findings, r.provenance]);
  };
  const short = shown(`${head}]}`);
  expect(short).toHaveLength(3);
  expect(shown(`${head}${blanks}]}`)).toEqual(short);
  // A member that stands twice is told of its own record, in a long file too.
  const twice = `${head}]${blanks}}`.replace('"name":"SINV-1"', '"name":"SINV-1","name":"SINV-9"');
  const found = shown(twice).map(one => (one as [boolean, unknown, { rule: string }[]])[2]);
  expect(found.map(all => all.some(f => f.rule === 'MAP-03'))).toEqual([false, true, false]);
});
