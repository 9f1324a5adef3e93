import { insertRows } from '../../ingest/insert.ts';
import { loadFile } from '../../ingest/load.ts';
import { invoiceTable } from '../../bench/ingest-inputs.ts';
import { ingestStage } from '../fixture/ingest-stage.ts';

const { newId, inTenant } = ingestStage();

const COLUMNS = { sha256: 'text', bytes: 'bigint', name: 'text', store_name: 'text' };
const FIXED = { stored_by: 'text', stored_at: 'timestamptz' };
const AWKWARD = [
  '',
  '\\N',
  '\\.',
  'tab\there',
  'line\nend\r\n',
  'back\\slash',
  '中文 𠮷',
  '"q", {x}',
  "o'k",
];

test('what is copied comes back as it was, whatever signs it has', async () => {
  const tenant = newId();
  const rows = Array.from({ length: 150 }, (_, n) => ({
    sha256: `s${n}`,
    bytes: BigInt(n) * 10n ** 15n,
    name: AWKWARD[n % AWKWARD.length],
    store_name: 'x',
    stored_by: 'test',
    stored_at: '2026-03-01T00:00:00.000Z',
  }));
  const back = await inTenant(tenant, async ({ sql }) => {
    const columns = { ...COLUMNS, ...FIXED };
    await insertRows(sql, { table: 'erp.raw_object', tenant, columns }, rows);
    return sql.query<{ sha256: string; bytes: bigint; name: string }>(
      'select sha256, bytes, name from erp.raw_object',
    );
  });
  const found = new Map(back.map(row => [row.sha256, row]));
  expect(found.size).toBe(150);
  for (const { sha256, bytes, name } of rows)
    expect(found.get(sha256)).toMatchObject({ bytes, name });
});

test('lists, JSON and bytes are cast to their types', async () => {
  const tenant = newId();
  const [load, map] = [newId(), new Uint8Array([0, 92, 255])];
  const back = await inTenant(tenant, async ({ sql }) => {
    const columns = {
      id: 'uuid',
      load: 'uuid',
      seq: 'integer',
      rules: 'text[]',
      kind: 'text',
      body: 'jsonb',
      raw_from: 'bigint',
      raw_to: 'bigint',
      created_at: 'timestamptz',
    };
    const rows = Array.from({ length: 120 }, (_, seq) => ({
      id: newId(),
      load,
      seq,
      rules: ['DUP-02', 'a "b" \\c, {d}'],
      kind: 'invoice',
      body: { text: 'tab\t"\\', list: [1n], none: undefined },
      raw_from: 0,
      raw_to: 1,
      created_at: '2026-03-01T00:00:00.000Z',
    }));
    await insertRows(sql, { table: 'erp.quarantine', tenant, columns }, rows);
    const places = Array.from({ length: 120 }, (_, n) => ({ document: `d${n}`, version: 1, map }));
    const provenance = { document: 'text', version: 'integer', map: 'bytea' };
    await insertRows(sql, { table: 'erp.provenance', tenant, columns: provenance }, places);
    const [held] = await sql.query('select rules, body from erp.quarantine where seq = 7');
    const [place] = await sql.query("select map from erp.provenance where document = 'd7'");
    return { held, place };
  });
  expect(back.held).toEqual({
    rules: ['DUP-02', 'a "b" \\c, {d}'],
    body: { text: 'tab\t"\\', list: ['1'] },
  });
  expect(back.place).toEqual({ map: Buffer.from(map) });
});

test('a load that is copied writes every row once and leaves nothing staged; a failure leaves none', async () => {
  const tenant = newId();
  const bytes = Buffer.from(invoiceTable(60_000));
  const file = { bytes, name: 'table.csv', source: 'test' };
  const killed = inTenant(tenant, async context => {
    await loadFile(context, file);
    throw new Error('killed before the commit');
  });
  await expect(killed).rejects.toThrow('killed');
  const counts = async (): Promise<number[]> =>
    inTenant(tenant, async ({ sql }) => {
      const [row] = await sql.query<{ n: number[] }>(
        `select array[(select count(*) from erp.document), (select count(*) from erp.record),
           (select count(*) from erp.invoice_line), (select count(*) from erp.provenance),
           (select count(*) from erp.staging)]::integer[] as n`,
      );
      return row?.n ?? [];
    });
  expect(await counts()).toEqual([0, 0, 0, 0, 0]);
  const report = await inTenant(tenant, context => loadFile(context, file));
  expect(report.written).toBeGreaterThan(300);
  expect(report.state).toBe('loaded');
  const n = report.written;
  expect(await counts()).toEqual([n, n, n, n, 0]);
});

test('a load of several parts counts, links, numbers and matches as one', async () => {
  const tenant = newId();
  // The order of every fiftieth row is one; each part of a thousand records has some of it.
  const table = invoiceTable(470_000).replaceAll(
    /PO-(\d+)/g,
    (_, n: string) => `PO-${Number(n) % 50}`,
  );
  const lines = table.trimEnd().split('\n');
  const rows = lines.length - 1;
  const [again = ''] = lines.slice(1, 2);
  // The first row once more, and once due on another day: the same, and a conflict.
  const text = [...lines, again, 'ragged', again.replace('2026-05-01', '2026-05-02')].join('\n');
  const found = await inTenant(tenant, async context => {
    const file = { bytes: Buffer.from(text), name: 'long.csv', source: 'test', kind: 'invoice' };
    const report = await loadFile(context, file);
    const { sql } = context;
    const [records] = await sql.query<{ count: number; last: number }>(
      'select count(*)::integer as count, max(seq)::integer as last from erp.record',
    );
    const [findings] = await sql.query<{ count: number; last: number }>(
      'select count(*)::integer as count, max(ordinal)::integer as last from erp.finding',
    );
    const runs = await sql.query<{ count: number }>(
      `select count(*)::integer as count from erp.match_run where superseded_at is null
       group by document`,
    );
    const told = await sql.query<{ seq: number }>(
      "select seq from erp.quarantine where not 'CSV-01' = any (rules)",
    );
    return { report, records, findings, runs, told };
  });
  const { report, records, findings, runs, told } = found;
  expect(rows).toBeGreaterThan(2_000);
  expect(report).toMatchObject({
    received: rows + 3,
    written: rows,
    unchanged: 1,
    conflict: 1,
    quarantined: 1,
  });
  expect(records).toEqual({ count: rows + 3, last: rows + 2 });
  expect(findings?.count).toBe((findings?.last ?? 0) + 1);
  expect(findings?.count).toBe(report.findings.length);
  // Every invoice has one result that counts.
  expect([runs.length, runs.every(({ count }) => count === 1)]).toEqual([rows, true]);
  expect(told).toEqual([{ seq: rows + 2 }]);
  expect(report.documents.map(d => d.seq)).toEqual(Array.from({ length: rows + 3 }, (_, n) => n));
});
