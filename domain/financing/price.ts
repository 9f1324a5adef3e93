import { refuse, type Refusal } from '../errors/index.ts';
import {
  add,
  divide,
  fromWire,
  multiplyPpm,
  subtract,
  sum,
  toWire,
  zero,
  type Money,
  type MoneyWire,
} from '../money/index.ts';
import { aprPpm, interestOf } from '../rate/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { FeeKind, FeePayee, FeePayer, Mode } from './words.ts';

/** One fee rule of parameter `price.fees` (§6.2); amounts are minor units of the financing. */
export type FeeTerm = {
  readonly kind: FeeKind;
  readonly base: 'face' | 'advance';
  readonly ppm: number;
  readonly flatMinor: string;
  readonly floorMinor: string;
  readonly capMinor: string | null;
  /** A yearly rate: the part for the days of the financing is days / 360. */
  readonly annual: boolean;
  readonly payer: FeePayer;
  readonly payee: FeePayee;
};

/** One fee as it is shown and signed: never a lump (§6.2). */
export type FeeLine = {
  readonly kind: FeeTerm['kind'];
  readonly amount: MoneyWire;
  readonly payer: FeeTerm['payer'];
  readonly payee: FeeTerm['payee'];
};

export type Terms = {
  readonly outstanding: Money;
  readonly advancePpm: number;
  readonly ratePpm: number;
  readonly mode: Mode;
  /** Actual days from funding day to pay day. */
  readonly days: number;
  readonly fees: readonly FeeTerm[];
  /** `price.aprMaxPpm`, or the request's own bound when that is lower. */
  readonly aprMaxPpm: number;
  /** `residualTenor.daysMin`. */
  readonly daysMin: number;
};

/** Every figure of a financing; all derived from the terms, none typed. */
export type Price = {
  readonly advance: Money;
  readonly discount: Money;
  /** Expected interest to the pay day (mode interest), else zero. */
  readonly interest: Money;
  readonly feeLines: readonly FeeLine[];
  readonly supplierFees: Money;
  readonly funderFees: Money;
  readonly cash: Money;
  readonly totalCost: Money;
  readonly aprPpm: number;
};

/** What a supplier is shown and signs. */
export type Shown = {
  readonly cash: MoneyWire;
  readonly totalCost: MoneyWire;
  readonly aprPpm: number;
  readonly feeLines: readonly FeeLine[];
};

/**
 * The price of §6.2. Refuses a price outside its range (`PRICE_OUT_OF_RANGE`) and too short a term
 * (`RESIDUAL_TENOR_SHORT`).
 * @example F 1,000,000.00, a 900,000, r 60,000, d 90, fee 0.1 % of A: A 900,000.00, discount
 * 13,500.00, fee 900.00, cash 885,600.00, APR 65,944 ppm
 */
export function priceOf(terms: Terms): Result<Price, Refusal> {
  const { outstanding, advancePpm, ratePpm, mode, days, daysMin } = terms;
  if (days < daysMin) return refuse('RESIDUAL_TENOR_SHORT', { days, min: daysMin });
  if (ratePpm < 0) return outOfRange('rate', `${ratePpm} ppm`, 'zero or more');
  const { currency } = outstanding;
  const advance = multiplyPpm(outstanding, BigInt(advancePpm), 'down');
  const charge = interestOf({ principal: advance, ratePpm, days });
  const discount = mode === 'discount' ? charge : zero(currency);
  if (discount.minor >= advance.minor) {
    return outOfRange('discount', discount.minor.toString(), `below ${advance.minor}`);
  }
  const feeLines = terms.fees.map(fee => feeLineOf(fee, { face: outstanding, advance, days }));
  const supplierFees = feesOf(feeLines, 'supplier', advance);
  const cash = subtract(subtract(advance, discount), supplierFees);
  if (cash.minor <= 0n) return outOfRange('cash', cash.minor.toString(), 'above zero');
  const totalCost = add(charge, supplierFees);
  const apr = aprPpm(totalCost, cash, days);
  if (apr > terms.aprMaxPpm) return outOfRange('APR', `${apr} ppm`, `to ${terms.aprMaxPpm} ppm`);
  return ok({
    advance,
    discount,
    interest: mode === 'interest' ? charge : zero(currency),
    feeLines,
    supplierFees,
    funderFees: feesOf(feeLines, 'funder', advance),
    cash,
    totalCost,
    aprPpm: apr,
  });
}

/** The figures of a price that the supplier signs. */
export function shownOf({ cash, totalCost, aprPpm: apr, feeLines }: Price): Shown {
  return { cash: toWire(cash), totalCost: toWire(totalCost), aprPpm: apr, feeLines };
}

/** flat + base · ppm / 10⁶, half up, annual ones for their days; then floor and cap. */
function feeLineOf(
  fee: FeeTerm,
  of: { readonly face: Money; readonly advance: Money; readonly days: number },
): FeeLine {
  const { currency } = of.advance;
  const base = fee.base === 'face' ? of.face : of.advance;
  const factor = fee.annual ? BigInt(of.days) : 1n;
  const year = fee.annual ? 360n : 1n;
  const numerator = base.minor * BigInt(fee.ppm) * factor;
  const raw = BigInt(fee.flatMinor) + divide(numerator, 1_000_000n * year, 'halfUp');
  const floor = BigInt(fee.floorMinor);
  const floored = raw < floor ? floor : raw;
  const cap = fee.capMinor === null ? floored : BigInt(fee.capMinor);
  const minor = floored > cap ? cap : floored;
  const { kind, payer, payee } = fee;
  return { kind, amount: toWire({ minor, currency }), payer, payee };
}

function feesOf(lines: readonly FeeLine[], payer: FeeLine['payer'], like: Money): Money {
  const own = lines.filter(line => line.payer === payer).map(({ amount }) => fromWire(amount));
  return sum(own, like.currency);
}

function outOfRange(figure: string, value: string, range: string) {
  return refuse('PRICE_OUT_OF_RANGE', { figure: `${figure} ${value}`, range });
}
