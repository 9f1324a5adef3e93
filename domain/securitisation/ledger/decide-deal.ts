import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/context.ts';
import { isUuidV7 } from '../../id/index.ts';
import { posted } from '../../journal/decide-fold.ts';
import { entry, type JournalLine } from '../../journal/posting.ts';
import { isCurrency, money, type Currency } from '../../money/index.ts';
import { fail, invariant, ok, type Result } from '../../result/index.ts';
import { canonical, parseWire } from '../../wire/index.ts';
import type { Deal } from '../deal/deal.ts';
import { actionsWithin } from '../deal/findings.ts';
import { readDeal } from '../deal/parse.ts';
import { validateDeal } from '../deal/validate.ts';
import { phaseOf } from './decide-pool.ts';
import type { DealBook, DealParties, DealPart, LedgerDeal } from './deal-state.ts';
import type { Pool } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type PublishState = {
  readonly deal: LedgerDeal | undefined;
  /** The pools that the terms name as sources. */
  readonly pools: ReadonlyMap<string, Pool>;
};

/**
 * A deal goes on the ledger under the hash of its terms: what was modelled is what is run (SEC-1). Its
 * manager, custodian and originator sign the same bytes.
 */
export function decideDealPublish(
  { deal: known, pools }: PublishState,
  act: Act<'deal.publish'>,
  { sha256 }: Context,
): Decision {
  const { body, actor, kind, businessDate } = act;
  if (known) return fail(wrongState(body.deal, 'published', kind, 'new'));
  const read = readDeal(body.terms, '');
  if (!read.ok) return invalid(read.error.map(({ path, fault }) => `${path}: ${fault}`));
  const deal = read.value;
  const faults = faultsOf(deal, body.deal);
  const parties = partiesOf(deal);
  if (faults.length > 0 || !parties) return invalid(faults);
  const sources = sourcesOf(deal);
  const refusal = firstOf([
    ...(parties.manager === actor ? [] : [notParty(actor, body.deal)]),
    ...Object.values(sources).flatMap(id => poolFaults(id, pools.get(id), deal, parties)),
  ]);
  if (refusal) return fail(refusal);
  // What a pool holds is said to its own parties only.
  const oversized = sizeFaults(deal, pools);
  if (oversized.length > 0) return invalid(oversized);
  const terms = canonical(body.terms);
  return ok([
    {
      kind: 'deal.published',
      deal: body.deal,
      hash: sha256(new TextEncoder().encode(terms)),
      version: deal.version,
      currency: deal.currency as Currency,
      terms,
      documents: body.docs.map(({ hash }) => hash),
      pools: sources,
      ...parties,
      on: businessDate,
    },
    ...posted(act, keptLines(body.deal, [...pools.values()])),
  ]);
}

/** What a pool brought before there was a deal is cash of its plan now. */
function keptLines(deal: string, pools: readonly Pool[]): JournalLine[] {
  return pools.flatMap(({ pool, received, amount: { currency } }) =>
    entry('cash', ['2102', pool], ['2102', deal], money(BigInt(received[pool] ?? '0'), currency)),
  );
}

export type FixState = {
  readonly deal: LedgerDeal | undefined;
  readonly book: DealBook | undefined;
};

/** The level of an index on a day, recorded once by the deal's fixing agent. */
export function decideDealFix(
  { deal, book }: FixState,
  { body, actor, kind, businessDate }: Act<'deal.fix'>,
): Decision {
  if (!deal || !book) return refuse('NOT_FOUND', { id: body.deal });
  if (deal.fixingAgent !== actor) return fail(notParty(actor, body.deal));
  if (body.on > businessDate) return fail({ code: 'TOO_EARLY', facts: { kind, date: body.on } });
  if (book.open && body.on <= book.open.on) return fail(openFault(book));
  const { index, on, ppb, source } = body;
  if ((book.fixings[index] ?? []).some(row => row.on === on)) {
    return fail(wrongState(`${index} ${on}`, 'fixed', kind, 'not fixed'));
  }
  return ok([{ kind: 'deal.fixed', deal: body.deal, index, on, ppb, source }]);
}

export type ObserveState = FixState & { readonly terms: Deal | undefined };

/**
 * What a deal lets be observed, recorded once a day by its custodian: a whole number, or a yes or no.
 * The latest on or before a date of the deal counts.
 */
export function decideDealObserve(
  { deal, book, terms }: ObserveState,
  { body, actor, kind, businessDate }: Act<'deal.observe'>,
): Decision {
  if (!deal || !book || !terms) return refuse('NOT_FOUND', { id: body.deal });
  const refusal = firstOf([
    ...(deal.custodian === actor ? [] : [notParty(actor, body.deal)]),
    ...(Object.hasOwn(terms.observations, body.name)
      ? []
      : [{ code: 'NOT_FOUND', facts: { id: body.name } } as const]),
    ...valueFaults(body.value),
    ...(body.on > businessDate
      ? [{ code: 'TOO_EARLY', facts: { kind, date: body.on } } as const]
      : []),
    ...observedFaults(book, body, kind),
  ]);
  if (refusal) return fail(refusal);
  const { name, value, on, evidence = null } = body;
  return ok([{ kind: 'deal.observed', deal: body.deal, name, value, on, evidence }]);
}

function valueFaults(value: string): Refusal[] {
  if (/^(true|false|-?\d{1,30})$/.test(value)) return [];
  const faults = ['act.body.value: a whole number, true or false'];
  return [{ code: 'ACT_MALFORMED', facts: { n: 1, faults } }];
}

/** Each name once a day, and nothing for a period that is calculated. */
function observedFaults(
  book: DealBook,
  { name, on }: { readonly name: string; readonly on: string },
  kind: string,
): Refusal[] {
  if (book.open && on <= book.open.on) return [openFault(book)];
  return (book.observations?.[name] ?? []).some(row => row.on === on)
    ? [wrongState(`${name} ${on}`, 'observed', kind, 'not observed')]
    : [];
}

/** The terms of a published deal from its parts; INV-S8: they have the hash of the head. */
export function termsOf(
  head: LedgerDeal,
  parts: readonly DealPart[],
  sha256: (bytes: Uint8Array) => string,
): Deal {
  const text = parts.map(part => part.text).join('');
  const hash = sha256(new TextEncoder().encode(text));
  invariant('INV-S8', hash === head.hash, () => `terms of ${head.deal} have hash ${hash}`);
  const wire = parseWire(text);
  const read = wire.ok ? readDeal(wire.value, '') : wire;
  invariant('INV-S8', read.ok, () => `terms of ${head.deal} are no deal`);
  return read.value;
}

/** The pools that a deal names, by its keys. */
export function sourcesOf({ pools }: Pick<Deal, 'pools'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pools).flatMap(([key, { source }]) =>
      source === undefined ? [] : [[key, source]],
    ),
  );
}

/** `DISTRIBUTION_OPEN`: nothing of a period changes between its calculation and its settlement. */
export function openFault({ deal, open }: DealBook): Refusal {
  const facts = { deal, distribution: open?.distribution ?? '', on: open?.on ?? '' };
  return { code: 'DISTRIBUTION_OPEN', facts };
}

export function notParty(party: string, deal: string): Refusal {
  return { code: 'NOT_OF_DEAL', facts: { party, deal } };
}

export function wrongState(object: string, state: string, kind: string, states: string): Refusal {
  return { code: 'STATE_WRONG', facts: { object, state, kind, states } };
}

function invalid(faults: readonly string[]): Decision {
  return refuse('DEAL_INVALID', { n: faults.length, faults });
}

/** What is wrong with terms on their face; the ledger runs conserving deals only (§1.1). */
function faultsOf(deal: Deal, id: string): string[] {
  const errors = validateDeal(deal).filter(({ severity }) => severity === 'error');
  return [
    ...(deal.id === id ? [] : ['id: is not the id of the act']),
    ...(deal.mode === 'conserving' ? [] : ['mode: must be conserving on the ledger']),
    ...(isCurrency(deal.currency) ? [] : ['currency: unknown']),
    ...(partiesOf(deal) ? [] : ['parties: manager, custodian and originator by id']),
    ...(Object.values(deal.pools).every(({ source }) => source !== undefined)
      ? []
      : ['pools: each names its source']),
    ...unbackedFaults(deal),
    ...errors.map(({ code, path, fault }) => `${code} ${path}: ${fault}`),
  ];
}

/** Cash that no bank has confirmed is not paid out: what a sale or a draw on a class would bring. */
function unbackedFaults({ waterfalls, triggers }: Deal): string[] {
  const steps = [
    ...Object.entries(waterfalls).flatMap(([name, actions]) =>
      actionsWithin(actions ?? [], `waterfalls.${name}`),
    ),
    ...triggers.flatMap(({ effects }, at) =>
      effects.flatMap(effect =>
        'run' in effect ? actionsWithin(effect.run, `triggers[${at}].effects`) : [],
      ),
    ),
  ];
  return steps
    .filter(([action]) => action.do === 'liquidate' || action.do === 'fund')
    .map(([action, path]) => `${path}: ${action.do} is modelled only, no bank confirms its cash`);
}

/** V-34: the classes are not above the pools and what the accounts open with. */
function sizeFaults(deal: Deal, pools: PublishState['pools']): string[] {
  const sum = (amounts: readonly string[]): bigint => amounts.reduce((a, b) => a + BigInt(b), 0n);
  const classes = sum(Object.values(deal.bonds).map(({ original }) => original));
  const assets = sum(Object.values(sourcesOf(deal)).map(id => pools.get(id)?.amount.minor ?? '0'));
  const cash = sum(Object.values(deal.accounts).map(({ opening }) => opening));
  return classes > assets + cash && pools.size > 0
    ? [`V-34 bonds: classes of ${classes} above pools and cash of ${assets + cash}`]
    : [];
}

function partiesOf({ parties }: Deal): DealParties | null {
  const { manager = '', custodian = '', originator = '' } = parties;
  if (![manager, custodian, originator].every(isUuidV7)) return null;
  return { manager, custodian, originator, fixingAgent: parties['fixingAgent'] ?? custodian };
}

function poolFaults(
  id: string,
  pool: Pool | undefined,
  deal: Deal,
  { originator, manager }: DealParties,
): Refusal[] {
  if (!pool) return [{ code: 'NOT_FOUND', facts: { id } }];
  if (pool.state === 'draft' || phaseOf(pool) === 'released') {
    return [{ code: 'POOL_NOT_SEALED', facts: { pool: id } }];
  }
  if (pool.deal !== null)
    return [wrongState(id, `of deal ${pool.deal}`, 'deal.publish', 'of no deal')];
  if (pool.originator !== originator) {
    return [{ code: 'NOT_OF_POOL', facts: { party: originator, pool: id } }];
  }
  if (pool.manager !== manager)
    return [{ code: 'NOT_OF_POOL', facts: { party: manager, pool: id } }];
  return pool.amount.currency === deal.currency
    ? []
    : [{ code: 'CURRENCY_MISMATCH', facts: { a: pool.amount.currency, b: deal.currency } }];
}
