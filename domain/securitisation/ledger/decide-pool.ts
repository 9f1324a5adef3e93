import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/context.ts';
import { sumOf } from '../../receivable/amounts.ts';
import { assuranceFaults, lockOf } from '../../receivable/decide-holding.ts';
import { uncleanFaults } from '../../receivable/standing.ts';
import { posted } from '../../journal/decide-fold.ts';
import { titleLines } from '../../journal/obligation.ts';
import { entry } from '../../journal/posting.ts';
import { fromWire } from '../../money/index.ts';
import { reserveHolding } from '../../receivable/effects.ts';
import type { Holding, Receivable } from '../../receivable/state.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { canonical, type Wire } from '../../wire/index.ts';
import { candidateOf, judge, LEDGER_RULES } from '../eligibility/index.ts';
import type { Pool, PooledAsset } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const PAGES_MAX = 500;

export type ProposeState = {
  readonly pool: Pool | undefined;
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly receivables: ReadonlyMap<string, Receivable>;
};

/** A page of the originator's free holdings goes into its draft pool and is reserved for it. */
export function decidePoolPropose(
  state: ProposeState,
  act: Act<'pool.propose'>,
  context: Context,
): Decision {
  const { body, actor } = act;
  const { pool } = state;
  const ids = body.assets.map(({ asset }) => asset);
  const refusal = firstOf([...openFaults(pool, act), ...entryFaults(state, ids, act)]);
  if (refusal) return fail(refusal);
  if (new Set(body.assets.map(({ asset }) => asset)).size < body.assets.length) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.assets: each asset once'] });
  }
  const found = body.assets.flatMap(given => {
    const holding = state.holdings.get(given.asset);
    return holding ? [{ given, holding }] : [];
  });
  const assets: PooledAsset[] = found.map(({ given, holding }) => {
    return { ...given, amount: holding.outstanding };
  });
  const amounts = assets.map(({ amount }) => amount);
  // The rules of entry admit one currency (EL-09).
  const currency = pool?.amount.currency ?? amounts[0]?.currency ?? 'CNY';
  const page = pool?.pages.length ?? 0;
  const pageHash = hashOf(assets, context);
  const amount = { minor: sumOf(amounts).toString(), currency };
  return ok([
    {
      kind: 'pool.proposed',
      pool: body.pool,
      originator: actor,
      manager: managerOf(pool, act),
      page,
      pageHash,
      assets,
      amount,
    },
    ...found.map(({ holding }) => reserveHolding(holding, { kind: 'pool', id: body.pool })),
  ]);
}

/** Its first page names the manager of a pool; without a name it is the originator itself. */
function managerOf(pool: Pool | undefined, { actor, body }: Act<'pool.propose'>): string {
  return pool?.manager ?? body.manager ?? actor;
}

/** The pool's manager closes it: its pages are as the originator's list says. */
export function decidePoolSeal(
  { pool }: { readonly pool: Pool | undefined },
  act: Act<'pool.seal'>,
  context: Context,
): Decision {
  const { body, actor } = act;
  // A draft is known to its originator and to the manager it names only.
  if (pool?.manager !== actor) return refuse('NOT_FOUND', { id: body.pool });
  if (phaseOf(pool) !== 'draft') return fail(wrongState(pool, act.kind, 'draft'));
  if (hashOf(pool.pages, context) !== body.pagesRoot) {
    return refuse('ROOT_MISMATCH', { field: 'pagesRoot' });
  }
  const { cutOff, rules } = body;
  const { assets, amount } = pool;
  const sums = { assets, amount, on: act.businessDate };
  return ok([{ kind: 'pool.sealed', pool: body.pool, manager: actor, cutOff, rules, ...sums }]);
}

/** True sale of a sealed pool by its originator, with the manager's key (SEC-60, SEC-61). */
export function decidePoolSell(
  { pool }: { readonly pool: Pool | undefined },
  act: Act<'pool.sell'>,
): Decision {
  const { body, actor, kind, businessDate } = act;
  if (!pool) return refuse('NOT_FOUND', { id: body.pool });
  const strange = firstOf(partyFaults(pool, { originator: actor, manager: body.manager }));
  if (strange) return fail(strange);
  if (pool.state === 'draft') return refuse('POOL_NOT_SEALED', { pool: body.pool });
  if (phaseOf(pool) !== 'sealed') return fail(wrongState(pool, kind, 'sealed'));
  const foreign = firstOf(currencyFaults([body.price.currency], pool));
  if (foreign) return fail(foreign);
  const { price, formula, effectiveAt, isolation, notices, registration } = body;
  const sale = { price, formula, effectiveAt, isolation: isolation.hash, notices };
  const { originator, amount } = pool;
  return ok([
    {
      kind: 'pool.sold',
      pool: body.pool,
      originator,
      amount,
      sale: { ...sale, registration: registration ?? null, on: businessDate },
    },
    ...posted(act, [
      ...titleLines({ from: originator, to: body.pool, amount }),
      ...entry('obligation', ['8202', originator], ['9202', body.pool], fromWire(price)),
    ]),
  ]);
}

function openFaults(pool: Pool | undefined, { actor, kind, body }: Act<'pool.propose'>): Refusal[] {
  if (!pool) return [];
  if (pool.originator !== actor) return [notParty(actor, body.pool)];
  if (phaseOf(pool) !== 'draft') return [wrongState(pool, kind, 'draft')];
  const { manager } = body;
  if (manager !== undefined && manager !== pool.manager) return [notParty(manager, body.pool)];
  return pool.pages.length >= PAGES_MAX
    ? [{ code: 'PAGE_FULL', facts: { pool: body.pool, max: PAGES_MAX } }]
    : [];
}

type Entry = { readonly actor: string; readonly kind: string; readonly businessDate: string };
type Offering = Pick<ProposeState, 'holdings' | 'receivables'>;

/**
 * Why holdings may not go into a pool of the actor on this day; empty when they may. Whose they are
 * comes first; then every rule of entry that any of them fails is named, not only the first (SEC-28).
 */
export function entryFaults(state: Offering, ids: readonly string[], entry: Entry): Refusal[] {
  const held = ids.flatMap(id => titleFaults(state, id, entry));
  if (held.length > 0) return held;
  const failed = ids.flatMap(id => failuresOf(state, id, entry));
  if (failed.length > 0) {
    return [{ code: 'ASSET_INELIGIBLE', facts: { n: failed.length, codes: failed } }];
  }
  return ids.flatMap(id => assetFaults(state, id, entry));
}

/** `<holding> EL-05 EL-06` for an asset that rules of entry reject. */
function failuresOf(state: Offering, id: string, { businessDate }: Entry): string[] {
  const holding = state.holdings.get(id);
  const receivable = holding && state.receivables.get(holding.receivable);
  if (!holding || !receivable) return [];
  const amount = BigInt(holding.outstanding.minor);
  const candidate = candidateOf({ holding, receivable, pool: null, amount });
  const { eligible, failures } = judge(candidate, LEDGER_RULES.rules, businessDate);
  const codes = failures.filter(({ effect }) => effect === 'reject').map(({ code }) => code);
  return eligible ? [] : [`${id} ${[...new Set(codes)].join(' ')}`];
}

function titleFaults(state: Offering, id: string, { actor }: Entry): readonly Refusal[] {
  const holding = state.holdings.get(id);
  if (!holding || !state.receivables.has(holding.receivable)) {
    return [{ code: 'NOT_FOUND', facts: { id } }];
  }
  if (holding.holder !== actor) {
    return [{ code: 'NOT_HOLDER', facts: { party: actor, holding: id } }];
  }
  const locked = lockFault(holding);
  return locked ? [locked] : [];
}

/** What the rules of entry do not say: only what its debtor signed irrevocably, and clean (§4.1, R-37). */
function assetFaults(
  state: Offering,
  id: string,
  { kind, businessDate }: Entry,
): readonly Refusal[] {
  const receivable = state.receivables.get(state.holdings.get(id)?.receivable ?? '');
  if (!receivable) return [{ code: 'NOT_FOUND', facts: { id } }];
  return [...assuranceFaults(receivable, kind), ...uncleanFaults(receivable, businessDate)];
}

function lockFault(holding: Holding): Refusal | null {
  if (holding.state === 'free') return null;
  if (holding.state === 'reserved' && holding.lockedFor.kind === 'pool') {
    const facts = { asset: holding.holding, pool: holding.lockedFor.id };
    return { code: 'ASSET_IN_POOL', facts };
  }
  return { code: 'HOLDING_LOCKED', facts: { state: holding.state, ref: lockOf(holding) } };
}

export function currencyFaults(currencies: readonly string[], { amount }: Pool): Refusal[] {
  const foreign = currencies.find(currency => currency !== amount.currency);
  return foreign === undefined
    ? []
    : [{ code: 'CURRENCY_MISMATCH', facts: { a: foreign, b: amount.currency } }];
}

/** Whose pool it is comes before what state it is in. */
export function partyFaults(
  pool: Pool,
  { originator, manager }: { readonly originator: string; readonly manager: string },
): Refusal[] {
  return [
    ...(pool.originator === originator ? [] : [notParty(originator, pool.pool)]),
    ...(pool.manager === manager ? [] : [notParty(manager, pool.pool)]),
  ];
}

export function notParty(party: string, pool: string): Refusal {
  return { code: 'NOT_OF_POOL', facts: { party, pool } };
}

export function wrongState(pool: Pool, kind: string, states: string): Refusal {
  return { code: 'STATE_WRONG', facts: { object: pool.pool, state: phaseOf(pool), kind, states } };
}

/** Where a pool stands; one that was given up stands nowhere else. */
export function phaseOf({ state, released }: Pool): Pool['state'] | 'released' {
  return released === null ? state : 'released';
}

export function hashOf(value: Wire, { sha256 }: Pick<Context, 'sha256'>): string {
  return sha256(new TextEncoder().encode(canonical(value)));
}
