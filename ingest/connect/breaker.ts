/** How often a source failed in a row, and until when nobody asks it. */
export type Breaker = { readonly failures: number; readonly openUntil: string | null };

const FAILURES_MAX = 5;
const OPEN_SECONDS = 60;
/** 1 s, 5 s, 30 s, 5 min, 1 h (ING-7). */
const WAITS = [1, 5, 30, 300, 3_600] as const;

/** Closed, or open for no longer: one attempt may be made, and decides. */
export function mayAsk({ openUntil }: Breaker, now: string): boolean {
  return openUntil === null || openUntil <= now;
}

/**
 * After a failure that may pass: until the fifth in a row the growing wait, jittered by up to a
 * fifth either way; from the fifth on the breaker is open for a minute or that wait, if longer.
 * @param share between 0 and 1, drawn by the caller
 */
export function afterFailure(
  { failures }: Breaker,
  at: { readonly now: string; readonly share: number; readonly asked?: number },
): Breaker {
  const count = failures + 1;
  const wait = WAITS[Math.min(count, WAITS.length) - 1] ?? OPEN_SECONDS;
  const jittered = wait * (0.8 + 0.4 * at.share);
  const least = count >= FAILURES_MAX ? OPEN_SECONDS : 0;
  const seconds = Math.max(jittered, least, at.asked ?? 0);
  const until = new Date(Date.parse(at.now) + Math.round(seconds * 1_000)).toISOString();
  return { failures: count, openUntil: until };
}
