import type { Balance } from '../../domain/journal/index.ts';
import type { Account } from '../../domain/party/index.ts';
import {
  decideDisburse,
  decideFold,
  decideMatch,
  decidePayoutConfirm,
  decidePayoutFail,
  decidePayoutFile,
  decideReceive,
  decideRefund,
  decideReverse,
  decideStatement,
  decideUnmatch,
  GRACE,
  MULTIPLE,
  type ConfirmState,
  type FailState,
  type DisburseState,
  type FileState,
  type FoldState,
  type MatchState,
  type Payout,
  type ReceiveState,
  type RefundState,
  type ReverseState,
  type StatementState,
  type UnmatchState,
} from '../../domain/settlement/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';
import { allocatedOf, loanStateOf } from './allocated.ts';
import { bufferSlices } from './buffer.ts';
import { financingCredit, financingOf } from './claims.ts';

/** What of the broker's buffers a payout came from; nothing of another's. */
async function bufferBehind(tx: Tx, payout: Payout | undefined) {
  if (payout?.source.account !== '2401') return { claim: undefined, slices: [], line: undefined };
  const { currency } = payout.amount;
  return {
    claim: await tx.entity('bufferClaim', payout.financing ?? ''),
    slices: await bufferSlices(tx, currency),
    line: await tx.entity('bufferLine', currency),
  };
}

/** The account that the file of a payout debits. */
async function debitedAccount(tx: Tx, payout: Payout | undefined): Promise<Account | undefined> {
  const file = await tx.entity('payoutFile', payout?.file ?? '');
  return tx.entity('account', file?.account ?? '');
}

const bankHandlers = {
  'cash.statement': handler<'cash.statement', StatementState>({
    load: async (tx, act) => ({
      actor: await tx.entity('party', act.actor),
      account: await tx.entity('account', act.body.account),
      statement: await tx.entity('statement', act.body.statement),
    }),
    decide: decideStatement,
  }),
  'cash.receive': handler<'cash.receive', ReceiveState>({
    load: async (tx, act) => ({
      actor: await tx.entity('party', act.actor),
      account: await tx.entity('account', act.body.account),
      statement: await tx.entity('statement', act.body.statement),
      entry: await tx.entity('cashEntry', act.body.entry),
    }),
    decide: decideReceive,
  }),
  'cash.reverse': handler<'cash.reverse', ReverseState>({
    load: async (tx, act, _input, { channel }) => {
      const reversed = await tx.entity('cashEntry', act.body.reverses);
      const { cover } = act.body;
      const own = cover ? `${channel.operator}~${cover.currency}` : '';
      return {
        actor: await tx.entity('party', act.actor),
        account: await tx.entity('account', reversed?.account ?? ''),
        statement: await tx.entity('statement', act.body.statement),
        entry: await tx.entity('cashEntry', act.body.entry),
        reversed,
        payment: await tx.entity('payment', act.body.reverses),
        balance: await tx.entity('balance', own),
      };
    },
    decide: decideReverse,
  }),
};

const payoutHandlers = {
  'financing.disburse': handler<'financing.disburse', DisburseState>({
    load: async (tx, act) => {
      const loaded = await financingOf(tx, act.body.financing);
      const { currency } = act.body.amount;
      return {
        financing: loaded.financing,
        payout: await tx.entity('payout', act.body.payout),
        account: await tx.entity('account', act.body.account),
        balance: await tx.entity('balance', `${act.actor}~${currency}`),
        holdings: loaded.holdings,
        receivables: loaded.receivables,
        credit: await financingCredit(tx, loaded),
      };
    },
    decide: decideDisburse,
  }),
  'payout.file': handler<'payout.file', FileState>({
    load: async (tx, act) => ({
      file: await tx.entity('payoutFile', act.body.file),
      account: await tx.entity('account', act.body.account),
      payouts: [...(await tx.entities('payout', act.body.payouts)).values()],
    }),
    decide: decidePayoutFile,
  }),
  'payout.confirm': handler<'payout.confirm', ConfirmState>({
    parameters: [GRACE.key, MULTIPLE.key],
    load: async (tx, act) => {
      const payout = await tx.entity('payout', act.body.payout);
      const loaded = await financingOf(tx, payout?.financing ?? '');
      const { financing, holdings, receivables } = loaded;
      return {
        actor: await tx.entity('party', act.actor),
        payout,
        debited: await debitedAccount(tx, payout),
        financing: financing?.status === 'disbursing' ? financing : undefined,
        entry: await tx.entity('cashEntry', act.body.entry),
        loan: await tx.entity('orderLoan', payout?.loan?.loan ?? ''),
        holdings,
        receivables,
      };
    },
    decide: decidePayoutConfirm,
  }),
  'payout.fail': handler<'payout.fail', FailState>({
    load: async (tx, act) => {
      const payout = await tx.entity('payout', act.body.payout);
      return {
        actor: await tx.entity('party', act.actor),
        payout,
        debited: await debitedAccount(tx, payout),
        ...(await bufferBehind(tx, payout)),
        drawn: await loanStateOf(tx, payout?.loan?.loan ?? ''),
      };
    },
    decide: decidePayoutFail,
  }),
};

const matchHandlers = {
  'payment.match': handler<'payment.match', MatchState>({
    parameters: [GRACE.key, MULTIPLE.key],
    load: async (tx, act) => {
      const { allocations } = act.body;
      const funders = allocations
        .filter(({ target }) => target === 'funding' || target === 'margin')
        .map(({ id }) => id);
      return {
        ...(await allocatedOf(tx, allocations)),
        payment: await tx.entity('payment', act.body.payment),
        funders: await tx.entities('party', funders),
      };
    },
    decide: decideMatch,
  }),
  'payment.unmatch': handler<'payment.unmatch', UnmatchState>({
    load: async (tx, act) => {
      const match = await tx.entity('match', act.body.match);
      const balances: Balance[] = [];
      for (const { account, sub, amount } of match?.lines ?? []) {
        if (account !== '2101') continue;
        const balance = await tx.entity('balance', `${sub ?? ''}~${amount.currency}`);
        if (balance) balances.push(balance);
      }
      return { match, payment: await tx.entity('payment', match?.payment ?? ''), balances };
    },
    decide: decideUnmatch,
  }),
  'payment.refund': handler<'payment.refund', RefundState>({
    load: async (tx, act) => ({
      payment: await tx.entity('payment', act.body.payment),
      payout: await tx.entity('payout', act.body.payout),
      account: await tx.entity('account', act.body.account),
    }),
    decide: decideRefund,
  }),
  'balance.fold': handler<'balance.fold', FoldState>({
    load: async (tx, act) => {
      const { party, currency, pay } = act.body;
      const place = `${party}~${currency}`;
      return {
        deltas: await tx.range('balanceDelta', place),
        balance: pay ? await tx.entity('balance', place) : undefined,
        payout: await tx.entity('payout', pay?.payout ?? ''),
        account: await tx.entity('account', pay?.account ?? ''),
      };
    },
    decide: decideFold,
  }),
};

/** Handlers of bank entries, matching, payouts and balances (receivables.md §7). */
export const settlementHandlers = { ...bankHandlers, ...payoutHandlers, ...matchHandlers };
