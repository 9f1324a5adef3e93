import type { Act } from '../act/index.ts';
import { daysBetween } from '../calendar/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { FinancingIn, OrderLoan, Take } from '../financing/index.ts';
import { money, toWire, type Money } from '../money/index.ts';
import { aprPpm, interestOf, shareOf } from '../rate/index.ts';
import { invoiceShares, type Holding, type Receivable } from '../receivable/index.ts';

/** What a conversion moves. Debt before + surplus paid = debt after (INV-R13). */
export type Moved = {
  readonly retired: Money;
  readonly interest: Money;
  readonly surplus: Money;
  /** retired + interest: what the financing begins with. */
  readonly advance: Money;
  readonly outstanding: Money;
  readonly payOn: string;
};

type Converted = {
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
};

/** What of each invoice is financed by it. */
export function financedEvents(
  { holdings, receivables }: Converted,
  financing: string,
): readonly LedgerEvent[] {
  return receivables.map(claim => {
    const { receivable } = claim;
    const own = holdings.filter(holding => holding.receivable === receivable);
    const minor = own.reduce((total, { outstanding }) => total + BigInt(outstanding.minor), 0n);
    const amount = { minor: minor.toString(), currency: claim.face.currency };
    const invoices = invoiceShares(claim, amount);
    return { kind: 'fingerprint.financed', receivable, invoices, financing };
  });
}

/** A pledge with interest at the loan's rate, begun without cash. */
export function financingOf(
  { holdings }: Pick<Converted, 'holdings'>,
  loan: OrderLoan,
  { advance, outstanding, payOn }: Moved,
  of: { readonly act: Act<'orderLoan.convert'>; readonly takes: readonly Take[] },
): FinancingIn<'disbursing'> {
  const { body, id, businessDate: on } = of.act;
  const { programme = '', ratePpm = 0 } = loan.terms ?? {};
  const days = Math.max(1, daysBetween(on, payOn));
  const interest = interestOf({ principal: advance, ratePpm, days });
  const none = money(0n, advance.currency);
  const price = {
    ...{ advance: toWire(advance), discount: toWire(none), interest: toWire(interest) },
    ...{ cash: toWire(advance), totalCost: toWire(interest), feeLines: [], fees: [] },
    ...{ aprPpm: aprPpm(interest, advance, days), ratePpm, days },
    advancePpm: shareOf(advance, outstanding, 'up'),
  };
  return {
    ...{ status: 'disbursing', version: 1, financing: body.financing, holder: loan.supplier },
    ...{ buyer: loan.buyer, kind: 'pledge', mode: 'interest', want: toWire(advance) },
    holdings: holdings.map(({ holding, receivable, outstanding: part }) => {
      return { holding, receivable, outstanding: part };
    }),
    ...{ outstanding: toWire(outstanding), aprMaxPpm: null, invited: [], standing: null },
    ...{ fundOn: on, payOn, windowUntil: on, requestedOn: on, acceptedOn: on, committedOn: on },
    ...{ funder: loan.funder ?? '', card: null, quote: null, programme, price, cardTake: null },
    ...{ takes: of.takes, clearedOn: on, checklist: [], account: body.account ?? '' },
    ...{ payout: id, valueOn: on },
  };
}
