/** Waits for a while. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/**
 * Asks again until the answer is there. @throws Error naming what was waited for after `seconds`.
 */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | null>,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== null) return answer;
    await pause(250);
  }
  throw new Error(`waited ${seconds} s for ${what}`);
}
