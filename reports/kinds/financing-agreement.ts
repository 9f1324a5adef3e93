import {
  fromLedger,
  optional,
  type AmountInput,
  type FigureGroup,
  type FigureNode,
} from '../figures/index.ts';
import {
  accountLeaves,
  actLeaves,
  partyLeaves,
  totalOf,
  type AccountInput,
  type PartyInput,
  type SignedActInput,
} from './input.ts';

/**
 * FINANCING_AGREEMENT 融资协议 (DOC-34). Filled from GraphQL `financing` with the accepted terms. Rates
 * are ppm a year; amounts come computed from the ledger, nothing is priced here.
 */
export type FinancingAgreementFigures = {
  readonly financingId: string;
  readonly supplier: PartyInput;
  readonly funder: PartyInput;
  readonly platform: PartyInput;
  /** `sale`, `saleWithRecourse` or `pledge`. */
  readonly kind: string;
  /** `discount` (taken at the start) or `interest` (paid at the end). */
  readonly mode: 'discount' | 'interest';
  readonly receivables: readonly {
    readonly receivableId: string;
    readonly holdingId: string;
    readonly debtor: string;
    readonly outstanding: AmountInput;
    readonly dueOn: string;
  }[];
  readonly advance: AmountInput;
  readonly advancePpm: number;
  readonly ratePpm: number;
  readonly dayCount: string;
  readonly days: number;
  readonly discountOrInterest: AmountInput;
  readonly fees: readonly {
    readonly kind: string;
    readonly payer: string;
    readonly payee: string;
    readonly amount: AmountInput;
  }[];
  readonly totalCost: AmountInput;
  readonly aprPpm: number;
  readonly cash: AmountInput;
  readonly disburseOn: string;
  readonly repayOn: string;
  readonly disburseTo: AccountInput;
  readonly repayTo: AccountInput;
  /** `none`, `toSupplier` or `toTransferor`. */
  readonly recourse: string;
  readonly lateRatePpm: number;
  readonly graceDays: number;
  /** Offers that the supplier saw and did not take. */
  readonly offersRefused: readonly {
    readonly offer: string;
    readonly funder: string;
    readonly aprPpm: number;
    readonly cash: AmountInput;
  }[];
  readonly acts: readonly SignedActInput[];
};

export function financingAgreementFigures(
  input: FinancingAgreementFigures,
  height: number,
): FigureGroup {
  const from = (key: string): ReturnType<typeof fromLedger> => fromLedger(key, height);
  const deal = from(`financing~${input.financingId}`);
  const { currency } = input.advance;
  return {
    financingId: deal.code(input.financingId),
    supplier: partyLeaves(deal, input.supplier),
    funder: partyLeaves(deal, input.funder),
    platform: partyLeaves(deal, input.platform),
    kind: deal.code(input.kind),
    mode: deal.code(input.mode),
    receivables: input.receivables.map(item => {
      const make = from(`holding~${item.holdingId}`);
      return {
        id: make.code(item.receivableId),
        debtor: make.text(item.debtor),
        dueOn: make.date(item.dueOn),
        outstanding: make.money(item.outstanding),
      };
    }),
    receivablesTotal: deal.money(
      totalOf(
        input.receivables.map(item => item.outstanding),
        currency,
      ),
    ),
    advance: deal.money(input.advance),
    advancePpm: deal.ppm(input.advancePpm),
    ratePpm: deal.ppm(input.ratePpm),
    dayCount: deal.code(input.dayCount),
    days: deal.count(input.days),
    costs: costLeaves(input, deal),
    totalCost: deal.money(input.totalCost),
    aprPpm: deal.ppm(input.aprPpm),
    cash: deal.money(input.cash),
    disburseOn: deal.date(input.disburseOn),
    repayOn: deal.date(input.repayOn),
    disburseTo: accountLeaves(deal, input.disburseTo),
    repayTo: accountLeaves(deal, input.repayTo),
    recourse: deal.code(input.recourse),
    lateRatePpm: deal.ppm(input.lateRatePpm),
    graceDays: deal.count(input.graceDays),
    offersRefused: input.offersRefused.map(offer => ({
      offer: deal.code(offer.offer),
      funder: deal.text(offer.funder),
      aprPpm: deal.ppm(offer.aprPpm),
      cash: deal.money(offer.cash),
    })),
    comparison: optional(input.offersRefused.length > 0 ? 'shown' : undefined, deal.code),
    acts: actLeaves(from, input.acts),
  };
}

/** Discount or interest first, then every fee with its payer and payee: never a lump. */
function costLeaves(
  input: FinancingAgreementFigures,
  deal: ReturnType<typeof fromLedger>,
): readonly FigureNode[] {
  const first = {
    kind: deal.code(input.mode),
    payer: deal.text(input.supplier.name),
    payee: deal.text(input.funder.name),
    amount: deal.money(input.discountOrInterest),
  };
  const fees = input.fees.map(fee => ({
    kind: deal.code(fee.kind),
    payer: deal.text(fee.payer),
    payee: deal.text(fee.payee),
    amount: deal.money(fee.amount),
  }));
  return [first, ...fees];
}
