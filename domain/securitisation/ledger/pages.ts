/** Signs of a deal's canonical terms in one value of the state. */
export const PART_SIGNS = 60_000;

/** The pages of a register: the last sign of the holder's id. */
export const REGISTER_PAGES = Array.from({ length: 16 }, (_, page) => page.toString(16));

/** The page of a register on which a holder stands. */
export function pageOf(holder: string): string {
  return holder.slice(-1);
}
