import type { Act } from '../../act/index.ts';
import type { EntityRef } from '../../event/index.ts';
import type { Holding } from '../../receivable/index.ts';
import { canonical } from '../../wire/index.ts';
import { flowRow } from '../ledger/index.ts';
import type { Book } from './decisions.ts';
import type { Difference } from './difference.ts';

/** What the claims of a pool owe at the end of each day on which that changed, in minor units. */
type Owed = { on: string; amount: bigint }[];

/**
 * Ties the head of a pool to its pages and to its claims. The head moves by what the custodian
 * records; the claims move by payments, credit notes and remedies of their own. At each collection
 * the head must stand where the claims do: all that they lost up to its day is in it, and nothing
 * that no claim lost.
 */
export type PoolTie = {
  /** A holding as it was and as an act of that day left it. */
  readonly moved: (before: Holding | undefined, after: Holding | undefined, on: string) => void;
  /** What does not tie once an act on a pool is written. */
  readonly check: (act: Act, changed: readonly EntityRef[]) => Difference[];
};

export function startTie(book: Book): PoolTie {
  const owed = new Map<string, Owed>();
  const add = (holding: Holding | undefined, sign: 1n | -1n, on: string): void => {
    if (holding?.state !== 'reserved' || holding.lockedFor.kind !== 'pool') return;
    const { id } = holding.lockedFor;
    const days = owed.get(id) ?? [];
    const last = days.at(-1);
    const amount = (last?.amount ?? 0n) + sign * BigInt(holding.outstanding.minor);
    if (last?.on === on) last.amount = amount;
    else days.push({ on, amount });
    owed.set(id, days);
  };
  return {
    moved: (before, after, on) => {
      add(before, -1n, on);
      add(after, 1n, on);
    },
    check: (act, changed) => {
      const object = `${act.kind} ${act.id}`;
      const pools = new Set(changed.flatMap(({ type, id }) => (type === 'pool' ? [id] : [])));
      return [...pools].flatMap(id => [
        ...pageDifferences(book, id, object),
        ...(act.kind === 'pool.collect'
          ? claimDifferences(book, owed.get(id) ?? [], act, object)
          : []),
      ]);
    },
  };
}

/** The head against its pages: their hashes, how many assets, and before the sale their sum. */
function pageDifferences({ one, sha256 }: Book, id: string, object: string): Difference[] {
  const pool = one('pool', id);
  if (!pool) return [];
  const pages = pool.pages.map((_, at) => one('poolPage', `${id}~${at}`)?.assets ?? []);
  const hash = (value: (typeof pages)[number]): string =>
    sha256(new TextEncoder().encode(canonical(value)));
  const assets = pages.flat();
  const sum = assets.reduce((total, { amount }) => total + BigInt(amount.minor), 0n);
  return [
    ...pages.flatMap((page, at) =>
      unequal(object, `pages[${at}]`, pool.pages[at] ?? '', hash(page)),
    ),
    ...unequal(object, 'assets', `${pool.assets}`, `${assets.length}`),
    ...(pool.state === 'sold' || pool.released !== null
      ? []
      : unequal(object, 'amount', pool.amount.minor, `${sum}`)),
  ];
}

/**
 * The head against the claims on a collection. A default takes from the head and not from the claim;
 * what is recovered of it takes from the claim alone.
 */
function claimDifferences(
  { one }: Book,
  owed: Owed,
  { body }: Act<'pool.collect'>,
  object: string,
): Difference[] {
  const pool = one('pool', body.pool);
  if (!pool) return [];
  const rows = pool.collected.flatMap(on => one('poolCollection', `${body.pool}~${on}`) ?? []);
  const head = rows.map(flowRow).reduce((rest, row) => {
    return rest + row.default - row.recovery;
  }, BigInt(pool.outstanding.minor));
  const now = owed.at(-1)?.amount ?? 0n;
  const then = owed.findLast(({ on }) => on <= body.on)?.amount ?? owed[0]?.amount ?? 0n;
  return [
    // Claims lost more up to the day than was recorded; or more is recorded than claims lost.
    ...(head > then ? unequal(object, 'outstanding', `${head}`, `${then}`) : []),
    ...(head < now ? unequal(object, 'outstanding', `${head}`, `${now}`) : []),
  ];
}

function unequal(
  object: string,
  field: string,
  recorded: string,
  recomputed: string,
): Difference[] {
  return recorded === recomputed ? [] : [{ object, field, recorded, recomputed }];
}
