/** What became of one line of the list. */
export type Outcome = {
  readonly result: 'pass' | 'fail' | 'skip';
  readonly detail: string;
};

/** One sentence that must hold. */
export type Line = Outcome & { readonly name: string };

export const pass = (detail: string): Outcome => ({ result: 'pass', detail });
export const broken = (detail: string): Outcome => ({ result: 'fail', detail });
export const skip = (detail: string): Outcome => ({ result: 'skip', detail });

/** Holds when the condition does; the facts are told either way. */
export function holds(condition: boolean, detail: string): Outcome {
  return condition ? pass(detail) : broken(detail);
}

/** Lines of what must hold and no suite holds yet: said, never counted as passed. */
export const notYet = (names: readonly string[]): readonly Line[] =>
  names.map(name => ({ name, ...skip('no suite holds it yet') }));
