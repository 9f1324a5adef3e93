/** A seeded stream of numbers in [0, 1): mulberry32, so that the story is the same everywhere. */
export type Random = {
  readonly next: () => number;
  readonly integer: Integer;
  readonly pick: Pick;
};
type Integer = (from: number, to: number) => number;
type Pick = <T>(items: readonly T[]) => T;

/** The story's seed. */
export const SEED = 42;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer: Integer = (from, to) => from + Math.floor(next() * (to - from + 1));
  const pick: Pick = items => {
    const item = items[integer(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  return { next, integer, pick };
}

/** A stream for one named thing, independent of all others. */
export function randomFor(name: string): Random {
  let hash = SEED;
  for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return randomOf(hash);
}
