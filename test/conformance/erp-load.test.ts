import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFile } from '../../ingest/load.ts';
import { unpackProvenance, valueAtPlace } from '../../ingest/provenance.ts';
import type { LoadReport, Sql } from '../../ingest/store.ts';
import { ingestStage } from '../fixture/ingest-stage.ts';
import { hasSamples, samplePath } from '../fixture/samples.ts';

const SAMPLES = samplePath('erp');
const withSamples = hasSamples('erp', 'erp-load') ? test : test.skip;

const { newId, inTenant } = ingestStage();

function sample(name: string): { bytes: Uint8Array; name: string; source: string } {
  return { bytes: readFileSync(join(SAMPLES, name)), name, source: 'test' };
}

function csv(
  text: string,
  name = 'table.csv',
): { bytes: Uint8Array; name: string; source: string } {
  return { bytes: Buffer.from(text, 'utf8'), name, source: 'test' };
}

const counts = (r: LoadReport) => [r.received, r.written, r.unchanged, r.conflict, r.quarantined];

async function tableCounts(sql: Sql): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const tables = await sql.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'erp' order by 1`,
  );
  for (const { name } of tables) {
    const [row] = await sql.query<{ n: number }>(`select count(*)::integer as n from erp.${name}`);
    found[name] = row?.n ?? 0;
  }
  return found;
}

const INVOICES = [
  'number,issuedOn,dueOn,currency,seller.name,seller.taxId,buyer.name,buyer.taxId,totals.taxExclusive,totals.tax,totals.payable,order,line.id,line.name,line.sellerId,line.quantity,line.unit,line.price,line.net,line.orderLine',
  'INV-001,2026-03-01,2026-05-01,CNY,Seller,91350100M000100Y43,Buyer,B1000002,200.00,26.00,226.00,PO-1,1,bolt,BOLT,100,KGM,2.00,200.00,1',
].join('\n');

/** The public key of GM/T 0003.5, appendix A, with which the fixture is signed. */
const BUREAU =
  '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';

describe('loading', () => {
  test('one invoice is written once; the same bytes again change no row', async () => {
    const tenant = newId();
    const first = await inTenant(tenant, c => loadFile(c, csv(INVOICES)));
    expect([first.state, counts(first), first.findings]).toEqual(['loaded', [1, 1, 0, 0, 0], []]);
    const before = await inTenant(tenant, c => tableCounts(c.sql));
    const again = await inTenant(tenant, c => loadFile(c, csv(INVOICES, 'renamed.csv')));
    expect([again.state, again.load]).toEqual(['unchanged', first.load]);
    expect(again.documents).toEqual(first.documents);
    expect(await inTenant(tenant, c => tableCounts(c.sql))).toEqual(before);
  });

  test.each([
    ['the key of the bureau is trusted', [BUREAU], 'valid'],
    ['none is', [], 'unverifiable'],
  ])('a tax invoice where %s', async (_, sealKeys, state) => {
    const bytes = readFileSync(join(import.meta.dirname, '../fixture/ingest/ok/einvoice.xml'));
    const found = await inTenant(newId(), async c => {
      await loadFile({ ...c, sealKeys }, { bytes, name: 'einvoice.xml', source: 'test' });
      return c.sql.query(`select body->'authority'->>'signature' as state from erp.document`);
    });
    expect(found).toEqual([{ state }]);
  });

  test('the same invoice in other bytes is unchanged, with other content a conflict', async () => {
    const tenant = newId();
    await inTenant(tenant, c => loadFile(c, csv(INVOICES)));
    const spaced = await inTenant(tenant, c => loadFile(c, csv(`${INVOICES}\n\n`)));
    expect(counts(spaced)).toEqual([1, 0, 1, 0, 0]);
    const other = INVOICES.replaceAll('200.00', '300.00').replace('226.00', '326.00');
    const changed = await inTenant(tenant, c => loadFile(c, csv(other)));
    expect([changed.state, counts(changed)]).toEqual(['quarantined', [1, 0, 0, 1, 0]]);
    expect(changed.findings.map(f => f.rule)).toEqual(['DUP-02']);
  });

  test.each([
    ['width', 'ＩＮＶ-００1', 'unchanged', ''],
    ['case', 'inv-001', 'conflict', 'K1 exact'],
    ['outer blanks', ' INV-001 ', 'unchanged', ''],
    ['separators', 'INV/001', 'conflict', 'S1 normalised'],
    ['inner blanks', 'INV - 001', 'conflict', 'S1 normalised'],
    ['zeros', 'INV-1', 'conflict', 'S1 normalised'],
    ['prefix', '001', 'conflict', 'S1 normalised'],
  ])('a number that differs by %s is no second invoice', async (_, number, outcome, match) => {
    const tenant = newId();
    await inTenant(tenant, c => loadFile(c, csv(INVOICES)));
    const variant = INVOICES.replace('INV-001', number);
    const report = await inTenant(tenant, c => loadFile(c, csv(variant)));
    expect([report.documents[0]?.outcome, report.written]).toEqual([outcome, 0]);
    const line = report.findings.find(f => f.rule === 'DUP-11')?.params;
    if (outcome === 'unchanged') expect(line).toBeUndefined();
    else expect(line).toMatchObject({ other: 'INV-001', match, amount: 'equal', date: 'equal' });
  });

  test('another seller, another year and a credit note with the number are written', async () => {
    const tenant = newId();
    await inTenant(tenant, c => loadFile(c, csv(INVOICES)));
    for (const [from, to] of [
      ['Seller,91350100M000100Y43', 'Other,S9999999'],
      ['2026-03-01,2026-05-01', '2025-03-01,2025-05-01'],
      ['number,issuedOn', 'number,issuedOn'],
    ] as const) {
      const isCredit = from === to;
      const text = isCredit
        ? INVOICES.replace('currency,', 'currency,typeCode,').replace('CNY,', 'CNY,381,')
        : INVOICES.replace(from, to);
      const report = await inTenant(tenant, c => loadFile(c, csv(text)));
      expect(counts(report)).toEqual([1, 1, 0, 0, 0]);
    }
  });

  test('nine good rows load, one with an ambiguous amount is held at its line', async () => {
    const tenant = newId();
    const [header = '', row = ''] = INVOICES.split('\n');
    const rows = Array.from({ length: 10 }, (_, n) => row.replace('INV-001', `X${n}7${n}`));
    rows[4] = rows[4]?.replace('226.00', '"1.234,56"') ?? '';
    const report = await inTenant(tenant, c => loadFile(c, csv([header, ...rows].join('\n'))));
    expect([report.state, counts(report)]).toEqual(['partly', [10, 9, 0, 0, 1]]);
    expect(report.findings.find(f => f.rule === 'NUM-04')).toMatchObject({ line: 6, seq: 4 });
    const whole = await inTenant(newId(), c =>
      loadFile(c, { ...csv([header, ...rows].join('\n')), policy: 'file' }),
    );
    expect(counts(whole)).toEqual([10, 0, 0, 0, 10]);
  });

  test('a refused file keeps its bytes and findings, and may be brought again with a profile', async () => {
    const tenant = newId();
    const file = csv('Date,Amount\n2026-03-01,5.00\n');
    const refused = await inTenant(tenant, c => loadFile(c, file));
    expect([refused.state, refused.findings.map(f => f.rule)]).toEqual(['refused', ['MAP-10']]);
    const rows = await inTenant(tenant, c => tableCounts(c.sql));
    expect([rows['raw_object'], rows['load'], rows['finding'], rows['document']]).toEqual([
      1, 1, 1, 0,
    ]);
    const profile = {
      name: 'tax',
      version: 1,
      kind: 'taxTotal',
      format: 'csv',
      columns: [
        {
          from: 'Date',
          to: 'period',
          transforms: [{ name: 'lookup', table: { '2026-03-01': '2026-03' } }],
        },
        { from: 'Amount', to: 'taxable' },
      ],
      constants: { tax: '0.65', currency: 'CNY', 'entity.name': 'Seller' },
    } as const;
    const loaded = await inTenant(tenant, c => loadFile(c, { ...file, profile }));
    expect([loaded.state, counts(loaded)]).toEqual(['loaded', [1, 1, 0, 0, 0]]);
  });

  test('a ledger item that is paid later is a new version, a smaller payment a conflict', async () => {
    const tenant = newId();
    const head =
      'number,issuedOn,dueOn,currency,entity.name,entity.taxId,counterparty.name,amount,paid,paidOn';
    const row = 'A1,2026-01-05,2026-02-05,CNY,Us,U1000001,Steel,100.00,';
    const load = (tail: string) =>
      inTenant(tenant, c => loadFile(c, csv(`${head}\n${row}${tail}\n`)));
    expect(counts(await load('0,'))).toEqual([1, 1, 0, 0, 0]);
    const paid = await load('100.00,2026-02-07');
    expect([counts(paid), paid.documents[0]?.version]).toEqual([[1, 1, 0, 0, 0], 2]);
    expect(counts(await load('50.00,2026-02-07'))).toEqual([1, 0, 0, 1, 0]);
  });

  test('rows of another tenant are neither seen nor counted', async () => {
    const [one, two] = [newId(), newId()];
    await inTenant(one, c => loadFile(c, csv(INVOICES)));
    const rows = await inTenant(two, c => tableCounts(c.sql));
    expect(Object.values(rows).every(n => n === 0)).toBe(true);
    const own = await inTenant(two, c => loadFile(c, csv(INVOICES)));
    expect(counts(own)).toEqual([1, 1, 0, 0, 0]);
  });

  test('every load with written documents makes one anchor', async () => {
    const tenant = newId();
    const bodies: unknown[] = [];
    const report = await inTenant(tenant, c =>
      loadFile(
        {
          ...c,
          anchor: (_, body) => {
            bodies.push(body);
            return Promise.resolve(newId());
          },
        },
        csv(INVOICES),
      ),
    );
    expect(bodies).toEqual([
      {
        load: report.load,
        source: 'test',
        root: expect.stringMatching(/^[0-9a-f]{64}$/),
        count: 1,
      },
    ]);
    expect(report.anchorAct).not.toBeNull();
  });

  withSamples('the OASIS chain shows its exceptions in any order of arrival', async () => {
    const names = ['Order', 'Invoice', 'ReceiptAdvice', 'CreditNote', 'DespatchAdvice'];
    const files = names.map(n => sample(`ubl-oasis-chain/UBL-${n}-2.0-Example.xml`));
    const seen: unknown[] = [];
    for (const order of [
      [0, 1, 2, 3, 4],
      [3, 2, 1, 0, 4],
      [1, 4, 2, 0, 3],
    ]) {
      const tenant = newId();
      for (const at of order) {
        const report = await inTenant(tenant, c => loadFile(c, files[at]!));
        expect([report.state, counts(report)]).toEqual(['loaded', [1, 1, 0, 0, 0]]);
      }
      seen.push(await inTenant(tenant, c => matchesOf(c.sql)));
    }
    const params = (seen[0] as { exceptions: { rule: string; params: unknown }[] }[]).map(m =>
      m.exceptions.map(e => [e.rule, e.params]),
    );
    expect(seen[0]).toMatchObject([
      { number: 'A00095678', result: 'exception', covered: '9000', isWhole: false },
      { number: 'CN758494', result: 'matched', exceptions: [] },
    ]);
    expect(params[0]).toEqual([
      ['MT-20', { over: '10', unit: 'KGM', billed: '100', received: '90' }],
      ['MT-30', { price: '1.00', ordered: '100.00', currency: 'GBP' }],
      ['MT-32', { stated: '100.00', computed: '10000.00', currency: 'GBP' }],
      ['MT-42', { tax: '17.50', base: '100.00', taxExclusive: '90.00', currency: 'GBP' }],
    ]);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  withSamples('one invoice in four spellings is written once', async () => {
    const tenant = newId();
    const outcomes: string[] = [];
    for (const tail of ['Example', 'Example-NS1', 'Example-NS3', 'Enveloped']) {
      const report = await inTenant(tenant, c =>
        loadFile(c, sample(`ubl-oasis-chain/UBL-Invoice-2.0-${tail}.xml`)),
      );
      outcomes.push(report.documents[0]?.outcome ?? report.state);
    }
    expect(outcomes).toEqual(['written', 'unchanged', 'unchanged', 'unchanged']);
  });

  withSamples(
    'a statement that does not balance is loaded as suspect and matches nothing',
    async () => {
      const tenant = newId();
      const name = 'iso20022-camt/viafintech-valid_example_with_instdamt.xml';
      const report = await inTenant(tenant, c => loadFile(c, sample(name)));
      expect(counts(report)).toEqual([1, 1, 0, 0, 0]);
      expect(report.findings.find(f => f.rule === 'BANK-01')?.params).toEqual({
        opening: '100.00',
        entries: '4500.00',
        closing: '4500.00',
        computed: '4600.00',
      });
      const rows = await inTenant(tenant, c =>
        c.sql.query(
          'select e.match_state, d.suspect from erp.statement_entry e join erp.document d on d.id = e.document',
        ),
      );
      expect(rows).toEqual([{ match_state: 'suspect', suspect: true }]);
    },
  );

  withSamples('stored places cut from the raw file give the stored values', async () => {
    const tenant = newId();
    for (const name of [
      'en16931-ubl/ubl-tc434-example1.xml',
      'iso20022-camt/viafintech-valid_example_with_datetime.xml',
    ]) {
      const file = sample(name);
      const report = await inTenant(tenant, c => loadFile(c, file));
      const [row] = await inTenant(tenant, c =>
        c.sql.query<{ map: Buffer }>('select map from erp.provenance where document = $1', [
          report.documents[0]?.id,
        ]),
      );
      const entries = unpackProvenance(row?.map ?? new Uint8Array());
      expect(entries.length).toBeGreaterThan(20);
      for (const entry of entries) {
        const found = valueAtPlace(file.bytes, 'utf-8', entry);
        if (entry.at.kind === 'derived') expect(found).toBeUndefined();
        else expect(found?.isUnaltered).toBe(true);
      }
    }
  });
});

async function matchesOf(sql: Sql): Promise<unknown> {
  const runs = await sql.query<{
    number: string;
    result: string;
    exceptions: unknown[];
    lines: unknown[];
    evidence: { net: { minor: string }; isWhole: boolean };
  }>(
    `select d.number, m.result, m.exceptions, m.evidence,
       coalesce((select jsonb_agg(l.exceptions order by l.seq) from erp.match_line l where l.run = m.id), '[]') as lines
     from erp.match_run m join erp.document d on d.id = m.document and d.version = m.version
     where m.superseded_at is null order by d.number`,
  );
  return runs.map(r => ({
    number: r.number,
    result: r.result,
    exceptions: [...r.lines.flat(), ...r.exceptions],
    covered: r.evidence.net.minor,
    isWhole: r.evidence.isWhole,
  }));
}
