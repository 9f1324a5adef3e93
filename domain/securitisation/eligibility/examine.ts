import { daysBetween, type BusinessDate } from '../../calendar/index.ts';
import type { Refusal } from '../../errors/index.ts';
import { fraction, roundFraction } from '../../rate/index.ts';
import { ok, type Result } from '../../result/index.ts';
import { measureExcess, type Excess } from './concentration.ts';
import { candidateOf, type Offered } from './from-ledger.ts';
import { judge, type Failure } from './judge.ts';
import type { RuleSet } from './rule-set.ts';

/** An offered holding with the names of its debtor, as concentration counts it. */
export type Examined = Offered & { readonly obligor: string; readonly group: string };

/** One holding and all that the rules find wanting in it. */
export type Verdict = {
  readonly asset: string;
  readonly result: 'eligible' | 'warned' | 'rejected';
  readonly failures: readonly Failure[];
  /** Minor units above a limit of concentration. */
  readonly excess: bigint;
};

/** How many holdings, and how much money, in minor units. */
export type Count = { readonly count: number; readonly amount: bigint };

/** Holdings with something in common, and their part of the examined or eligible amount in ppm. */
export type Share = Count & { readonly key: string; readonly sharePpm: number };

export type PoolExamination = {
  readonly verdicts: readonly Verdict[];
  readonly all: Count;
  readonly eligible: Count;
  /** By rule code, every holding that fails it; one holding may fail several. */
  readonly reasons: readonly Share[];
  readonly excess: Excess;
  /** Eligible holdings by debtor, largest first, and by days left to the due date. */
  readonly obligors: readonly Share[];
  readonly tenors: readonly Share[];
};

/**
 * Judges holdings of one currency on a day: what is wrong with each, what is left, and how it is
 * spread. Refuses `CONCENTRATION_NO_FIXED_POINT`.
 */
export function examinePool(
  assets: readonly Examined[],
  ruleSet: RuleSet,
  on: BusinessDate,
): Result<PoolExamination, Refusal> {
  const judged = assets.map(asset => ({
    asset,
    found: judge(candidateOf(asset), ruleSet.rules, on),
  }));
  const good = judged.filter(({ found }) => found.eligible).map(({ asset }) => asset);
  const weighed = good.map(({ holding, receivable, amount, obligor, group }) => {
    const groups = { obligor, group };
    return { id: holding.holding, balance: amount, bornOn: receivable.invoiceOn, groups };
  });
  const excess = measureExcess(weighed, ruleSet.limits, ruleSet.base);
  if (!excess.ok) return excess;
  const verdicts = judged.map(({ asset, found }): Verdict => {
    const { eligible, failures } = found;
    const result = eligible ? (failures.length > 0 ? 'warned' : 'eligible') : 'rejected';
    const id = asset.holding.holding;
    return { asset: id, result, failures, excess: excess.value.byAsset[id] ?? 0n };
  });
  const failed = judged.flatMap(({ asset, found }) => {
    return [...new Set(found.failures.map(({ code }) => code))].map(key => ({ key, asset }));
  });
  return ok({
    verdicts,
    all: sumOf(assets),
    eligible: sumOf(good),
    reasons: sharesOf(failed, assets).sort((a, b) => (a.key < b.key ? -1 : 1)),
    excess: excess.value,
    obligors: byAmount(
      sharesOf(
        good.map(asset => ({ key: asset.obligor, asset })),
        good,
      ),
    ),
    tenors: tenorsOf(good, on),
  });
}

/** Days to the due date, from shortest to longest; the last is open. */
const TENORS = [0, 30, 60, 90, 180, 360] as const;

function tenorsOf(assets: readonly Examined[], on: BusinessDate): readonly Share[] {
  const keyed = assets.map(asset => {
    const days = daysBetween(on, asset.receivable.dueOn);
    const top = TENORS.find(most => days <= most);
    return { key: top === undefined ? 'longer' : `d${top}`, asset };
  });
  const shares = sharesOf(keyed, assets);
  return [...TENORS.map(most => `d${most}`), 'longer'].flatMap(
    key => shares.find(share => share.key === key) ?? [],
  );
}

/** A share is rounded half up: it is shown, no limit is tested by it. */
function sharesOf(
  keyed: readonly { readonly key: string; readonly asset: Examined }[],
  whole: readonly Examined[],
): Share[] {
  const counts = new Map<string, Count>();
  for (const { key, asset } of keyed) {
    const { count, amount } = counts.get(key) ?? { count: 0, amount: 0n };
    counts.set(key, { count: count + 1, amount: amount + asset.amount });
  }
  const { amount: total } = sumOf(whole);
  return [...counts].map(([key, { count, amount }]) => {
    const part = fraction(amount * 1_000_000n, total === 0n ? 1n : total);
    return { key, count, amount, sharePpm: Number(roundFraction(part, 'halfUp')) };
  });
}

function byAmount(shares: Share[]): readonly Share[] {
  return shares.sort((a, b) => (a.amount === b.amount ? 0 : a.amount < b.amount ? 1 : -1));
}

function sumOf(assets: readonly Examined[]): Count {
  const amount = assets.reduce((sum, asset) => sum + asset.amount, 0n);
  return { count: assets.length, amount };
}
