import type { Entities } from '../../domain/event/index.ts';
import { GRACE, lateRules, MULTIPLE } from '../../domain/settlement/index.ts';
import type { FiguresByKind } from '../../reports/index.ts';
import type { PaperReading } from './reading.ts';

const MILLION = 1_000_000;

/** The agreement between holder and funder, once a price was accepted. */
export async function agreementFigures(
  reading: PaperReading,
  id: string,
  operator: string,
): Promise<FiguresByKind['FINANCING_AGREEMENT'] | null> {
  const financing = await reading.entity('financing', id);
  if (!financing || !('price' in financing)) return null;
  const { price, holdings } = financing;
  const buyer = await reading.party(financing.buyer);
  const supplier = await reading.party(financing.holder);
  const funder = await reading.party(financing.funder);
  const platform = await reading.party(operator);
  const late = lateRules({
    parameters: await reading.parameters([GRACE.key, MULTIPLE.key]),
    businessDate: financing.acceptedOn,
  });
  const named = { supplier: supplier.name, funder: funder.name, platform: platform.name };
  return {
    financingId: id,
    supplier,
    funder,
    platform,
    kind: financing.kind,
    mode: financing.mode,
    receivables: await Promise.all(
      holdings.map(async ({ receivable, holding, outstanding }) => ({
        receivableId: receivable,
        holdingId: holding,
        debtor: buyer.name,
        outstanding,
        dueOn: (await reading.entity('receivable', receivable))?.dueOn ?? financing.payOn,
      })),
    ),
    advance: price.advance,
    advancePpm: price.advancePpm,
    ratePpm: price.ratePpm,
    dayCount: 'ACT/360',
    days: price.days,
    discountOrInterest: financing.mode === 'discount' ? price.discount : price.interest,
    fees: price.feeLines.map(({ kind, payer, payee, amount }) => {
      return { kind, payer: named[payer], payee: named[payee], amount };
    }),
    totalCost: price.totalCost,
    aprPpm: price.aprPpm,
    cash: price.cash,
    disburseOn: financing.fundOn,
    repayOn: financing.payOn,
    disburseTo: await reading.account(await reading.accountOf(financing.holder, 'settle')),
    repayTo: await reading.account(await payToOf(reading, holdings)),
    recourse: financing.kind === 'saleWithRecourse' ? 'full' : 'none',
    lateRatePpm: Math.round((price.ratePpm * late.multiplePpm) / MILLION),
    graceDays: late.graceDays,
    offersRefused: [],
    acts: await reading.acts(`financing~${id}`, [
      'financing.request',
      'financing.accept',
      'financing.commit',
    ]),
  };
}

/** Where the debtors pay, as they confirmed it. */
async function payToOf(
  reading: PaperReading,
  holdings: Entities['financing']['holdings'],
): Promise<string | null> {
  const [first] = holdings;
  const claim = first ? await reading.entity('receivable', first.receivable) : null;
  return claim && 'confirmation' in claim ? (claim.confirmation?.payTo ?? null) : null;
}
