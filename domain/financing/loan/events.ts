import type { EntityRef } from '../../event/entity-ref.ts';
import type { MoneyWire } from '../../money/index.ts';
import type { Quote, QuoteTerms } from '../quote-state.ts';
import type { Debt, FinancingIn, Take } from '../state.ts';
import type { LoanDraw, OrderLoan } from './state.ts';

type Named = { readonly loan: string; readonly on: string };
type OnOrder = Named & { readonly order: string };
/** Supplier and funder. */
type Sides = { readonly sides: readonly string[] };

export type LoanEvent =
  | ({ readonly kind: 'orderLoan.requested'; readonly on: string } & Pick<
      OrderLoan,
      'loan' | 'order' | 'supplier' | 'buyer' | 'amount' | 'dueOn' | 'vendorAccount' | 'sealedFor'
    >)
  | ({ readonly kind: 'orderLoan.quoted'; readonly loan: string } & Omit<
      Quote,
      'status' | 'financing'
    >)
  | ({
      readonly kind: 'orderLoan.accepted';
      readonly quote: string;
      readonly funder: string;
      readonly terms: QuoteTerms;
      /** What it costs when all is drawn today and paid on the due day. */
      readonly totalCost: MoneyWire;
      readonly aprPpm: number;
    } & OnOrder)
  | ({ readonly kind: 'orderLoan.committed'; readonly takes: readonly Take[] } & Named)
  | ({ readonly kind: 'orderLoan.drawn' } & Named & Omit<LoanDraw, 'status' | 'payout'>)
  | ({ readonly kind: 'orderLoan.funded'; readonly draw: string; readonly payout: string } & Named)
  /** Effects of a payout: the bank paid a draw, or did not. */
  | ({
      readonly kind: 'orderLoan.drawPaid';
      readonly draw: string;
      readonly amount: MoneyWire;
      /** What of the frozen takes is used now. */
      readonly used: readonly Take[];
      readonly frozen: readonly Take[];
      readonly takes: readonly Take[];
      readonly debt: Debt;
    } & Named)
  | ({ readonly kind: 'orderLoan.drawFailed'; readonly draw: string } & Named)
  | ({ readonly kind: 'orderLoan.activated' } & Named & Sides)
  | ({ readonly kind: 'orderLoan.overdue' | 'orderLoan.defaulted' } & Named)
  | ({ readonly kind: 'orderLoan.repaid' } & OnOrder & Sides)
  | ({ readonly kind: 'orderLoan.expired' } & OnOrder)
  | ({
      readonly kind: 'orderLoan.writtenOff';
      readonly amount: MoneyWire;
      readonly debt: Debt;
      readonly takes: readonly Take[];
    } & Named)
  /** Effect of a payment: what is owed after it. */
  | ({
      readonly kind: 'orderLoan.paid';
      readonly amount: MoneyWire;
      readonly debt: Debt;
      readonly takes: readonly Take[];
    } & Named)
  | ({
      readonly kind: 'orderLoan.converted';
      /** Principal that is retired, interest that becomes principal of the financing. */
      readonly amount: MoneyWire;
      readonly interest: MoneyWire;
      readonly surplus: MoneyWire;
      readonly debt: Debt;
      readonly takes: readonly Take[];
      readonly financing: string;
      /** The financing as it begins. */
      readonly made: FinancingIn<'disbursing'>;
    } & Named)
  /** Effect: the surplus of a conversion was paid out. */
  | {
      readonly kind: 'orderLoan.surplusPaid';
      readonly financing: string;
      readonly amount: MoneyWire;
      readonly takes: readonly Take[];
      readonly on: string;
    };

type Of<K extends LoanEvent['kind']> = Extract<LoanEvent, { kind: K }>;

const own = ({ loan }: { readonly loan: string }): readonly EntityRef[] => [
  { type: 'orderLoan', id: loan },
];
const onOrder = ({ loan, order }: OnOrder): readonly EntityRef[] => [
  { type: 'orderLoan', id: loan },
  { type: 'order', id: order },
];

/** The loan is on the list of what its sides are bound by, or off it. */
const ofSides = ({ loan, sides }: Sides & { readonly loan: string }): readonly EntityRef[] =>
  sides.map(side => ({ type: 'openItem' as const, id: `${side}~${loan}` }));

/** Which entities an event changes. */
export const loanTargets: {
  readonly [K in LoanEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'orderLoan.requested': own,
  'orderLoan.quoted': ({ quote }) => [{ type: 'quote', id: quote }],
  'orderLoan.accepted': event => [...onOrder(event), { type: 'quote', id: event.quote }],
  'orderLoan.committed': own,
  'orderLoan.drawn': own,
  'orderLoan.funded': own,
  'orderLoan.drawPaid': own,
  'orderLoan.drawFailed': own,
  'orderLoan.activated': event => [...own(event), ...ofSides(event)],
  'orderLoan.overdue': own,
  'orderLoan.defaulted': own,
  'orderLoan.repaid': event => [...onOrder(event), ...ofSides(event)],
  'orderLoan.expired': onOrder,
  'orderLoan.writtenOff': own,
  'orderLoan.paid': own,
  'orderLoan.converted': event => [...own(event), { type: 'financing', id: event.financing }],
  'orderLoan.surplusPaid': ({ financing }) => [{ type: 'financing', id: financing }],
};
