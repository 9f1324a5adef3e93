import { multiplyDecimal, type Decimal, type Quantity } from '../document/index.ts';

/** Exact factors to the first unit of each family (UN/ECE Recommendation 20). */
const FAMILIES: readonly Readonly<Record<string, Decimal>>[] = [
  {
    KGM: one(),
    GRM: { coefficient: 1n, scale: 3 },
    MGM: { coefficient: 1n, scale: 6 },
    TNE: times(1000n),
    DTN: times(100n),
  },
  {
    MTR: one(),
    CMT: { coefficient: 1n, scale: 2 },
    MMT: { coefficient: 1n, scale: 3 },
    KMT: times(1000n),
  },
  { LTR: one(), MLT: { coefficient: 1n, scale: 3 }, HLT: times(100n), MTQ: times(1000n) },
  {
    C62: one(),
    EA: one(),
    PCE: one(),
    H87: one(),
    NAR: one(),
    DZN: times(12n),
    CEN: times(100n),
    MIL: times(1000n),
  },
  { MTK: one(), CMK: { coefficient: 1n, scale: 4 }, HAR: times(10_000n) },
  { SEC: one(), MIN: times(60n), HUR: times(3600n), DAY: times(86_400n) },
  { KWH: one(), MWH: times(1000n) },
];

function one(): Decimal {
  return { coefficient: 1n, scale: 0 };
}

function times(coefficient: bigint): Decimal {
  return { coefficient, scale: 0 };
}

/**
 * A quantity in the first unit of its family, exactly; an unknown unit stands for itself.
 * @example toBase({ value: 500, unit: 'GRM' }) // 0.5 KGM
 */
export function toBase(quantity: Quantity): Quantity {
  const family = FAMILIES.find(f => Object.hasOwn(f, quantity.unit));
  const factor = family?.[quantity.unit];
  if (!family || !factor) return quantity;
  const unit = Object.keys(family)[0] ?? quantity.unit;
  return { value: multiplyDecimal(quantity.value, factor), unit };
}

/** Whether two quantities can be compared. */
export function isComparable(a: Quantity, b: Quantity): boolean {
  return toBase(a).unit === toBase(b).unit;
}
