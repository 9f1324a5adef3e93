import { allocate, divide } from '../money/index.ts';
import { invariant } from '../result/index.ts';
import type { Share, ShareTerms, Tier } from './state.ts';

const MILLION = 1_000_000n;

/** What a partner earns more by quarterly net service revenue where its terms say nothing. */
export const TIERS: readonly Tier[] = [
  { from: '100000000', addPpm: 20_000 },
  { from: '500000000', addPpm: 50_000 },
];
export const RESERVE_PPM = 5_000n;
/** A contribution strictly above it takes part in the profit. */
export const CONTRIBUTION_PPM = 300_000n;

/**
 * Splits a period's revenue between partner and platform. Tiers are marginal: only what lies above a
 * step earns more, and the quarter's earlier months fill the steps first. No cent is lost: largest
 * remainder, a tie to the partner.
 * @example 1,200,000.00 at 700,000 ppm: 1,000,000 at 70 % and 200,000 at 72 % are 844,000.00
 */
export function splitShare(
  base: bigint,
  before: bigint,
  { partnerPpm, tiers }: ShareTerms,
): { readonly gross: bigint; readonly platform: bigint } {
  if (base === 0n) return { gross: 0n, platform: 0n };
  const steps = [{ from: '0', addPpm: 0 }, ...(tiers.length > 0 ? tiers : TIERS)];
  const ppm = steps.reduce((total, { from, addPpm }, at) => {
    const next = steps[at + 1];
    const [low, high] = [BigInt(from), next ? BigInt(next.from) : null];
    const within = between(before, before + base, low, high);
    return total + within * BigInt(Math.min(partnerPpm + addPpm, Number(MILLION)));
  }, 0n);
  const [gross = 0n, platform = 0n] = allocate(base, [ppm, base * MILLION - ppm]);
  assertWhole({ base, gross, platform });
  return { gross, platform };
}

/** INV-R20: the parts of a period's revenue are its base, none below zero. */
export function assertWhole(of: {
  readonly base: bigint;
  readonly gross: bigint;
  readonly platform: bigint;
}): void {
  const { base, gross, platform } = of;
  const isWhole = gross + platform === base && gross >= 0n && platform >= 0n;
  invariant('INV-R20', isWhole, () => `${gross} and ${platform} of ${base}`);
}

/** How much of `from` to `to` lies between two steps. */
function between(from: bigint, to: bigint, low: bigint, high: bigint | null): bigint {
  const start = from > low ? from : low;
  const end = high !== null && to > high ? high : to;
  return end > start ? end - start : 0n;
}

/**
 * 5,000 ppm of what was disbursed, half up, once on the month's sum; out of the share first, what is
 * left of it is invoiced.
 */
export function reserveOf(
  disbursed: bigint,
  gross: bigint,
): { readonly reserve: bigint; readonly invoiced: bigint } {
  const due = divide(disbursed * RESERVE_PPM, MILLION, 'halfUp');
  const reserve = due < gross ? due : gross;
  return { reserve, invoiced: due - reserve };
}

/**
 * Part of the platform's profit of a quarter: profitPpm × profit × contribution, half up; nothing up
 * to 30 % of all revenue.
 * @example 5 % of 10,000,000.00 at a contribution of 40 % is 200,000.00
 */
export function profitOf(of: {
  readonly profit: bigint;
  readonly profitPpm: bigint;
  readonly revenue: bigint;
  readonly all: bigint;
}): bigint {
  const { profit, profitPpm, revenue, all } = of;
  if (all === 0n || revenue * MILLION <= all * CONTRIBUTION_PPM) return 0n;
  return divide(profit * profitPpm * revenue, MILLION * all, 'halfUp');
}

/** What is paid of a share: gross less what goes to the reserve. */
export function netOf({ gross, reserve }: Share): bigint {
  return BigInt(gross) - BigInt(reserve);
}
