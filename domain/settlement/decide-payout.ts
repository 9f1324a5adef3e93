import type { Act } from '../act/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { FinancingIn, OrderLoan } from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import { entry as posting, posted, titleLines, type JournalLine } from '../journal/index.ts';
import { formatMoney, fromWire, subtract, sum, type Money } from '../money/index.ts';
import { accountFault, maySpeakFor, type Account, type Party } from '../party/index.ts';
import {
  invoiceShares,
  pledgeHolding,
  sellHolding,
  type Holding,
  type Receivable,
} from '../receivable/index.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import { bankFault } from './bank.ts';
import type { BufferClaim, BufferLine, BufferSlice } from './buffer-state.ts';
import { lentAgain, repaidEvents } from './decide-buffer-repay.ts';
import { BUFFER_PLACE } from './decide-buffer.ts';
import { lateRules } from './decide-match.ts';
import type { LateRules } from './division.ts';
import { drawPaid, surplusPaid, unpaidEvents, type LoanState } from './loan-pay.ts';
import type { CashEntry, Payout, PayoutFile } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type FileState = {
  readonly file: PayoutFile | undefined;
  readonly account: Account | undefined;
  readonly payouts: readonly Payout[];
};

/** `payout.file`: anchors one file of payment orders; a payout never enters two live files. */
export function decidePayoutFile(state: FileState, act: Act<'payout.file'>): Decision {
  const { file, account, payouts, total } = act.body;
  const found = new Map(state.payouts.map(payout => [payout.payout, payout]));
  const fault = firstOf([
    ...fileFaults(state, act),
    ...payouts.flatMap(id => inFileFaults(found.get(id), id, act)),
  ]);
  if (fault) return fail(fault);
  const amounts = state.payouts.map(({ amount }) => fromWire(amount));
  const currencies = [...amounts.map(({ currency }) => currency), state.account?.currency];
  const other = currencies.find(currency => currency !== undefined && currency !== total.currency);
  if (other) return refuse('CURRENCY_MISMATCH', { a: other, b: total.currency });
  const whole = sum(amounts, total.currency);
  if (whole.minor !== BigInt(total.minor)) {
    const given = formatMoney(fromWire(total));
    const faults = [`act.body.total: ${given}, but the payouts sum to ${formatMoney(whole)}`];
    return refuse('ACT_MALFORMED', { n: 1, faults });
  }
  return ok([{ kind: 'payout.sent', file, account, payouts, total, on: act.businessDate }]);
}

export type ConfirmState = {
  readonly actor: Party | undefined;
  readonly payout: Payout | undefined;
  /** The account that its file debits; none before it is in a file. */
  readonly debited: Account | undefined;
  readonly financing: FinancingIn<'disbursing'> | undefined;
  readonly entry: CashEntry | undefined;
  /** The order loan whose draw it pays. */
  readonly loan: OrderLoan | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
};

/**
 * `payout.confirm`: the bank has paid exactly the agreed cash, so title or lien moves, the financing
 * lives, frozen limits are used and everything is booked, all in this transaction (INV-R7).
 */
export function decidePayoutConfirm(
  state: ConfirmState,
  act: Act<'payout.confirm'>,
  context: Context,
): Decision {
  const { body, businessDate: on } = act;
  const { payout, financing } = state;
  if (!payout || !mayAnswer(state)) return refuse('NOT_FOUND', { id: body.payout });
  const fault = bankFault(state.actor, act, context) ?? answerFault(payout, state, act);
  if (fault) return fail(fault);
  if (payout.purpose !== 'disbursement') {
    const rules = lateRules(context);
    return ok(paidEvents(payout, state.loan, act, rules));
  }
  invariant('INV-R7', financing?.payout === payout.payout, () => {
    return `payout ${payout.payout} belongs to no disbursing financing`;
  });
  const { funder, holder, buyer, payOn } = financing;
  const activated = { financing: financing.financing, funder, holder, buyer, payOn };
  return ok([
    confirmedEvent(payout, act),
    ...titleEvents(state, financing),
    ...usedEvents(financing, act),
    { kind: 'financing.activated', ...activated, on },
    ...posted(act, confirmLines(payout, act, { financing, holdings: state.holdings })),
  ]);
}

/** Money that moves no title: the bank has it no more. */
function paidEvents(
  payout: Payout,
  loan: OrderLoan | undefined,
  act: Act<'payout.confirm'>,
  rules: LateRules,
): readonly LedgerEvent[] {
  const none = { events: [], lines: [] };
  const lent =
    loan && payout.purpose === 'draw'
      ? drawPaid(loan, payout, { act, rules })
      : payout.purpose === 'surplus'
        ? surplusPaid(payout, act)
        : none;
  const lines = [...paidLines(payout, act), ...lent.lines];
  return [confirmedEvent(payout, act), ...lent.events, ...posted(act, lines)];
}

function confirmedEvent(payout: Payout, { body, businessDate: on }: Act<'payout.confirm'>) {
  const { entry, account, valueOn } = body;
  const amount = { minor: `-${payout.amount.minor}`, currency: payout.amount.currency };
  const confirmed = { payout: payout.payout, financing: payout.financing, entry };
  return { kind: 'payout.confirmed', ...confirmed, account, amount, valueOn, on } as const;
}

function paidLines(payout: Payout, { body }: Act<'payout.confirm'>): readonly JournalLine[] {
  const { amount } = payout;
  return posting('cash', ['2301', payout.payout], ['1001', body.account], fromWire(amount));
}

export type FailState = Pick<ConfirmState, 'actor' | 'payout' | 'debited'> & {
  /** What the buffer paid of it, with the buffer's slices. */
  readonly claim: BufferClaim | undefined;
  readonly slices: readonly BufferSlice[];
  readonly line: BufferLine | undefined;
  /** The loan of which it is a draw. */
  readonly drawn: LoanState | undefined;
};

/**
 * `payout.fail`: nothing was paid; money and fees go back to where they came from, a financing is
 * cleared again.
 */
export function decidePayoutFail(
  state: FailState,
  act: Act<'payout.fail'>,
  context: Context,
): Decision {
  const { payout } = state;
  const { body, businessDate: on } = act;
  if (!payout || !mayAnswer(state)) return refuse('NOT_FOUND', { id: body.payout });
  const fault = bankFault(state.actor, act, context);
  if (fault) return fail(fault);
  if (payout.status !== 'instructed' && payout.status !== 'sent') {
    return fail(statusFault(payout, act, 'instructed, sent'));
  }
  const { financing, purpose, source, amount } = payout;
  const back = [source.account, source.sub] as const;
  const lines = [
    ...posting('cash', ['2301', payout.payout], back, fromWire(amount)),
    ...posting('cash', ['2501', 'platform'], back, fromWire(payout.fees)),
  ];
  const { reason } = body;
  const unlent = unpaidEvents(payout, state.drawn, act);
  const failed = { payout: payout.payout, financing, purpose, source, amount, reason, on };
  const { claim } = state;
  const buffer = claim?.status === 'open' ? repaidEvents(state, claim, owedOf(claim), act) : [];
  const all = [...lines, ...(claim ? givenBack(claim) : [])];
  const lent = purpose === 'buffer' ? lentAgain(state, payout, act) : [];
  return ok([
    { kind: 'payout.failed', ...failed },
    ...buffer,
    ...lent,
    ...unlent,
    ...posted(act, all),
  ]);
}

function owedOf({ amount, repaid }: BufferClaim): Money {
  return subtract(fromWire(amount), fromWire(repaid));
}

/** What the funder had already made good is its own again: nothing was paid for it. */
function givenBack({ funder, repaid }: BufferClaim): readonly JournalLine[] {
  return posting('cash', BUFFER_PLACE, ['2101', funder], fromWire(repaid));
}

/** The cash desk answers every payout, a bank those of its own accounts: others are not there. */
function mayAnswer({ actor, debited }: Pick<ConfirmState, 'actor' | 'debited'>): boolean {
  return maySpeakFor(actor, debited ?? { bank: null });
}

function fileFaults(state: FileState, act: Act<'payout.file'>): readonly Refusal[] {
  const { file, account, payouts } = act.body;
  const own = state.account?.party === act.actor ? state.account : undefined;
  const unverified = accountFault(own, act.businessDate);
  if (unverified !== null) {
    return [{ code: 'ACCOUNT_NOT_VERIFIED', facts: { account, state: unverified } }];
  }
  if (state.file) return [{ code: 'PAYOUT_IN_FLIGHT', facts: { payout: `file ${file}` } }];
  const twice = payouts.find((id, at) => payouts.indexOf(id) !== at);
  return twice === undefined ? [] : [{ code: 'PAYOUT_IN_FLIGHT', facts: { payout: twice } }];
}

function inFileFaults(
  payout: Payout | undefined,
  id: string,
  act: Act<'payout.file'>,
): readonly Refusal[] {
  if (!payout) return [{ code: 'NOT_FOUND', facts: { id } }];
  if (payout.status === 'sent') return [{ code: 'PAYOUT_IN_FLIGHT', facts: { payout: id } }];
  return payout.status === 'instructed' ? [] : [statusFault(payout, act, 'instructed')];
}

/** Sent, the exact amount from its file's account, by an entry that answered nothing yet (INV-R7). */
function answerFault(
  payout: Payout,
  { entry, debited }: ConfirmState,
  act: Act<'payout.confirm'>,
): Refusal | null {
  if (payout.status !== 'sent') return statusFault(payout, act, 'sent');
  const { amount, account } = act.body;
  const differs = amount.minor !== payout.amount.minor || account !== debited?.account;
  if (entry || differs || amount.currency !== payout.amount.currency) {
    return { code: 'ENTRY_CONFLICT', facts: { entry: act.body.entry } };
  }
  return null;
}

function statusFault(payout: Payout, act: Act, states: string): Refusal {
  const object = `payout ${payout.payout}`;
  return { code: 'STATE_WRONG', facts: { object, state: payout.status, kind: act.kind, states } };
}

/** Title (sale) or lien (pledge) of every holding, and the invoices financed. */
function titleEvents(
  state: ConfirmState,
  financing: FinancingIn<'disbursing'>,
): readonly LedgerEvent[] {
  const to = { financing: financing.financing, funder: financing.funder };
  const moves = state.holdings.map(holding =>
    financing.kind === 'pledge' ? pledgeHolding(holding, to) : sellHolding(holding, to),
  );
  const financed = state.receivables.map((claim): LedgerEvent => {
    const own = state.holdings.filter(({ receivable }) => receivable === claim.receivable);
    const minor = own.reduce((total, { outstanding }) => total + BigInt(outstanding.minor), 0n);
    const amount = { minor: minor.toString(), currency: claim.face.currency };
    const { receivable } = claim;
    const invoices = invoiceShares(claim, amount);
    return { kind: 'fingerprint.financed', receivable, invoices, financing: to.financing };
  });
  return [...moves, ...financed];
}

function usedEvents(
  financing: FinancingIn<'disbursing'>,
  act: Act<'payout.confirm'>,
): readonly LedgerEvent[] {
  const period = act.businessDate.slice(0, 7);
  const ofCard = financing.cardTake ? [financing.cardTake] : [];
  return [...ofCard, ...financing.takes].map(({ line, slices }) => {
    return { kind: 'limit.used', line, period, act: act.id, slices };
  });
}

function confirmLines(
  payout: Payout,
  act: Act<'payout.confirm'>,
  of: {
    readonly financing: FinancingIn<'disbursing'>;
    readonly holdings: readonly Holding[];
  },
): readonly JournalLine[] {
  const { holdings } = of;
  const { funder, holder, kind, price } = of.financing;
  const titles =
    kind === 'pledge'
      ? []
      : holdings.flatMap(({ holder: from, outstanding: amount }) =>
          titleLines({ from, to: funder, amount }),
        );
  return [
    ...paidLines(payout, act),
    ...titles,
    ...posting('obligation', ['8101', funder], ['9101', holder], fromWire(price.advance)),
    ...posting('obligation', ['8190', holder], ['8191', funder], fromWire(price.discount)),
  ];
}
