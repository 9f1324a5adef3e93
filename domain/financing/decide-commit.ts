import type { Act } from '../act/index.ts';
import { CREDIT_TABLES, type AdvancePolicy } from '../credit/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { type Context } from '../governance/index.ts';
import { formatMoney, fromWire, type Money } from '../money/index.ts';
import { coverFault } from '../hedge/cover.ts';
import type { HedgeCover } from '../hedge/state.ts';
import { invoiceShares, type Holding, type Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { creditFaults, scoreIn, type Credit } from './credit-check.ts';
import { advanceFaults, assuranceOf } from './decide-accept.ts';
import { inState, lossFaults, notFound, outstandingFaults, type UnbookedLoss } from './faults.ts';
import { takeFrom, takenOf } from './limit.ts';
import { NET_ASSETS, netAssetsOn } from './exposure.ts';
import type { Financing, FinancingIn, Line, Slice, Take } from './state.ts';
import type { LineKind } from './words.ts';

/** A line with the slices that were read, in the order in which they are visited. */
export type LineState = { readonly line: Line; readonly slices: readonly Slice[] };

export type CommitState = {
  readonly financing: Financing | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
  readonly credit: Credit;
  /** The lines that the body names and that exist. */
  readonly lines: readonly LineState[];
  /** Defaults of the debtor whose loss is not booked. */
  readonly losses: readonly UnbookedLoss[];
  /** Hedges that name this financing. */
  readonly covers: readonly HedgeCover[];
};

/** Lines without which nobody commits: the debtor's, the supplier's and the funder's own total. */
const NEEDED: readonly LineKind[] = ['debtor', 'supplier', 'funder'];

/**
 * `financing.commit`: the funder binds itself; the advance is frozen on every named line, or
 * `LIMIT_EXCEEDED`. The operator's own book also stays within its net assets.
 */
export function decideCommit(
  state: CommitState,
  act: Act<'financing.commit'>,
  context: Context,
  policy: AdvancePolicy = CREDIT_TABLES.policy.advance,
): Result<readonly LedgerEvent[], Refusal> {
  const funders = (seen: Financing): boolean => 'funder' in seen && seen.funder === act.actor;
  const accepted = inState(state.financing, act, { states: ['accepted'], seenBy: funders });
  if (!accepted.ok) return accepted;
  const financing = accepted.value;
  const early = firstOf([
    ...amountFaults(financing, act),
    ...outstandingFaults(financing, state.holdings),
    ...lineFaults(financing, state.lines, { named: act.body.lines, on: act.businessDate }),
    ...standingFaults(financing, state, { context, policy }),
  ]);
  if (early) return fail(early);
  const lent = { funder: act.actor, amount: fromWire(financing.price.advance) };
  const covered = { amount: lent.amount, owner: financing.funder, payOn: financing.payOn };
  const unhedged = coverFault(covered, state.covers, context);
  if (unhedged) return fail(unhedged);
  const taken = takeLines(lent, state.lines, { credit: state.credit, context });
  if (!taken.ok) return taken;
  const takes = taken.value;
  const { financing: id } = financing;
  const on = act.businessDate;
  const period = on.slice(0, 7);
  return ok([
    { kind: 'financing.committed', financing: id, takes, on },
    ...takes.map(({ line, slices }) => {
      return { kind: 'limit.frozen' as const, line, period, act: act.id, slices };
    }),
    ...state.receivables.map(claim => appliedOf(claim, financing)),
  ]);
}

/** The amount from every line, within net assets for the operator's own book. */
export function takeLines(
  { amount, funder }: { readonly amount: Money; readonly funder: string },
  lines: readonly LineState[],
  { credit, context }: { readonly credit: Credit; readonly context: Context },
): Result<readonly Take[], Refusal> {
  const isOwn = funder === context.channel.operator;
  const exposure = isOwn ? exposureFault(lines, amount, context) : null;
  if (exposure) return fail(exposure);
  const takes: Take[] = [];
  for (const { line, slices } of lines) {
    const ceiling = ceilingOf(line, credit, context.businessDate);
    const taken = takeFrom(line, slices, amount, ceiling);
    if (!taken.ok) return taken;
    takes.push(taken.value);
  }
  return ok(takes);
}

/** `fingerprint.applied` of a claim, by what this financing holds of it. */
function appliedOf(claim: Receivable, financing: FinancingIn<'accepted'>): LedgerEvent {
  const { receivable } = claim;
  const { financing: id, outstanding, holdings } = financing;
  const own = holdings.filter(part => part.receivable === receivable);
  const minor = own.reduce((total, part) => total + BigInt(part.outstanding.minor), 0n).toString();
  const invoices = invoiceShares(claim, { minor, currency: outstanding.currency });
  return { kind: 'fingerprint.applied', receivable, invoices, financing: id };
}

function amountFaults(financing: FinancingIn<'accepted'>, act: Act<'financing.commit'>): Refusal[] {
  const { advance } = financing.price;
  const { amount } = act.body;
  if (amount.minor === advance.minor && amount.currency === advance.currency) return [];
  return [{ code: 'TERMS_DIFFER', facts: { field: 'amount' } }];
}

/** What a line is asked for: the parts of a financing that its subject is compared with. */
type Lined = Pick<
  FinancingIn<'accepted'>,
  'holder' | 'buyer' | 'funder' | 'programme' | 'outstanding'
>;

/** Every named line is the funder's own, alive, in the currency, and the needed ones are there. */
export function lineFaults(
  financing: Lined,
  lines: readonly LineState[],
  of: { readonly named: readonly string[]; readonly on: string },
): readonly Refusal[] {
  const found = new Map(lines.map(({ line }) => [line.line, line]));
  const named = new Set(of.named);
  const faults = [...named].flatMap((id): Refusal[] => {
    const line = found.get(id);
    if (!line || line.owner !== financing.funder) return [notFound(id)];
    if (line.kind === 'card' || !isAlive(line, of.on) || !isFor(line, financing)) {
      return [{ code: 'LIMIT_ABSENT', facts: { subject: line.subject } }];
    }
    const [a, b] = [line.cap.currency, financing.outstanding.currency];
    return a === b ? [] : [{ code: 'CURRENCY_MISMATCH', facts: { a, b } }];
  });
  if (faults.length > 0) return faults;
  const kinds = new Set([...found.values()].map(({ kind }) => kind));
  return NEEDED.filter(kind => !kinds.has(kind)).map(kind => {
    const subject = subjectOf(kind, financing);
    return { code: 'LIMIT_ABSENT', facts: { subject: `${kind} ${subject}` } };
  });
}

function standingFaults(
  financing: FinancingIn<'accepted'>,
  state: CommitState,
  { context, policy }: { readonly context: Context; readonly policy: AdvancePolicy },
): readonly Refusal[] {
  const { businessDate } = context;
  const { kind, price } = financing;
  const lost = lossFaults(state.losses, financing.buyer);
  if (lost.length > 0) return lost;
  const faults = state.receivables.flatMap(claim =>
    creditFaults(state.credit, { assurance: assuranceOf(claim), kind, businessDate }),
  );
  if (faults.length > 0) return faults;
  return advanceFaults(state, price.advancePpm, { businessDate, policy });
}

/**
 * R-72 for the operator's own book and its buffers: frozen and used of its `ownRisk` line and this advance stay
 * within 10 % of net assets that are not older than 100 days; otherwise the limit is zero.
 */
export function exposureFault(
  lines: readonly LineState[],
  advance: Money,
  context: Context,
): Refusal | null {
  const own = lines.find(({ line }) => line.kind === 'ownRisk');
  if (!own) return { code: 'LIMIT_ABSENT', facts: { subject: 'ownRisk' } };
  const assets = netAssetsOn(context);
  if (!assets) return { code: 'NET_ASSETS_STALE', facts: { days: 'unknown' } };
  const { days, most } = assets;
  if (days < 0 || days > NET_ASSETS.daysMax) return { code: 'NET_ASSETS_STALE', facts: { days } };
  const before = own.slices.reduce((total, slice) => total + takenOf(slice), 0n);
  const x = { minor: before + advance.minor, currency: advance.currency };
  if (advance.currency === most.currency && x.minor <= most.minor) return null;
  const facts = { x: formatMoney(x), y: formatMoney(most) };
  return refuse('EXPOSURE_ABOVE_NET_ASSETS', facts).error;
}

/** An attestation that is lower than the cap holds the whole line to its `limitMax` (§6.5). */
export function ceilingOf(line: Line, credit: Credit, businessDate: string): bigint | null {
  if (line.kind !== 'supplier' && line.kind !== 'debtor') return null;
  const file = line.kind === 'supplier' ? credit.supplier : credit.buyer;
  const score = scoreIn(file, businessDate);
  if (score?.limitMax.currency !== line.cap.currency) return null;
  const limitMax = BigInt(score.limitMax.minor);
  return limitMax < BigInt(line.cap.minor) ? limitMax : null;
}

function isAlive(line: Line, businessDate: string): boolean {
  return line.from <= businessDate && businessDate <= line.until;
}

function isFor(line: Line, financing: Lined): boolean {
  return line.kind === 'debtorGroup' || line.subject === subjectOf(line.kind, financing);
}

function subjectOf(kind: LineKind, financing: Lined): string {
  if (kind === 'debtor') return financing.buyer;
  if (kind === 'supplier') return financing.holder;
  return kind === 'programme' ? financing.programme : financing.funder;
}
