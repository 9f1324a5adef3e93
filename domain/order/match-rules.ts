/** The rules of the three-way match, in their order (ING-27). */
export type MatchRule =
  | 'MT-10'
  | 'MT-11'
  | 'MT-12'
  | 'MT-20'
  | 'MT-21'
  | 'MT-30'
  | 'MT-31'
  | 'MT-32'
  | 'MT-40'
  | 'MT-41'
  | 'MT-42'
  | 'MT-50'
  | 'MT-60'
  | 'MT-70';

/** One exception with its figures as text; `path` is the invoice line, or the field it concerns. */
export type MatchException = {
  readonly rule: MatchRule;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
};

/** A tolerance holds when the difference is within the share and within the amount. */
export type Tolerance = { readonly ppm: bigint; readonly minor: bigint };

/** What a tenant may edit by supplier or item group; amounts in minor units. */
export type Tolerances = {
  readonly price: Tolerance;
  readonly lineTotal: Tolerance;
  readonly orderSelfMinor: bigint;
  readonly charges: Tolerance;
  readonly total: Tolerance;
  /** MT-42: the difference must stay below this. */
  readonly taxBaseMinor: bigint;
  readonly receiptDays: number;
};

/** The defaults of ING-27, for currencies of two digits. */
export const TOLERANCES: Tolerances = {
  price: { ppm: 5_000n, minor: 100n },
  lineTotal: { ppm: 5_000n, minor: 100n },
  orderSelfMinor: 2n,
  charges: { ppm: 10_000n, minor: 1_000n },
  total: { ppm: 10_000n, minor: 1_000n },
  taxBaseMinor: 100n,
  receiptDays: 5,
};

/** Whether `actual` stays within the tolerance around `expected`, both signs. */
export function isWithin(tolerance: Tolerance, actual: bigint, expected: bigint): boolean {
  const size = (value: bigint): bigint => (value < 0n ? -value : value);
  const difference = size(actual - expected);
  if (difference === 0n) return true;
  return difference <= tolerance.minor && difference * 1_000_000n <= tolerance.ppm * size(expected);
}
