/** What the command line asks for. */
export type Words = {
  /** End after the story: 0 when every step held. */
  readonly once: boolean;
  /** Forget all data before starting. */
  readonly reset: boolean;
  /** Serve without playing the story. */
  readonly bare: boolean;
  /** Build the read model anew from the ledger, compare, put it in place, and end. */
  readonly rebuild: boolean;
};

const usage = `npm start [-- --once] [--reset] [--bare] [--rebuild]
  --once     ends after the story: 0 when every step held
  --reset    forgets all data and starts anew
  --bare     serves without the story and its robots
  --rebuild  builds the read model anew from the ledger, compares it and ends`;

/** Reads the words after `npm start --`; tells what there is, or what is not understood. */
export function readWords(
  given: readonly string[],
): Words | { readonly help: string } | { readonly fault: string } {
  if (given.some(word => word === '--help' || word === '-h')) return { help: usage };
  const known = ['--once', '--reset', '--bare', '--rebuild'];
  const unknown = given.filter(word => !known.includes(word));
  if (unknown.length > 0) return { fault: `Unknown: ${unknown.join(' ')}\n${usage}` };
  return {
    once: given.includes('--once'),
    reset: given.includes('--reset'),
    bare: given.includes('--bare'),
    rebuild: given.includes('--rebuild'),
  };
}
