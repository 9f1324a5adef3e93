import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/context.ts';
import { posted } from '../../journal/decide-fold.ts';
import { entry } from '../../journal/posting.ts';
import { allocate, formatMoney, fromWire, money } from '../../money/index.ts';
import { fail, invariant, ok, type Result } from '../../result/index.ts';
import { notParty, openFault, wrongState } from './decide-deal.ts';
import { pageOf } from './pages.ts';
import { unitsOf } from './register.ts';
import type { Distribution, Issue, NotePaid, NoteRegister } from './deal-state.ts';
import { runRecorded, type Ran, type Recorded } from './distribute.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type CalculateState = {
  readonly recorded: Recorded | undefined;
  readonly issue: Issue | undefined;
  readonly known: Distribution | undefined;
};

/**
 * The manager's payment date: the contract runs the published terms itself on what the ledger has
 * recorded, and takes only the lines that the manager signed (SEC-1, SEC-3).
 */
export function decideCalculate(
  { recorded, issue, known }: CalculateState,
  act: Act<'distribution.calculate'>,
  { sha256 }: Context,
): Decision {
  const { body, businessDate } = act;
  if (!recorded || !issue) return refuse('NOT_FOUND', { id: body.deal });
  const { head } = recorded;
  const refusal = firstOf(calculateFaults({ recorded, issue, known }, act));
  if (refusal) return fail(refusal);
  const ran = runRecorded(recorded, body.on, sha256);
  if (!ran.ok) return ran;
  if (ran.value.linesHash !== body.linesHash) return fail(differs(body.linesHash, ran.value));
  const { distribution, deal, on, linesHash } = body;
  const { manager, custodian, originator, currency, hash: dealHash } = head;
  const { lines, figures } = ran.value;
  return ok([
    {
      kind: 'distribution.calculated',
      distribution,
      deal,
      dealHash,
      issue: issue.issue,
      on,
      currency,
      manager,
      custodian,
      originator,
      linesHash,
      lines,
      figures,
      calculatedOn: businessDate,
    },
  ]);
}

function calculateFaults(
  { recorded, issue, known }: { recorded: Recorded; issue: Issue } & Pick<CalculateState, 'known'>,
  { body, actor, kind, businessDate }: Act<'distribution.calculate'>,
): Refusal[] {
  const { head, book } = recorded;
  return [
    ...(head.manager === actor ? [] : [notParty(actor, body.deal)]),
    ...(body.dealHash === head.hash
      ? []
      : [
          { code: 'DEAL_HASH_MISMATCH', facts: { given: body.dealHash, hash: head.hash } } as const,
        ]),
    ...(issue.state === 'live' ? [] : [wrongState(issue.issue, issue.state, kind, 'live')]),
    ...(known ? [wrongState(body.distribution, known.state, kind, 'new')] : []),
    ...(book.open ? [openFault(book)] : []),
    ...(body.on > businessDate
      ? [{ code: 'TOO_EARLY', facts: { kind, date: body.on } } as const]
      : []),
  ];
}

export type ReviewState = {
  readonly distribution: Distribution | undefined;
  readonly recorded: Recorded | undefined;
};

/** The custodian's own run gives the same lines; any difference blocks (SEC-63). */
export function decideReview(
  { distribution, recorded }: ReviewState,
  { body, actor, kind, businessDate }: Act<'distribution.review'>,
  { sha256 }: Context,
): Decision {
  if (!distribution || !recorded) return refuse('NOT_FOUND', { id: body.distribution });
  const { deal, custodian, state } = distribution;
  const refusal = firstOf([
    ...(custodian === actor ? [] : [notParty(actor, deal)]),
    ...(state === 'calculated' ? [] : [wrongState(body.distribution, state, kind, 'calculated')]),
  ]);
  if (refusal) return fail(refusal);
  const ran = again(distribution, recorded, sha256);
  if (!ran.ok) return ran;
  if (ran.value.linesHash !== body.linesHash) return fail(differs(body.linesHash, ran.value));
  const { linesHash } = body;
  const row = { distribution: body.distribution, deal, custodian, linesHash, on: businessDate };
  return ok([{ kind: 'distribution.reviewed', ...row }]);
}

export type SettleState = ReviewState & {
  readonly issue: Issue | undefined;
  readonly registers: readonly NoteRegister[];
};

/**
 * One act settles a reviewed date (T+0, SEC-62): the bank confirms that the plan holds the money,
 * every holder's share and every account is entered, the deal's state moves on and the next period
 * is open.
 */
export function decideSettle(
  { distribution, recorded, issue, registers }: SettleState,
  act: Act<'distribution.settle'>,
  { sha256 }: Context,
): Decision {
  const { body, actor, kind, businessDate } = act;
  if (!distribution || !recorded || !issue) return refuse('NOT_FOUND', { id: body.distribution });
  const { deal, custodian, state, currency, on } = distribution;
  const total = { minor: distribution.figures.total, currency };
  const refusal = firstOf([
    ...(custodian === actor ? [] : [notParty(actor, deal)]),
    ...(state === 'reviewed' ? [] : [wrongState(body.distribution, state, kind, 'reviewed')]),
    ...(body.balance.currency === currency
      ? []
      : [{ code: 'CURRENCY_MISMATCH', facts: { a: body.balance.currency, b: currency } } as const]),
    ...(BigInt(body.balance.minor) >= BigInt(total.minor)
      ? []
      : [{ code: 'CASH_NOT_CONFIRMED', facts: cashFacts(total, body.balance) } as const]),
  ]);
  if (refusal) return fail(refusal);
  const ran = again(distribution, recorded, sha256);
  if (!ran.ok) return ran;
  invariant('INV-S8', ran.value.linesHash === distribution.linesHash, () => {
    return `${deal} on ${on}: reviewed ${distribution.linesHash}, run ${ran.value.linesHash}`;
  });
  const holders = sharesOf(distribution, issue, registers);
  assertPaidOut(distribution, holders);
  const { done, position } = ran.value;
  return ok([
    {
      kind: 'distribution.settled',
      distribution: body.distribution,
      deal,
      issue: issue.issue,
      payDate: on,
      on: businessDate,
      entry: body.entry,
      total,
      holders,
      done,
      position,
    },
    ...posted(act, settlementLines(distribution, holders)),
  ]);
}

/** The same date on what the ledger holds now. */
function again(
  { on }: Distribution,
  recorded: Recorded,
  sha256: Context['sha256'],
): Result<Ran, Refusal> {
  return runRecorded(recorded, on, sha256);
}

/** Each holder's part of what its class is paid: by units, largest remainder, nothing lost (SEC-39). */
export function sharesOf(
  { figures }: Pick<Distribution, 'figures'>,
  issue: Issue,
  registers: readonly NoteRegister[],
): NotePaid[] {
  return figures.classes.flatMap(({ bond, interest, principal }) => {
    const holders = registers.filter(page => page.bond === bond).flatMap(page => page.holders);
    const units = issue.classes.find(one => one.bond === bond)?.units ?? 0;
    const held = unitsOf(registers, bond);
    invariant('INV-S6', held === units, () => `${bond}: ${held} held of ${units}`);
    const weights = holders.map(one => BigInt(one.units));
    const [interests, principals] = [interest, principal].map(sum =>
      allocate(BigInt(sum), weights),
    );
    return holders.flatMap(({ holder, units: own }, at): NotePaid[] => {
      const [ofInterest, ofPrincipal] = [interests?.[at] ?? 0n, principals?.[at] ?? 0n];
      return ofInterest + ofPrincipal === 0n
        ? []
        : [[bond, holder, own, `${ofInterest}`, `${ofPrincipal}`]];
    });
  });
}

/** INV-S2: what is paid is entered to its payees to the minor unit, nothing beside it. */
export function assertPaidOut(
  { figures }: Pick<Distribution, 'figures'>,
  holders: readonly NotePaid[],
): void {
  const shares = holders.flatMap(([, , , interest, principal]) => [interest, principal]);
  const fees = figures.fees.map(({ paid }) => paid);
  const others = (figures.others ?? []).map(({ out }) => out);
  const entered = [...shares, ...fees, ...others].reduce((sum, amount) => sum + BigInt(amount), 0n);
  invariant('INV-S2', entered === BigInt(figures.total), () => {
    return `${figures.total} are paid, ${entered} are entered`;
  });
}

/**
 * Cash from and to everybody; principal off what the plan owes on each class. Holders stand in one
 * line a class and page of the register, whose rows are the entries of each (`notePage`).
 */
function settlementLines(distribution: Distribution, holders: readonly NotePaid[]) {
  const { deal, issue, currency, figures } = distribution;
  const of = (minor: bigint | string) => money(BigInt(minor), currency);
  const paid = holders.flatMap(([bond, holder, , interest, principal]) => {
    const amount = of(BigInt(interest) + BigInt(principal));
    return entry('cash', ['2102', deal], ['1002', `${issue}~${bond}~${pageOf(holder)}`], amount);
  });
  const fees = figures.fees.flatMap(({ fee, payee, paid: amount }) =>
    entry('cash', ['2102', deal], ['1002', payee ?? `${deal}~fee~${fee}`], of(amount)),
  );
  const principal = figures.classes.flatMap(({ bond, principal: amount }) =>
    entry('obligation', ['9201', deal], ['8201', `${issue}~${bond}`], of(amount)),
  );
  const others = (figures.others ?? []).flatMap(({ of: kind, name, in: received, out }) => [
    ...entry('cash', ['1002', `${deal}~${kind}~${name}`], ['2102', deal], of(received)),
    ...entry('cash', ['2102', deal], ['1002', `${deal}~${kind}~${name}`], of(out)),
  ]);
  return [...paid, ...fees, ...others, ...principal];
}

function differs(given: string, { linesHash, lines }: Ran): Refusal {
  return { code: 'REVIEW_DIFFERS', facts: { given, computed: linesHash, lines: lines.length } };
}

function cashFacts(total: Parameters<typeof fromWire>[0], balance: Parameters<typeof fromWire>[0]) {
  const show = (amount: typeof total): string => formatMoney(fromWire(amount));
  return { total: show(total), balance: show(balance) };
}
