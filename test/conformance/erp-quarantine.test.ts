import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../domain/result/index.ts';
import {
  answerInvoice,
  answerLoad,
  approveHeld,
  dropHeld,
  editAlike,
  editHeld,
  loadFile,
  releaseStatement,
  replayHeld,
  resolveConflict,
  type HeldContext,
  type LoadReport,
} from '../../ingest/index.ts';
import { unpackProvenance } from '../../ingest/provenance.ts';
import { ingestStage } from '../fixture/ingest-stage.ts';
import { sealedPlain } from '../fixture/persons.ts';
import { hasSamples, samplePath } from '../fixture/samples.ts';

const SAMPLES = samplePath('erp');
const withSamples = hasSamples('erp', 'erp-quarantine') ? test : test.skip;

const { newId, inTenant } = ingestStage();

const anna = { by: 'anna', person: 'p-anna' };
const bela = { by: 'bela', person: 'p-bela' };

const csv = (text: string) => ({ bytes: Buffer.from(text, 'utf8'), name: 't.csv', source: 'test' });
const counts = (r: LoadReport) => [r.received, r.written, r.unchanged, r.conflict, r.quarantined];
const codeOf = (r: Result<unknown, { code: string }>) => (r.ok ? 'ok' : r.error.code);
const valueOf = <T>(r: Result<T, unknown>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error));
  return r.value;
};

const HEADER =
  'number,issuedOn,dueOn,currency,seller.name,seller.taxId,buyer.name,buyer.taxId,totals.taxExclusive,totals.tax,totals.payable';
const row = (number: string, payable: string, exclusive = '200.00') =>
  `${number},2026-03-01,2026-05-01,CNY,Seller,91350100M000100Y43,Buyer,B1000002,${exclusive},26.00,${payable}`;

async function heldOf(c: HeldContext, load: string): Promise<string[]> {
  const rows = await c.sql.query<{ id: string }>(
    'select id from erp.quarantine where load = $1 order by seq',
    [load],
  );
  return rows.map(r => r.id);
}

async function oneHeld(tenant: string, text: string): Promise<{ load: string; id: string }> {
  const report = await inTenant(tenant, c => loadFile(c, csv(text)));
  const [id = ''] = await inTenant(tenant, c => heldOf(c, report.load));
  return { load: report.load, id };
}

describe('quarantine', () => {
  test('one correction mends all records that are held for the same rules, and no other', async () => {
    const tenant = newId();
    const bad = (n: number) => row(`E-${n}`, '226.00').replace('2026-05-01', '31.02.2026');
    const other = row('E-9', '"1.234,56"');
    const text = [HEADER, bad(1), bad(2), bad(3), other].join('\n');
    const { load, id } = await oneHeld(tenant, text);
    const edit = {
      id,
      field: 'dueOn',
      value: '2026-05-31',
      reason: 'all are due at the end of May',
    };
    expect(valueOf(await inTenant(tenant, c => editAlike(c, edit, anna)))).toBe(3);
    const held = await inTenant(tenant, c => heldOf(c, load));
    for (const one of held.slice(0, 3)) {
      valueOf(await inTenant(tenant, c => approveHeld(c, one, bela)));
    }
    const report = valueOf(
      await inTenant(tenant, c => replayHeld(c, { load, only: held.slice(0, 3) }, anna)),
    );
    expect([report.state, counts(report)]).toEqual(['loaded', [3, 3, 0, 0, 0]]);
    const edits = await inTenant(tenant, c =>
      c.sql.query('select field, after_text, reason from erp.quarantine_edit order by edited_at'),
    );
    expect(edits).toEqual(
      Array.from({ length: 3 }, () => ({
        field: 'dueOn',
        after_text: sealedPlain('2026-05-31'),
        reason: 'all are due at the end of May',
      })),
    );
  });

  test('an amount that two persons correct is replayed, loads, and says who wrote it', async () => {
    const tenant = newId();
    const text = [HEADER, row('A-1', '226.00'), row('A-2', '"1.234,56"')].join('\n');
    const { load, id } = await oneHeld(tenant, text);
    const edit = { id, field: 'totals.payable', value: '226.00', reason: 'the paper says 226.00' };
    await inTenant(tenant, async c => valueOf(await editHeld(c, edit, anna)));
    const replay = (only: string[] | null = null) =>
      inTenant(tenant, c => replayHeld(c, { load, only }, anna));
    expect(codeOf(await replay())).toBe('APPROVALS_MISSING');
    expect(codeOf(await inTenant(tenant, c => approveHeld(c, id, anna)))).toBe('APPROVER_CONFLICT');
    expect(codeOf(await inTenant(tenant, c => approveHeld(c, id, bela)))).toBe('ok');
    const report = valueOf(await replay());
    expect([report.state, counts(report)]).toEqual(['loaded', [1, 1, 0, 0, 0]]);
    expect(codeOf(await replay())).toBe('CONFLICT');

    const after = await inTenant(tenant, async c => ({
      loads: await c.sql.query<{ id: string; parent: string | null; n: number }>(
        `select id, parent, received - written - unchanged - conflict - quarantined as n
         from erp.load order by started_at`,
      ),
      raw: await c.sql.query<{ sha256: string }>('select sha256 from erp.raw_object'),
      edits: await c.sql.query(
        'select field, before_text, after_text, reason, edited_by, approved_by from erp.quarantine_edit',
      ),
      held: await c.sql.query(
        'select state, attempts, replayed_in, decided_by from erp.quarantine',
      ),
      documents: await c.sql.query<{ number: string; map: Buffer }>(
        `select d.number, p.map from erp.document d join erp.provenance p on p.document = d.id
         order by d.number`,
      ),
    }));
    expect(after.loads.map(l => [l.parent, l.n])).toEqual([
      [null, 0],
      [load, 0],
    ]);
    expect(after.raw).toEqual([{ sha256: createHash('sha256').update(text).digest('hex') }]);
    expect(after.edits).toEqual([
      {
        field: 'totals.payable',
        before_text: sealedPlain('1.234,56'),
        after_text: sealedPlain('226.00'),
        reason: 'the paper says 226.00',
        edited_by: 'anna',
        approved_by: 'bela',
      },
    ]);
    expect(after.held).toEqual([
      { state: 'replayed', attempts: 2, replayed_in: report.load, decided_by: 'anna' },
    ]);
    expect(after.documents.map(d => d.number)).toEqual(['A-1', 'A-2']);
    const places = unpackProvenance(after.documents[1]?.map ?? new Uint8Array());
    expect(places.find(p => p.path === 'totals.payable')?.at).toMatchObject({
      kind: 'manual',
      by: 'anna',
      before: '1.234,56',
      reason: 'the paper says 226.00',
    });
    expect(places.find(p => p.path === 'number')?.at.kind).toBe('cell');
  });

  test('a field that the file lacks is added; the same bytes again change nothing', async () => {
    const tenant = newId();
    const text = [HEADER, row('A-1', '226.00').replace('A-1', '')].join('\n');
    const { load, id } = await oneHeld(tenant, text);
    const edit = { id, field: 'number', value: 'A-9', reason: 'asked the seller' };
    await inTenant(tenant, async c => valueOf(await editHeld(c, edit, anna)));
    const report = valueOf(await inTenant(tenant, c => replayHeld(c, { load, only: [id] }, anna)));
    expect(report.documents).toMatchObject([{ outcome: 'written', number: 'A-9' }]);
    const again = await inTenant(tenant, c => loadFile(c, csv(text)));
    expect([again.state, again.load]).toEqual(['unchanged', load]);
  });

  test('a correction that does not help stays in quarantine with its attempts', async () => {
    const tenant = newId();
    const { load, id } = await oneHeld(tenant, [HEADER, row('A-1', '"1.234,56"')].join('\n'));
    const edit = { id, field: 'totals.payable', value: '2x6', reason: 'typed in haste' };
    await inTenant(tenant, async c => valueOf(await editHeld(c, edit, anna)));
    await inTenant(tenant, async c => valueOf(await approveHeld(c, id, bela)));
    const report = valueOf(await inTenant(tenant, c => replayHeld(c, { load, only: null }, anna)));
    expect(counts(report)).toEqual([1, 0, 0, 0, 1]);
    const [held] = await inTenant(tenant, c =>
      c.sql.query('select id, state, attempts from erp.quarantine'),
    );
    expect(held).toEqual({ id, state: 'edited', attempts: 2 });
  });

  test('what means nothing is no correction; a dropped record is gone for good', async () => {
    const tenant = newId();
    const { load, id } = await oneHeld(tenant, [HEADER, row('A-1', '"1.234,56"')].join('\n'));
    const edit = (field: string, value: string, reason = 'r') =>
      inTenant(tenant, c => editHeld(c, { id, field, value, reason }, anna));
    expect(codeOf(await edit('colour', 'red'))).toBe('BAD_INPUT');
    expect(codeOf(await edit('/Invoice/ID', '1'))).toBe('BAD_INPUT');
    expect(codeOf(await edit('number', 'A-1'))).toBe('BAD_INPUT');
    expect(codeOf(await edit('number', 'A-2', ' '))).toBe('BAD_INPUT');
    const drop = { id, reason: 'sent twice by mail' };
    expect(codeOf(await inTenant(tenant, c => dropHeld(c, drop, anna)))).toBe('ok');
    expect(codeOf(await edit('number', 'A-2'))).toBe('CONFLICT');
    const replayed = await inTenant(tenant, c => replayHeld(c, { load, only: null }, anna));
    expect(codeOf(replayed)).toBe('CONFLICT');
    const other = await inTenant(newId(), c => dropHeld(c, drop, anna));
    expect(codeOf(other)).toBe('NOT_FOUND');
  });

  withSamples(
    'an element that a published rule misses is put in and the rule is content',
    async () => {
      const tenant = newId();
      const text = readFileSync(join(SAMPLES, 'en16931-ubl/ubl-tc434-example1.xml'), 'utf8');
      const broken = text.replace(/<cbc:PayableAmount[^>]*>([^<]+)</, match =>
        match.replace(/>([\d.]+)</, '>1.00<'),
      );
      const file = { bytes: Buffer.from(broken), name: 'i.xml', source: 'test' };
      const report = await inTenant(tenant, c => loadFile(c, file));
      expect(report.findings.some(f => f.rule === 'BR-CO-16' && f.severity === 'fatal')).toBe(true);
      const payable = /<cbc:PayableAmount[^>]*>([^<]+)</.exec(text)?.[1] ?? '';
      const [id = ''] = await inTenant(tenant, c => heldOf(c, report.load));
      const field = '/Invoice/LegalMonetaryTotal/PayableAmount';
      const edit = { id, field, value: payable, reason: 'as on the paper' };
      await inTenant(tenant, async c => valueOf(await editHeld(c, edit, anna)));
      await inTenant(tenant, async c => valueOf(await approveHeld(c, id, bela)));
      const only = { load: report.load, only: null };
      const replayed = valueOf(await inTenant(tenant, c => replayHeld(c, only, anna)));
      expect(counts(replayed)).toEqual([1, 1, 0, 0, 0]);
    },
  );
});

describe('conflicts', () => {
  const first = [HEADER, row('A-1', '226.00')].join('\n');
  const other = [HEADER, row('A-1', '326.00', '300.00')].join('\n');

  test('a person lets the new content be the next version', async () => {
    const tenant = newId();
    await inTenant(tenant, c => loadFile(c, csv(first)));
    const { id } = await oneHeld(tenant, other);
    const decide = (choice: 'keep' | 'replace' | 'both') =>
      inTenant(tenant, c => resolveConflict(c, { id, choice, reason: 'a corrected copy' }, anna));
    expect(codeOf(await decide('both'))).toBe('CONFLICT');
    const report = valueOf(await decide('replace'));
    expect(report && counts(report)).toEqual([1, 1, 0, 0, 0]);
    const live = await inTenant(tenant, c =>
      c.sql.query(
        'select version, payable_minor::text as payable, superseded_at is null as live from erp.document order by version',
      ),
    );
    expect(live).toEqual([
      { version: 1, payable: '22600', live: false },
      { version: 2, payable: '32600', live: true },
    ]);
    expect(codeOf(await decide('replace'))).toBe('CONFLICT');
  });

  test('a person keeps what stands', async () => {
    const tenant = newId();
    await inTenant(tenant, c => loadFile(c, csv(first)));
    const { id } = await oneHeld(tenant, other);
    const of = { id, choice: 'keep', reason: 'a typing mistake of theirs' } as const;
    expect(valueOf(await inTenant(tenant, c => resolveConflict(c, of, anna)))).toBeNull();
    const [held] = await inTenant(tenant, c =>
      c.sql.query('select state, reason, decided_by from erp.quarantine'),
    );
    expect(held).toEqual({ state: 'dropped', reason: of.reason, decided_by: 'anna' });
  });

  test('two invoices with similar numbers may both stand', async () => {
    const tenant = newId();
    await inTenant(tenant, c => loadFile(c, csv(first)));
    const { id } = await oneHeld(tenant, [HEADER, row('A/1', '226.00')].join('\n'));
    const decide = (choice: 'replace' | 'both') =>
      inTenant(tenant, c => resolveConflict(c, { id, choice, reason: 'two series' }, anna));
    expect(codeOf(await decide('replace'))).toBe('CONFLICT');
    expect(valueOf(await decide('both'))?.written).toBe(1);
    const numbers = await inTenant(tenant, c =>
      c.sql.query('select number from erp.document where superseded_at is null order by number'),
    );
    expect(numbers).toEqual([{ number: 'A-1' }, { number: 'A/1' }]);
  });

  test('a record that is held for a rule is no conflict to decide', async () => {
    const tenant = newId();
    const { id } = await oneHeld(tenant, [HEADER, row('A-1', '"1.234,56"')].join('\n'));
    const of = { id, choice: 'replace', reason: 'r' } as const;
    expect(codeOf(await inTenant(tenant, c => resolveConflict(c, of, anna)))).toBe('CONFLICT');
  });
});

describe('answers', () => {
  withSamples('each interchange is answered once, with control numbers that go on', async () => {
    const tenant = newId();
    const answered: [number, string][] = [];
    // The second has a set at fault, of which an 824 speaks; the third has the control number of the first.
    for (const name of [
      'edifabric-PurchaseOrder.txt',
      'x12.850.issue135.edi',
      'edifabric-PurchaseOrders.txt',
    ]) {
      const bytes = readFileSync(join(SAMPLES, 'x12', name));
      const { load } = await inTenant(tenant, c => loadFile(c, { bytes, name, source: 'test' }));
      for (const who of [anna, bela]) {
        const count = valueOf(await inTenant(tenant, c => answerLoad(c, load, who)));
        answered.push([count, load]);
      }
    }
    const rows = await inTenant(tenant, c =>
      c.sql.query<{ syntax: string; control: string; made_by: string }>(
        'select syntax, control, made_by from erp.answer order by control',
      ),
    );
    expect(answered.map(([count]) => count)).toEqual([1, 1, 2, 2, 0, 0]);
    expect(rows.map(r => [r.control, r.syntax, r.made_by])).toEqual([
      ['000000001', '997', 'anna'],
      ['000000002', '997', 'anna'],
      ['000000003', '824', 'anna'],
    ]);
    expect(codeOf(await inTenant(tenant, c => answerLoad(c, newId(), anna)))).toBe('NOT_FOUND');
  });

  withSamples("the buyer's word on an invoice is kept, and needs its reason", async () => {
    const tenant = newId();
    const bytes = readFileSync(join(SAMPLES, 'peppol-bis3/base-example.xml'));
    const file = { bytes, name: 'i.xml', source: 'test' };
    const report = await inTenant(tenant, c => loadFile(c, file));
    const document = report.documents[0]?.id ?? '';
    const word = { document, reasons: [], actions: [] };
    const say = (code: 'AB' | 'UQ') =>
      inTenant(tenant, c => answerInvoice(c, { ...word, code }, anna));
    expect(codeOf(await say('UQ'))).toBe('BAD_INPUT');
    expect(await say('AB')).toEqual({ ok: true, value: document });
    await say('AB');
    const rows = await inTenant(tenant, c => c.sql.query('select syntax, answers from erp.answer'));
    expect(rows).toEqual([{ syntax: 'T111', answers: `${document}@1 AB` }]);
  });
});

withSamples('a suspect statement is free once two persons have released it', async () => {
  const tenant = newId();
  const name = 'iso20022-camt/viafintech-valid_example_with_instdamt.xml';
  const bytes = readFileSync(join(SAMPLES, name));
  const report = await inTenant(tenant, c => loadFile(c, { bytes, name, source: 'test' }));
  const document = report.documents[0]?.id ?? '';
  const release = (who: typeof anna, reason = 'confirmed by the bank') =>
    inTenant(tenant, c => releaseStatement(c, { document, reason }, who));
  const state = () =>
    inTenant(tenant, c =>
      c.sql.query(
        `select d.suspect, e.match_state from erp.document d
         join erp.statement_entry e on e.document = d.id`,
      ),
    );
  expect(codeOf(await release(anna, ''))).toBe('BAD_INPUT');
  expect(await release(anna)).toEqual({ ok: true, value: 1 });
  expect(codeOf(await release({ ...anna, by: 'anna-again' }))).toBe('APPROVER_CONFLICT');
  expect(await state()).toEqual([{ suspect: true, match_state: 'suspect' }]);
  expect(await release(bela)).toEqual({ ok: true, value: 2 });
  expect(await state()).toEqual([{ suspect: false, match_state: 'open' }]);
  expect(codeOf(await release(bela))).toBe('CONFLICT');
});
