import type { Act } from '../../domain/act/index.ts';
import {
  decideDraw,
  decideLoanAccept,
  decideLoanCommit,
  decideLoanQuote,
  decideLoanRequest,
  hasFirstRight,
  LOAN_PARAMETERS,
  NET_ASSETS,
  NET_ASSETS_PPM,
  type Credit,
  type DrawState,
  type LoanAcceptState,
  type LoanCommitState,
  type LoanQuoteState,
  type LoanRequestState,
  type OrderLoan,
} from '../../domain/financing/index.ts';
import type { Order } from '../../domain/order/index.ts';
import {
  decideConvert,
  decideFund,
  GRACE,
  MULTIPLE,
  type ConvertState,
  type FundState,
} from '../../domain/settlement/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';
import { claimsCredit, claimsOf, lossesOf } from './claims.ts';
import { pastDue } from './clear.ts';
import { consentsOf } from './consent.ts';
import { creditOf } from './credit-file.ts';
import { linesOf } from './financing.ts';

type OnLoan = { readonly body: { readonly loan: string } };
type Loaded = { readonly loan: OrderLoan | undefined; readonly order: Order | undefined };

async function loanOf(tx: Tx, { body }: OnLoan): Promise<Loaded> {
  const loan = await tx.entity('orderLoan', body.loan);
  return { loan, order: await tx.entity('order', loan?.order ?? '') };
}

async function orderCredit(tx: Tx, { order }: Loaded): Promise<Credit> {
  const { supplier = '', buyer = '' } = order ?? {};
  return creditOf(tx, { supplier, buyer, assurance: 'order' });
}

/** The loan that has first right on the order, where that is another one. */
async function firstRightOf(tx: Tx, { order, loan }: Loaded): Promise<OrderLoan | undefined> {
  const first = await tx.entity('orderLoan', order?.loan ?? '');
  return first && first.loan !== loan?.loan && hasFirstRight(first) ? first : undefined;
}

const askingHandlers = {
  'orderLoan.request': handler<'orderLoan.request', LoanRequestState>({
    load: async (tx, { body, actor, businessDate: on }) => ({
      loan: await tx.entity('orderLoan', body.loan),
      order: await tx.entity('order', body.order),
      consents: await consentsOf(tx, { party: actor, to: body.sealedFor, on }),
    }),
    decide: decideLoanRequest,
  }),
  'orderLoan.quote': handler<'orderLoan.quote', LoanQuoteState>({
    load: async (tx, { body }) => {
      const loan = await tx.entity('orderLoan', body.loan);
      return {
        loan,
        quote: await tx.entity('quote', body.quote),
        line: await tx.entity('line', body.line),
        losses: await lossesOf(tx, loan?.buyer),
      };
    },
    decide: decideLoanQuote,
  }),
  'orderLoan.accept': handler<'orderLoan.accept', LoanAcceptState>({
    parameters: LOAN_PARAMETERS,
    load: async (tx, act) => {
      const loaded = await loanOf(tx, act);
      const quote = await tx.entity('quote', act.body.quote);
      const { actor: party, businessDate: on } = act;
      return {
        ...loaded,
        quote,
        firstRight: await firstRightOf(tx, loaded),
        credit: await orderCredit(tx, loaded),
        consents: await consentsOf(tx, { party, to: [quote?.funder ?? ''].filter(Boolean), on }),
        losses: await lossesOf(tx, loaded.loan?.buyer),
      };
    },
    decide: decideLoanAccept,
  }),
};

const payingHandlers = {
  'orderLoan.commit': handler<'orderLoan.commit', LoanCommitState>({
    parameters: [NET_ASSETS.key, NET_ASSETS_PPM.key],
    load: async (tx, act, input) => {
      const loaded = await loanOf(tx, act);
      const credit = await orderCredit(tx, loaded);
      const wanted = BigInt(loaded.loan?.amount.minor ?? '0');
      const { businessDate } = act;
      const of = { ids: act.body.lines, wanted, credit, businessDate, input };
      const losses = await lossesOf(tx, loaded.loan?.buyer);
      return { ...loaded, credit, lines: await linesOf(tx, of), losses };
    },
    decide: decideLoanCommit,
  }),
  'orderLoan.draw': handler<'orderLoan.draw', DrawState>({
    load: async (tx, act) => {
      const loaded = await loanOf(tx, act);
      return {
        ...loaded,
        account: await tx.entity('account', act.body.payTo),
        credit: await orderCredit(tx, loaded),
        open: await pastDue(tx, act.actor, act.businessDate),
      };
    },
    decide: decideDraw,
  }),
  'orderLoan.fund': handler<'orderLoan.fund', FundState>({
    load: async (tx, act) => {
      const { loan } = await loanOf(tx, act);
      const draw = loan?.draws.find(one => one.draw === act.body.draw);
      return {
        loan,
        payout: await tx.entity('payout', act.body.payout),
        account: await tx.entity('account', draw?.payTo ?? ''),
        balance: await tx.entity('balance', `${act.actor}~${act.body.amount.currency}`),
      };
    },
    decide: decideFund,
  }),
  'orderLoan.convert': handler<'orderLoan.convert', ConvertState>({
    parameters: [GRACE.key, MULTIPLE.key, NET_ASSETS.key, NET_ASSETS_PPM.key],
    load: async (tx, act, input) => {
      const loaded = await converted(tx, act);
      const { body, businessDate } = act;
      const wanted = BigInt(body.surplus.minor);
      const of = { ids: body.lines ?? [], wanted, credit: loaded.credit, businessDate, input };
      return { ...loaded, lines: await linesOf(tx, of) };
    },
    decide: decideConvert,
  }),
};

async function converted(
  tx: Tx,
  act: Act<'orderLoan.convert'>,
): Promise<Omit<ConvertState, 'lines'>> {
  const { body } = act;
  const { loan } = await loanOf(tx, act);
  const holdings = [...(await tx.entities('holding', body.holdings)).values()];
  const receivables = await claimsOf(
    tx,
    holdings.map(({ receivable }) => receivable),
  );
  const others = (loan?.reserved ?? []).filter(id => !body.holdings.includes(id));
  const { supplier: holder = '', buyer = '', funder } = loan ?? {};
  return {
    loan,
    financing: await tx.entity('financing', body.financing),
    holdings,
    receivables,
    rest: [...(await tx.entities('holding', others)).values()],
    credit: await claimsCredit(tx, { holder, buyer, receivables }),
    account: await tx.entity('account', body.account ?? ''),
    balance: await tx.entity('balance', `${funder ?? ''}~${body.surplus.currency}`),
  };
}

/** Handlers of order loans (receivables.md §3). */
export const orderLoanHandlers = { ...askingHandlers, ...payingHandlers };
