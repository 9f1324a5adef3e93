import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import { posted } from '../../journal/decide-fold.ts';
import { entry } from '../../journal/posting.ts';
import { fromWire, formatMoney, type Currency, type MoneyWire } from '../../money/index.ts';
import { fail, invariant, ok, type Result } from '../../result/index.ts';
import type { Deal } from '../deal/deal.ts';
import { notParty, wrongState } from './decide-deal.ts';
import type { Issue, LedgerDeal, NoteRegister, OfferedClass, Subscription } from './deal-state.ts';
import { phaseOf } from './decide-pool.ts';
import { heldBy, unitsOf } from './register.ts';
import type { Pool } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type OfferState = {
  readonly issue: Issue | undefined;
  readonly head: LedgerDeal | undefined;
  readonly deal: Deal | undefined;
  /** Of the deal: one that was given up backs no notes. */
  readonly pools: readonly Pool[];
};

/** The manager offers every class of a published deal, in whole units at a price. */
export function decideOffer(
  { issue, head, deal, pools }: OfferState,
  { body, actor, kind, businessDate }: Act<'issue.offer'>,
): Decision {
  if (!head || !deal) return refuse('NOT_FOUND', { id: body.deal });
  const refusal = firstOf([
    ...(head.manager === actor ? [] : [notParty(actor, body.deal)]),
    ...(issue || head.issue !== null ? [wrongState(body.deal, 'offered', kind, 'published')] : []),
    ...pools
      .filter(pool => phaseOf(pool) === 'released')
      .map(({ pool }) => wrongState(pool, 'released', kind, 'sealed, sold')),
    ...(body.until < businessDate
      ? [{ code: 'DATES_DISORDERED', facts: { a: businessDate, b: body.until } } as const]
      : []),
    ...[body.minimum, ...body.classes.map(({ price }) => price)]
      .filter(({ currency }) => currency !== head.currency)
      .map(({ currency: a }) => currencyFault(a, head.currency)),
    ...unitFaults(deal, body.classes),
  ]);
  if (refusal) return fail(refusal);
  const { minimum, until } = body;
  const classes = body.classes.map(given => offered(deal, given));
  const amount = amountOf(classes, ({ units }) => units, head.currency);
  const { hash: dealHash, manager, custodian } = head;
  return ok([
    {
      kind: 'issue.offered',
      issue: body.issue,
      deal: body.deal,
      dealHash,
      manager,
      custodian,
      classes,
      amount,
      minimum,
      until,
      on: businessDate,
    },
  ]);
}

export type SubscribeState = {
  readonly issue: Issue | undefined;
  readonly known: Subscription | undefined;
};

/** An investor asks for units at the price of the offer, while it is open. */
export function decideSubscribe(
  { issue, known }: SubscribeState,
  { body, actor, kind, businessDate }: Act<'issue.subscribe'>,
): Decision {
  if (!issue) return refuse('NOT_FOUND', { id: body.issue });
  const of = issue.classes.find(({ bond }) => bond === body.bond);
  if (!of) return refuse('NOT_FOUND', { id: body.bond });
  const refusal = firstOf([
    ...offerFaults(issue, kind),
    ...(businessDate > issue.until ? [wrongState(body.issue, 'ended', kind, 'offered')] : []),
    ...(known ? [wrongState(body.bond, 'subscribed', kind, 'not subscribed')] : []),
    ...(body.price.currency === of.price.currency
      ? []
      : [currencyFault(body.price.currency, of.price.currency)]),
    ...(body.price.minor === of.price.minor
      ? []
      : [{ code: 'PRICE_OUT_OF_RANGE', facts: priceFacts(body.price, of.price) } as const]),
    ...(body.units > of.units ? [tooMany(body.bond, body.units, of.units)] : []),
  ]);
  if (refusal) return fail(refusal);
  const { bond, units, price } = body;
  const row = { issue: body.issue, bond, investor: actor, units, price, on: businessDate };
  return ok([{ kind: 'issue.subscribed', ...row }]);
}

export type AllocateState = {
  readonly issue: Issue | undefined;
  /** By `<bond>~<investor>`. */
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly registers: readonly NoteRegister[];
};

/** The manager gives each investor up to what it asked for; nobody gets notes that it did not ask. */
export function decideAllocate(
  { issue, subscriptions, registers }: AllocateState,
  { body, actor, kind }: Act<'issue.allocate'>,
): Decision {
  if (!issue) return refuse('NOT_FOUND', { id: body.issue });
  const pairs = body.lines.map(({ bond, investor }) => `${bond}~${investor}`);
  if (new Set(pairs).size < pairs.length) {
    return refuse('ACT_MALFORMED', {
      n: 1,
      faults: ['act.body.lines: each investor once a class'],
    });
  }
  const refusal = firstOf([
    ...(issue.manager === actor ? [] : [notParty(actor, issue.deal)]),
    ...offerFaults(issue, kind),
    ...body.lines.flatMap(({ bond, investor, units }) => {
      const asked = subscriptions.get(`${bond}~${investor}`);
      if (!asked) return [{ code: 'NOT_FOUND', facts: { id: investor } } as const];
      const held = heldBy(registers, bond, investor);
      return held + units > asked.units ? [tooMany(bond, held + units, asked.units)] : [];
    }),
    ...issue.classes.flatMap(({ bond, units, allocated }) => {
      const given = body.lines.filter(line => line.bond === bond);
      const sum = given.reduce((total, line) => total + line.units, allocated);
      return sum > units ? [tooMany(bond, sum, units)] : [];
    }),
  ]);
  if (refusal) return fail(refusal);
  return ok([{ kind: 'issue.allocated', issue: body.issue, lines: body.lines }]);
}

export type CloseState = {
  readonly issue: Issue | undefined;
  readonly head: LedgerDeal | undefined;
  readonly deal: Deal | undefined;
  readonly pools: readonly Pool[];
  readonly registers: readonly NoteRegister[];
};

/**
 * The notes are paid for and the pools' price is paid in one act. Formation guards (SEC-64): every
 * class placed, at least the minimum, the retention held, every pool sold, and the money that comes
 * in is what the sellers get and what the accounts open with.
 */
export function decideClose(
  { issue, head, deal, pools, registers }: CloseState,
  act: Act<'issue.close'>,
): Decision {
  const { body, actor, kind, businessDate } = act;
  if (!issue || !head || !deal) return refuse('NOT_FOUND', { id: body.issue });
  const { currency } = head;
  const proceeds = amountOf(issue.classes, ({ allocated }) => allocated, currency);
  const refusal = firstOf([
    ...(issue.manager === actor ? [] : [notParty(actor, issue.deal)]),
    ...(issue.custodian === body.custodian ? [] : [notParty(body.custodian, issue.deal)]),
    ...offerFaults(issue, kind),
    ...pools
      .filter(({ state }) => state !== 'sold')
      .map(({ pool, state }) => wrongState(pool, state, kind, 'sold')),
    ...formationFaults({ issue, deal, pools, registers, proceeds: BigInt(proceeds.minor) }),
  ]);
  if (refusal) return fail(refusal);
  for (const { bond, allocated } of issue.classes) {
    const held = unitsOf(registers, bond);
    invariant('INV-S6', held === allocated, () => `${bond}: ${held} held, ${allocated} allocated`);
  }
  return ok([
    {
      kind: 'issue.closed',
      issue: body.issue,
      deal: issue.deal,
      proceeds,
      entries: body.entries,
      on: businessDate,
    },
    ...posted(act, closingLines(issue, pools, proceeds)),
  ]);
}

function closingLines(issue: Issue, pools: readonly Pool[], proceeds: MoneyWire) {
  const { deal } = issue;
  const paid = pools.flatMap(pool => {
    if (pool.state !== 'sold') return [];
    const price = fromWire(pool.sale.price);
    return [
      ...entry('cash', ['2102', deal], ['1002', pool.originator], price),
      ...entry('obligation', ['9202', pool.pool], ['8202', pool.originator], price),
    ];
  });
  const notes = issue.classes.flatMap(({ bond, units, nominal }) => {
    const amount = { ...fromWire(nominal), minor: BigInt(nominal.minor) * BigInt(units) };
    return entry('obligation', ['8201', `${issue.issue}~${bond}`], ['9201', deal], amount);
  });
  return [...entry('cash', ['1002', deal], ['2102', deal], fromWire(proceeds)), ...paid, ...notes];
}

function formationFaults(given: {
  readonly issue: Issue;
  readonly deal: Deal;
  readonly pools: readonly Pool[];
  readonly registers: readonly NoteRegister[];
  readonly proceeds: bigint;
}): Refusal[] {
  const { issue, deal, pools, registers, proceeds } = given;
  const prices = pools.map(pool => (pool.state === 'sold' ? BigInt(pool.sale.price.minor) : 0n));
  const openings = Object.values(deal.accounts).map(({ opening }) => BigInt(opening));
  const needed = [...prices, ...openings].reduce((a, b) => a + b, 0n);
  const unmet = (which: string): Refusal => ({ code: 'FORMATION_UNMET', facts: { which } });
  return [
    ...issue.classes.flatMap(({ bond, units, allocated }) =>
      allocated < units ? [unmet(`class ${bond}: ${allocated} of ${units} units`)] : [],
    ),
    ...(proceeds < BigInt(issue.minimum.minor)
      ? [unmet(`minimum: ${formatMoney(fromWire(issue.minimum))}`)]
      : []),
    ...issue.classes.flatMap(({ bond, retention }) => {
      const held = retention ? heldBy(registers, bond, retention.party) : 0;
      return retention && held < retention.units
        ? [unmet(`retention of class ${bond}: ${held} of ${retention.units} units`)]
        : [];
    }),
    ...(proceeds === needed ? [] : [unmet(`funds: ${proceeds} in, ${needed} needed`)]),
  ];
}

function offerFaults(issue: Issue, kind: string): Refusal[] {
  return issue.state === 'offered' ? [] : [wrongState(issue.issue, issue.state, kind, 'offered')];
}

type Given = Pick<OfferedClass, 'bond' | 'units' | 'price'>;

/** Each class once, in units that divide its original amount. */
function unitFaults(deal: Deal, classes: readonly Given[]): Refusal[] {
  const unmet = (which: string): Refusal => ({ code: 'FORMATION_UNMET', facts: { which } });
  const names = classes.map(({ bond }) => bond);
  const missing = Object.keys(deal.bonds).filter(key => !names.includes(key));
  return [
    ...missing.map(key => unmet(`class ${key} is not offered`)),
    ...names
      .filter((bond, at) => names.indexOf(bond) !== at || !Object.hasOwn(deal.bonds, bond))
      .map(bond => unmet(`class ${bond} is unknown or named twice`)),
    ...classes.flatMap(({ bond, units }) => {
      const original = BigInt(deal.bonds[bond]?.original ?? '0');
      return original % BigInt(units) === 0n ? [] : [unmet(`class ${bond}: ${units} units`)];
    }),
  ];
}

function offered({ bonds, currency }: Deal, { bond, units, price }: Given): OfferedClass {
  const definition = bonds[bond];
  const original = BigInt(definition?.original ?? '0');
  const kept = definition?.retention;
  // Rounded up: a part of a unit cannot be kept.
  const least = kept ? (BigInt(units) * BigInt(kept.ppm) + 999_999n) / 1_000_000n : 0n;
  return {
    bond,
    units,
    price,
    nominal: { minor: `${original / BigInt(units)}`, currency: currency as Currency },
    retention: kept ? { party: kept.party, units: Number(least) } : null,
    allocated: 0,
  };
}

function amountOf(
  classes: readonly OfferedClass[],
  units: (one: OfferedClass) => number,
  currency: Currency,
): MoneyWire {
  const sum = classes.reduce(
    (total, one) => total + BigInt(one.price.minor) * BigInt(units(one)),
    0n,
  );
  return { minor: sum.toString(), currency };
}

function tooMany(bond: string, units: number, most: number): Refusal {
  return { code: 'NOT_ENOUGH_UNITS', facts: { bond, units, most } };
}

function currencyFault(a: string, b: string): Refusal {
  return { code: 'CURRENCY_MISMATCH', facts: { a, b } };
}

function priceFacts(figure: MoneyWire, range: MoneyWire) {
  return { figure: formatMoney(fromWire(figure)), range: formatMoney(fromWire(range)) };
}
