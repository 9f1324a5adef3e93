import { payer } from '../flow/steps.ts';
import { attempt, cashiers, cny, oneOf, pair, type Sides, type Trial } from './attempt.ts';
import { bank, MATCHER, received } from './cash-trials.ts';
import { codes } from './claim-rules.ts';
import {
  BANK,
  BUYER,
  by,
  COLLECT,
  ESCROW,
  FUNDER,
  hashOf,
  LINES,
  OPERATOR,
  PAYEE,
  SUPPLIER,
} from './names.ts';
import { idSecond as SECOND } from './names.ts';
import * as rules from './order-rules.ts';
import {
  daysFrom,
  nextDayOf,
  type ModelDraw,
  type ModelLoan,
  type ModelOrder,
  type ModelState,
} from './state.ts';

const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
/** SHA-256 over `{"advancePpm":500000,"programme":"core","ratePpm":72000}` and sixteen zero bytes. */
const FAIR = '138c42b35d3fa4b9a3995b9fc37270ad5362af5290efd09a8c98a12f61d98d0e';
const TERMS = { programme: 'core', ratePpm: 72_000, advancePpm: 500_000 };
const TWO_FROM = 10_000_000n;
const DAYS_MIN = 15;
const parties = { funder: FUNDER, supplier: SUPPLIER };

const request: Trial = ({ model, fresh }, { a, b }) => {
  const order = oneOf(model.orders.values(), a, ({ status }) => {
    return ['accepted', 'fulfilled'].includes(status);
  });
  if (!order) return null;
  const [wide, more, twice, stranger] = [0, 1, 2, 3].map(at => b % 19 === at);
  const half = order.value / 2n;
  const base = more ? half + 1n : b % 2 === 0 ? half : order.value / 5n;
  const amount = wide && order.value < 90_000_000n ? order.value + 1n : base;
  const id = fresh();
  const funders = [stranger ? SECOND : FUNDER];
  const body = { loan: id, order: order.id, amount: cny(amount), dueOn: rules.LOAN_DUE };
  return attempt(
    'orderLoan.request',
    { ...body, sealedFor: funders },
    {
      actor: SUPPLIER,
      signers: pair(SUPPLIER, twice),
      order: order.id,
      loan: id,
      codes: codes(
        [twice === true, 'APPROVALS_MISSING'],
        [!['accepted', 'fulfilled'].includes(order.status), 'STATE_WRONG'],
        [amount > order.value, 'PRICE_OUT_OF_RANGE'],
        [model.today >= rules.LOAN_DUE, 'DATES_DISORDERED'],
        [stranger === true, 'CONSENT_MISSING'],
      ),
      apply: () => {
        const none = { quote: '', quotedOn: '', acceptedOn: '', draws: [], countedTo: model.today };
        const nothing = { principal: 0n, interestDue: 0n, lateDue: 0n, dueOn: rules.LOAN_DUE };
        const place = { id, order: order.id, amount, status: 'requested' };
        model.loans.set(id, { ...place, ...none, ...nothing });
      },
    },
  );
};

export const quote: Trial = ({ model, fresh }, { a }) => {
  const loan = oneOf(model.loans.values(), a, one => {
    return one.status === 'requested' && one.quotedOn !== model.today;
  });
  if (!loan) return null;
  const id = fresh();
  const body = { quote: id, loan: loan.id, line: LINES.debtor, commitment: FAIR };
  return attempt(
    'orderLoan.quote',
    { ...body, until: model.today },
    {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      loan: loan.id,
      codes: codes([loan.status !== 'requested', 'STATE_WRONG']),
      apply: () => void Object.assign(loan, { quote: id, quotedOn: model.today }),
    },
  );
};

export const accept: Trial = ({ model }, { a, b }) => {
  const loan = oneOf(model.loans.values(), a, ({ status, quotedOn }) => {
    return status === 'requested' && quotedOn === model.today;
  });
  const order = model.orders.get(loan?.order ?? '');
  if (!loan || !order || loan.quote === '') return null;
  const [lie, other] = [b % 4 === 0, b % 4 === 1];
  const days = daysFrom(model.today, loan.dueOn);
  if (days < 1) return null;
  const { cost, apr } = rules.loanCost(loan.amount, days);
  const shown = { totalCost: cny(cost + (lie ? 1n : 0n)), aprPpm: Number(apr) };
  const terms = other ? { ...TERMS, ratePpm: 72_001 } : TERMS;
  const first = model.loans.get(order.loan);
  return attempt(
    'orderLoan.accept',
    { loan: loan.id, quote: loan.quote, terms, salt, shown },
    {
      actor: SUPPLIER,
      signers: pair(SUPPLIER),
      loan: loan.id,
      codes: codes(
        [loan.status !== 'requested', 'STATE_WRONG'],
        [other, 'QUOTE_NOT_OPENED'],
        [loan.quotedOn !== model.today, 'QUOTE_EXPIRED'],
        [first !== undefined && first !== loan, 'ORDER_ENCUMBERED'],
        [model.today > rules.ORDER_SCORES_UNTIL, 'ATTESTATION_EXPIRED'],
        [rules.isTooMuch(loan, order), 'ADVANCE_ABOVE_CAP'],
        [days < DAYS_MIN, 'RESIDUAL_TENOR_SHORT'],
        [lie, 'COST_DISCLOSURE_MISMATCH'],
      ),
      apply: () => {
        Object.assign(loan, { status: 'accepted', acceptedOn: model.today });
        order.loan = loan.id;
      },
    },
  );
};

export const commit: Trial = ({ model }, { a, b }) => {
  const loan = oneOf(model.loans.values(), a, ({ status }) => status === 'accepted');
  const order = model.orders.get(loan?.order ?? '');
  if (!loan || !order) return null;
  const [more, twice] = [b % 13 === 0, b % 13 === 1];
  const amount = loan.amount + (more ? 1n : 0n);
  const lines = [LINES.debtor, LINES.supplier, LINES.funder];
  return attempt(
    'orderLoan.commit',
    { loan: loan.id, lines, amount: cny(amount) },
    {
      actor: FUNDER,
      signers: pair(FUNDER, twice),
      loan: loan.id,
      codes: codes(
        [twice && amount >= TWO_FROM, 'APPROVALS_MISSING'],
        [loan.acceptedOn === '', 'NOT_FOUND'],
        [loan.status !== 'accepted', 'STATE_WRONG'],
        [more, 'TERMS_DIFFER'],
        [model.today > rules.ORDER_SCORES_UNTIL, 'ATTESTATION_EXPIRED'],
        [rules.isTooMuch(loan, order), 'ADVANCE_ABOVE_CAP'],
        [rules.linesTaken(model) + loan.amount > rules.ORDER_LINE, 'LIMIT_EXCEEDED'],
      ),
      apply: () => void (loan.status = 'committed'),
    },
  );
};

const isDrawable = (loan: ModelLoan, order: ModelOrder): boolean =>
  ['committed', 'active'].includes(loan.status) && ['accepted', 'fulfilled'].includes(order.status);

export const draw: Trial = ({ model, fresh }, { a, b, c }) => {
  const loan = oneOf(model.loans.values(), a, one => {
    const order = model.orders.get(one.order);
    const lives = ['committed', 'active'].includes(one.status);
    return lives && order !== undefined && rules.roomOf(one, order) > 0n;
  });
  const order = model.orders.get(loan?.order ?? '');
  if (!loan || !order) return null;
  const [other, twice] = [b % 13 === 0, b % 13 === 1];
  const room = rules.roomOf(loan, order);
  const amount = room === 0n ? 1n : ([room, room / 3n + 1n, room + 1n][c % 3] ?? room);
  const id = fresh();
  const body = { loan: loan.id, amount: cny(amount), milestone: 'signed' };
  return attempt(
    'orderLoan.draw',
    { ...body, payTo: other ? COLLECT : PAYEE },
    {
      actor: SUPPLIER,
      id,
      signers: pair(SUPPLIER, twice),
      loan: loan.id,
      codes: codes(
        [twice && amount >= TWO_FROM, 'APPROVALS_MISSING'],
        [!isDrawable(loan, order), 'STATE_WRONG'],
        [other, 'ACCOUNT_NOT_VERIFIED'],
        [loan.status === 'active' && daysFrom(loan.dueOn, model.today) > 5, 'BORROWER_OVERDUE'],
        [model.today > rules.ORDER_SCORES_UNTIL, 'ATTESTATION_EXPIRED'],
        [amount > room, 'DRAW_ABOVE_MILESTONE'],
      ),
      apply: () => void loan.draws.push({ id, amount, status: 'asked', payout: '' }),
    },
  );
};

type OfDraw = { readonly loan: ModelLoan; readonly draw: ModelDraw };

function drawsOf(model: ModelState): OfDraw[] {
  return [...model.loans.values()].flatMap(loan => loan.draws.map(one => ({ loan, draw: one })));
}

export const fundDraw: Trial = ({ model, fresh }, { a, b }) => {
  const found = oneOf(drawsOf(model), a, ({ draw: one }) => one.status === 'asked');
  if (!found) return null;
  const { loan, draw: one } = found;
  const [more, stale] = [b % 13 === 0, b % 13 === 1];
  const payout = fresh();
  const amount = cny(one.amount + (more ? 1n : 0n));
  const weak = [by(FUNDER, 'treasurer', 1), by(FUNDER, 'checker', 2)];
  return attempt(
    'orderLoan.fund',
    { loan: loan.id, draw: one.id, payout, amount },
    {
      actor: FUNDER,
      signers: stale ? weak : payer,
      loan: loan.id,
      codes: codes(
        [stale, 'STEP_UP_REQUIRED'],
        [one.status !== 'asked', 'STATE_WRONG'],
        [!['committed', 'active'].includes(loan.status), 'STATE_WRONG'],
        [more, 'TERMS_DIFFER'],
        [model.folded < one.amount, 'FUNDS_NOT_IN'],
      ),
      apply: () => {
        Object.assign(one, { status: 'instructed', payout });
        model.folded -= one.amount;
        model.post(`2101 ${FUNDER}`, `2301 ${payout}`, one.amount);
      },
    },
  );
};

export const fileDraw: Trial = ({ model, fresh }, { a }) => {
  const found = oneOf(drawsOf(model), a, ({ draw: one }) => one.status === 'instructed');
  if (!found || found.draw.payout === '') return null;
  const { loan, draw: one } = found;
  const total = cny(one.amount);
  return attempt(
    'payout.file',
    {
      file: hashOf(Number.parseInt(fresh().slice(-6), 16)),
      account: ESCROW,
      payouts: [one.payout],
      total,
    },
    {
      actor: OPERATOR,
      signers: cashiers(),
      loan: loan.id,
      codes: codes(
        [one.status !== 'instructed', 'PAYOUT_IN_FLIGHT'],
        [one.status === 'paid', 'STATE_WRONG'],
      ),
      apply: () => void (one.status = 'sent'),
    },
  );
};

export const drawPaid: Trial = ({ model, fresh }, { a }) => {
  const found = oneOf(drawsOf(model), a, ({ draw: one }) => one.status === 'sent');
  if (!found || found.draw.payout === '') return null;
  const { loan, draw: one } = found;
  const { payout, amount } = one;
  const entry = hashOf(Number.parseInt(fresh().slice(-6), 16));
  const place = { entry, account: ESCROW, amount: cny(amount), valueOn: model.today };
  return attempt(
    'payout.confirm',
    { payout, ...place },
    {
      actor: BANK,
      signers: bank,
      loan: loan.id,
      codes: codes(
        [one.status === 'instructed', 'NOT_FOUND'],
        [one.status === 'paid', 'STATE_WRONG'],
      ),
      apply: () => {
        one.status = 'paid';
        model.post(`2301 ${payout}`, `1001 ${ESCROW}`, amount);
        rules.drawPaid(model, loan, { amount, ...parties });
      },
    },
  );
};

const drawFailed: Trial = ({ model }, { a }) => {
  const found = oneOf(drawsOf(model), a, ({ draw: one }) => one.status === 'sent');
  if (!found || found.draw.payout === '') return null;
  const { loan, draw: one } = found;
  const { payout, amount } = one;
  return attempt(
    'payout.fail',
    { payout, reason: 'AC04', message: hashOf(1) },
    {
      actor: BANK,
      signers: bank,
      loan: loan.id,
      codes: codes(
        [one.status === 'instructed', 'NOT_FOUND'],
        [one.status === 'paid', 'STATE_WRONG'],
      ),
      apply: () => {
        model.post(`2301 ${payout}`, `2101 ${FUNDER}`, amount);
        model.pending += amount;
        Object.assign(one, { status: 'asked', payout: '' });
        rules.endIfPaid(model, loan);
      },
    },
  );
};

const OWED = ['active', 'overdue', 'defaulted'];

export const repay: Trial = async (sides: Sides, { a, b, c }) => {
  const { model } = sides;
  const loan = oneOf(model.loans.values(), a, ({ status }) => OWED.includes(status));
  if (!loan) return null;
  const owed = rules.owedOf(model, loan);
  const more = b % 13 === 0;
  const stranger = b % 5 === 1;
  const part = c % 3 === 0 ? owed / 3n + 1n : owed;
  const minor = more ? owed + 1n : part;
  if (minor <= 0n) return null;
  const entry = await received(sides, minor, stranger ? BUYER : SUPPLIER);
  const allocations = [{ target: 'loan', id: loan.id, amount: cny(minor) }] as const;
  return attempt(
    'payment.match',
    { payment: entry, allocations, tier: 1 },
    {
      actor: OPERATOR,
      signers: MATCHER,
      loan: loan.id,
      codes: codes(
        [!OWED.includes(loan.status), 'STATE_WRONG'],
        [minor > owed, 'MATCH_EXCEEDS'],
        [stranger, 'PAYER_NOT_DEBTOR'],
      ),
      apply: () => rules.payLoan(model, loan, minor, { entry, ...parties }),
    },
  );
};

export const ageLoan: Trial = ({ model }, { a }) => {
  const faults = (loan: ModelLoan) => rules.loanAgeFaults(model, loan, nextDayOf(loan.acceptedOn));
  const loan = oneOf(model.loans.values(), a, one => faults(one).length === 0);
  if (!loan) return null;
  return attempt(
    'claim.age',
    { items: [{ target: 'orderLoan', id: loan.id }] },
    {
      actor: SECOND,
      signers: [by(SECOND, 'maker')],
      loan: loan.id,
      codes: faults(loan),
      apply: () => rules.ageLoan(model, loan),
    },
  );
};

export const defaulted: Trial = ({ model }, { a }) => {
  const loan = oneOf(model.loans.values(), a, ({ status }) => status === 'overdue');
  if (!loan) return null;
  return attempt(
    'claim.default',
    { loan: loan.id },
    {
      actor: FUNDER,
      signers: [by(FUNDER, 'maker')],
      loan: loan.id,
      codes: rules.loanDefaultFaults(model, loan),
      apply: () => void (loan.status = 'defaulted'),
    },
  );
};

/** Trials about loans on orders, with how often each comes. */
export const LOAN_TRIALS: readonly (readonly [number, Trial])[] = [
  [12, request],
  [14, quote],
  [14, accept],
  [14, commit],
  [16, draw],
  [16, fundDraw],
  [16, fileDraw],
  [14, drawPaid],
  [10, drawFailed],
  [12, repay],
  [7, ageLoan],
  [6, defaulted],
];
