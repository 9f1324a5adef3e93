import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { releaseOf, type Financing, type FinancingIn, type OrderLoan } from '../financing/index.ts';
import { entry, posted, titleLines, type JournalLine } from '../journal/index.ts';
import { allocate, formatMoney, fromWire, money, sum, type Money } from '../money/index.ts';
import { endOfOutstanding, realiseHolding } from '../receivable/index.ts';
import type { Holding, Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Context } from '../governance/index.ts';
import { lateRules } from './decide-match.ts';
import { principalOf } from './decide-provision.ts';
import type { LostPart } from './loss-events.ts';
import { accrued } from './division.ts';
import { writeoffLoan } from './loan-pay.ts';
import { releaseEvents } from './returning.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type Defaulted = FinancingIn<'defaulted' | 'writtenOff'>;

export type WriteoffState = {
  readonly financing: Financing | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
  readonly loan?: OrderLoan | undefined;
};

/**
 * `writeoff.book`: the funder gives up principal of a defaulted financing, with the auditor. A lien
 * is realised first, so that who bears the loss has the title. The claim stays open for recovery.
 */
export function decideWriteoff(
  state: WriteoffState,
  act: Act<'writeoff.book'>,
  context: Context,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const { financing } = state;
  const rules = lateRules(context);
  if ('loan' in body) return writeoffLoan(state.loan, act, rules);
  if (!financing || !('funder' in financing) || financing.funder !== actor) {
    return refuse('NOT_FOUND', { id: body.financing });
  }
  if (financing.status !== 'defaulted' && financing.status !== 'writtenOff') {
    const object = `financing ${body.financing}`;
    const facts = { object, state: financing.status, kind, states: 'defaulted or writtenOff' };
    return refuse('STATE_WRONG', facts);
  }
  const named = namedHoldings(state, body.holdings);
  if (!named.ok) return named;
  const fault = firstOf(amountFaults(financing, named.value, act));
  if (fault) return fail(fault);
  const total = BigInt(body.amount.minor);
  const weights = named.value.map(({ outstanding }) => BigInt(outstanding.minor));
  const shares = allocate(total, weights);
  const lost = named.value.map((holding, at): LostPart => {
    const amount = { minor: (shares[at] ?? 0n).toString(), currency: body.amount.currency };
    const closes = amount.minor === holding.outstanding.minor;
    return { holding: holding.holding, receivable: holding.receivable, amount, closes };
  });
  const pledged = named.value.filter(holding => holding.state === 'pledged');
  const realised = pledged.map(realiseHolding);
  const { takes, funder, buyer } = financing;
  // Interest up to this day is on all of the principal (§6.2).
  const debt = accrued(financing, on, rules);
  const principal = (BigInt(debt.principal) - total).toString();
  const writtenOff = (BigInt(debt.writtenOff) + total).toString();
  const booked: LedgerEvent = {
    kind: 'writeoff.booked',
    financing: financing.financing,
    buyer,
    funder,
    holdings: lost,
    amount: body.amount,
    debt: { ...debt, principal, writtenOff },
    takes: takes.map(take => releaseOf(take, total).left),
    reason: body.reason,
    on,
  };
  const releases = takes.map(take => {
    return { line: take.line, slices: releaseOf(take, total).released };
  });
  return ok([
    ...realised,
    booked,
    ...endedClaims(state, lost, on),
    ...releaseEvents(releases, act),
    ...posted(act, lostLines(pledged, funder, fromWire(body.amount))),
  ]);
}

/** The funder has the title, and has lost the amount. */
function lostLines(
  pledged: readonly Holding[],
  funder: string,
  amount: Money,
): readonly JournalLine[] {
  return [
    ...pledged.flatMap(({ holder, outstanding }) =>
      titleLines({ from: holder, to: funder, amount: outstanding }),
    ),
    ...entry('obligation', ['8090', funder], ['8001', funder], amount),
  ];
}

/** Claims of which nothing is outstanding after the write-off. */
function endedClaims(
  { receivables }: WriteoffState,
  lost: readonly LostPart[],
  on: string,
): readonly LedgerEvent[] {
  return receivables.flatMap(claim => {
    const own = lost.filter(({ receivable }) => receivable === claim.receivable);
    const gone = own.reduce((whole, { amount }) => whole + BigInt(amount.minor), 0n);
    if (gone === 0n || gone < BigInt(claim.outstanding.minor)) return [];
    const writtenOff = (BigInt(claim.parts.writtenOff) + gone).toString();
    return endOfOutstanding({ ...claim, parts: { ...claim.parts, writtenOff } }, on);
  });
}

function namedHoldings(
  { financing, holdings }: WriteoffState,
  ids: readonly string[],
): Result<readonly Holding[], Refusal> {
  const own = new Map(holdings.map(holding => [holding.holding, holding]));
  const named: Holding[] = [];
  for (const id of new Set(ids)) {
    const holding = own.get(id);
    const isOurs = holding && 'financing' in holding && holding.financing === financing?.financing;
    if (!isOurs) return refuse('NOT_FOUND', { id });
    named.push(holding);
  }
  return ok(named);
}

function amountFaults(
  financing: Defaulted,
  holdings: readonly Holding[],
  { body }: Act<'writeoff.book'>,
): readonly Refusal[] {
  const principal = principalOf(financing);
  const { amount } = body;
  if (amount.currency !== principal.currency) {
    const facts = { a: amount.currency, b: principal.currency };
    return [{ code: 'CURRENCY_MISMATCH', facts }];
  }
  const outstanding = sum(
    holdings.map(holding => fromWire(holding.outstanding)),
    principal.currency,
  );
  const most = outstanding.minor < principal.minor ? outstanding.minor : principal.minor;
  if (BigInt(amount.minor) <= most) return [];
  const y = formatMoney(money(most, principal.currency));
  return [{ code: 'WRITEOFF_ABOVE', facts: { y } }];
}
