import type { BusinessDate } from '../../calendar/index.ts';
import { refuse, type Refusal } from '../../errors/index.ts';
import { fraction, roundFraction } from '../../rate/index.ts';
import { invariant, ok, type Result } from '../../result/index.ts';

const ROUNDS_MAX = 50;
const PPM = 1_000_000n;

/** An eligible asset as concentration sees it. */
export type Weighed = {
  readonly id: string;
  readonly balance: bigint;
  readonly bornOn: BusinessDate;
  /** Which group it belongs to by each kind of key: obligor, affiliate group, industry … */
  readonly groups: Readonly<Record<string, string>>;
};

/** How much of the base a group may be; `special` names groups with a limit of their own. */
export type Limit = {
  readonly by: string;
  readonly ppm: number;
  readonly special?: Readonly<Record<string, number>>;
};

export type Excess = {
  readonly byAsset: Readonly<Record<string, bigint>>;
  readonly groups: readonly {
    readonly by: string;
    readonly group: string;
    readonly excess: bigint;
  }[];
  readonly excess: bigint;
  readonly netPoolBalance: bigint;
};

/**
 * What lies above the limits of concentration (SEC-29). Limits apply in the order given, each to what
 * the earlier ones left; the excess of a group falls on its youngest assets. `before` measures on the
 * eligible balance; `after` on what is left, to a fixed point or `CONCENTRATION_NO_FIXED_POINT`.
 * A limit in minor units is rounded down: a group is never let in by half a cent.
 */
export function measureExcess(
  assets: readonly Weighed[],
  limits: readonly Limit[],
  base: 'before' | 'after',
): Result<Excess, Refusal> {
  const eligible = assets.reduce((sum, { balance }) => sum + balance, 0n);
  let found = pass(assets, limits, eligible);
  if (base === 'before') return ok(found);
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = pass(assets, limits, found.netPoolBalance);
    if (next.netPoolBalance === found.netPoolBalance) return ok(next);
    found = next;
  }
  return refuse('CONCENTRATION_NO_FIXED_POINT', { rounds: ROUNDS_MAX });
}

function pass(assets: readonly Weighed[], limits: readonly Limit[], base: bigint): Excess {
  const left = new Map(assets.map(({ id, balance }) => [id, balance]));
  const groups: { by: string; group: string; excess: bigint }[] = [];
  for (const limit of limits) {
    for (const [group, members] of grouped(assets, limit.by)) {
      const share = limit.special?.[group] ?? limit.ppm;
      const allowed = roundFraction(fraction(base * BigInt(share), PPM), 'floor');
      const held = members.reduce((sum, { id }) => sum + (left.get(id) ?? 0n), 0n);
      if (held <= allowed) continue;
      groups.push({ by: limit.by, group, excess: held - allowed });
      takeFromYoungest(members, held - allowed, left);
    }
  }
  return summed(assets, left, groups);
}

function grouped(assets: readonly Weighed[], by: string): Map<string, Weighed[]> {
  const groups = new Map<string, Weighed[]>();
  for (const asset of assets) {
    const group = asset.groups[by];
    if (group === undefined) continue;
    const members = groups.get(group);
    if (members) members.push(asset);
    else groups.set(group, [asset]);
  }
  return groups;
}

function takeFromYoungest(
  members: readonly Weighed[],
  excess: bigint,
  left: Map<string, bigint>,
): void {
  let open = excess;
  const byAge = [...members].sort((a, b) =>
    a.bornOn === b.bornOn ? (a.id < b.id ? 1 : -1) : a.bornOn < b.bornOn ? 1 : -1,
  );
  for (const { id } of byAge) {
    const held = left.get(id) ?? 0n;
    const taken = held < open ? held : open;
    left.set(id, held - taken);
    open -= taken;
  }
  invariant('CONCENTRATION', open === 0n, () => `${open} of ${excess} not attributed`);
}

function summed(
  assets: readonly Weighed[],
  left: ReadonlyMap<string, bigint>,
  groups: Excess['groups'],
): Excess {
  const over = assets
    .map(({ id, balance }) => [id, balance - (left.get(id) ?? 0n)] as const)
    .filter(([, excess]) => excess > 0n);
  const excess = over.reduce((sum, [, one]) => sum + one, 0n);
  const eligible = assets.reduce((sum, { balance }) => sum + balance, 0n);
  return { byAsset: Object.fromEntries(over), groups, excess, netPoolBalance: eligible - excess };
}
