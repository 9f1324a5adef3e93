import { PDF } from '@libpdf/core';
import { factsIn } from '../../api/service/index.ts';
import type { EntityType } from '../../domain/event/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import { LEDGER_RULES } from '../../domain/securitisation/eligibility/index.ts';
import { parseDeal } from '../../domain/securitisation/index.ts';
import { pageOf } from '../../domain/securitisation/ledger/index.ts';
import { leaves, type FigureLeaf, type Figures } from '../../reports/figures/index.ts';
import { collect, distributed, formed, startDeal, type DealWorld } from '../fixture/deal.ts';
import { startPapers, type Papers } from '../fixture/papers.ts';
import { mustCommit, sha256 } from '../fixture/world.ts';

// Every amount, day and hash of every paper of a deal, asked anew from the contract at the height that
// the paper states. A figure that no row holds as it is stands below with its sum by hand.

let given: DealWorld;
let papers: Papers;
let distribution = '';

beforeAll(async () => {
  given = await startDeal();
  await formed(given);
  ({ distribution } = await distributed(given, 0, { principal: 1_000_000n, dilution: 100_000n }));
  papers = await startPapers(given.trade.world);
}, 240_000);

afterAll(async () => {
  await papers.close();
  await given.trade.world.close();
});

/**
 * Sums. The pool: claims of 50,000.00, 40,000.00 and 10,000.00, all of one debtor, of whom half counts.
 * Investor a holds 85 notes of 1,000.00 and was paid once: 10,000.00 came in, of which class b got
 * 4.80 of interest (four days on 6,000.00 at 7.3 %). Of the first claim 10,000.00 was paid and 1,000.00
 * credited.
 */
const SUMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  POOL_STATEMENT: {
    'eligible.amount': '10000000',
    excess: '5000000',
    netPoolBalance: '5000000',
    'excessGroups[].excess': '5000000',
    'obligors[].amount': '10000000',
    'tenors[].amount': '10000000',
  },
  TERM_SHEET: {
    total: '10000000',
    'pools[].eligible': '10000000',
    'pools[].netPoolBalance': '5000000',
  },
  PROSPECTUS: {
    total: '10000000',
    'pools[].eligible': '10000000',
    'pools[].netPoolBalance': '5000000',
  },
  HOLDER_STATEMENT: { 'positions[].original': '8500000', received: '999520' },
  RECEIVABLE_CERTIFICATE: { free: '0', reserved: '0', pledged: '0', sold: '0', pooled: '3900000' },
};

/** The parts of an excess fall on the youngest claims: all of the last two are above the half. */
const EXCESS_BY_ASSET = ['0', '4000000', '1000000'];

type Ask = { readonly kind: string; readonly subject: string; readonly tenant: string };

async function fileOf({ kind, subject, tenant }: Ask): Promise<Buffer> {
  const done = await papers.service.issue({ tenant, by: 'test', kind, subject, locale: 'en' });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return Buffer.from((await papers.service.read(tenant, done.value))?.bytes ?? []);
}

async function attached(file: Buffer, name: string): Promise<string> {
  return Buffer.from((await PDF.load(file)).attachments.get(name) ?? []).toString();
}

/** Every scalar of a row of the ledger, as text; of a deal its terms too. */
async function scalarsOf(key: string): Promise<ReadonlySet<string>> {
  const at = key.indexOf('~');
  const [type, id] = [key.slice(0, at) as EntityType, key.slice(at + 1)];
  const { world } = given.trade;
  const found = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(add);
    else found.add(String(value));
  };
  add(await world.entity(type, id));
  if (type === 'pool') {
    const pages = (await world.entity('pool', id))?.pages ?? [];
    add([pages, LEDGER_RULES].map(value => sha256(canonical(value))));
  }
  if (type === 'deal') add((await termsOf()).value);
  if (type === 'issue') {
    for (const bond of ['a', 'b', 'c']) {
      const party = given.investors.a.party;
      add(await world.entity('noteHolding', `${id}~${bond}~${party}`));
      add(await world.entity('notePage', `${distribution}~${pageOf(party)}`));
    }
  }
  return found;
}

async function termsOf() {
  const head = await given.trade.world.entity('deal', given.deal);
  const parts = await Promise.all(
    Array.from({ length: head?.parts ?? 0 }, async (_, part) => {
      return (await given.trade.world.entity('dealPart', `${given.deal}~${part}`))?.text ?? '';
    }),
  );
  const text = parts.join('');
  const parsed = parseDeal(text);
  if (!parsed.ok) throw new Error('no terms');
  return { text, value: parsed.value };
}

/** What a leaf says, where it is an amount, a day or a hash of the ledger. */
function said({ t, v }: FigureLeaf): string | null {
  if (t === 'money') return v.minor;
  if (t === 'date') return v;
  return t === 'code' && /^[0-9a-f]{64}$/.test(v) ? v : null;
}

const PAPERS: readonly (readonly [kind: string, ask: () => Omit<Ask, 'kind'>])[] = [
  ['POOL_STATEMENT', () => ({ subject: given.pool, tenant: given.manager.party })],
  ['TRUE_SALE', () => ({ subject: given.pool, tenant: given.manager.party })],
  ['TERM_SHEET', () => ({ subject: given.deal, tenant: given.manager.party })],
  ['PROSPECTUS', () => ({ subject: given.deal, tenant: given.manager.party })],
  ['DISTRIBUTION_REPORT', () => ({ subject: distribution, tenant: given.custodian.party })],
  ['HOLDER_STATEMENT', () => ({ subject: given.issue, tenant: given.investors.a.party })],
  [
    'RECEIVABLE_CERTIFICATE',
    () => ({ subject: given.claims[0]?.receivable ?? '', tenant: given.trade.supplier.party }),
  ],
  [
    'DEBT_CONFIRMATION',
    () => ({ subject: given.claims[0]?.receivable ?? '', tenant: given.trade.buyer.party }),
  ],
];

test.each(PAPERS)(
  '%s: every amount, day and hash is the ledger’s at the stated height',
  async (kind, ask) => {
    await papers.caughtUp();
    const { height } = await given.trade.world.ledger.info();
    const file = await fileOf({ kind, ...ask() });
    const { document, figures } = JSON.parse(await attached(file, 'figures.json')) as Figures;
    // Its number was reserved after the figures were read, so the height is that of the question.
    expect(document.height).toBe(Number(height) - 1);
    const strange: string[] = [];
    let compared = 0;
    for (const { path, leaf } of leaves(figures)) {
      const value = said(leaf);
      const { src } = leaf;
      if (value === null || !('key' in src) || src.key.startsWith('act~')) continue;
      expect(src.height).toBe(document.height);
      compared += 1;
      const place = path.replace(/\[\d+\]/g, '[]');
      const sum = SUMS[kind]?.[place];
      const row = /^assets\[(\d+)\]\.excess$/.exec(path)?.[1];
      const expected = row === undefined ? sum : EXCESS_BY_ASSET[Number(row)];
      const holds =
        expected === undefined ? (await scalarsOf(src.key)).has(value) : expected === value;
      if (!holds) strange.push(`${path} ${value} of ${src.key}`);
    }
    expect(strange).toEqual([]);
    expect(compared).toBeGreaterThan(3);
  },
  60_000,
);

test('the terms in the paper are those of the ledger, byte for byte', async () => {
  const { text } = await termsOf();
  const head = await given.trade.world.entity('deal', given.deal);
  for (const [kind, subject] of [
    ['TERM_SHEET', given.deal],
    ['PROSPECTUS', given.deal],
    ['DISTRIBUTION_REPORT', distribution],
  ] as const) {
    const file = await fileOf({ kind, subject, tenant: given.manager.party });
    const terms = await attached(file, 'deal.json');
    expect([terms, sha256(terms)]).toEqual([text, head?.hash]);
  }
});

test('debtors stand under codes in the statement of a pool and in its tape', async () => {
  const file = await fileOf({
    kind: 'POOL_STATEMENT',
    subject: given.pool,
    tenant: given.manager.party,
  });
  const tape = await attached(file, 'tape.csv');
  expect(tape).toContain(',O1,');
  expect(tape + (await attached(file, 'figures.json'))).not.toContain(given.trade.buyer.party);
});

test('a paper reads one snapshot: what is committed meanwhile is not in it', async () => {
  const { party } = given.manager;
  const who = { tenant: party, actor: 'test' };
  const [on = ''] = given.days.collections.slice(1);
  const ask = `select count(*)::int as n from book.pool_collection where id = $1`;
  const seen = await papers.api.withTenant(
    who,
    async sql => {
      const before = await factsIn(sql, 'tally');
      while (given.trade.world.today() < on) await given.trade.world.nextDay();
      await mustCommit(collect(given, on, { principal: 500_000n }));
      await papers.caughtUp();
      const after = await factsIn(sql, 'tally');
      return {
        heights: [before?.height, after?.height],
        rows: await sql.query(ask, [`${given.pool}~${on}`]),
      };
    },
    { isSnapshot: true },
  );
  expect(seen.heights[0]).toBe(seen.heights[1]);
  expect(seen.rows).toEqual([{ n: 0 }]);
  const later = await papers.api.withTenant(who, sql => sql.query(ask, [`${given.pool}~${on}`]));
  expect(later).toEqual([{ n: 1 }]);
});
