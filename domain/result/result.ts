/** An outcome as a value: expected failures are returned, never thrown. */
export type Result<T, E> = Ok<T> | Fail<E>;
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Fail<E> = { readonly ok: false; readonly error: E };

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function fail<E>(error: E): Fail<E> {
  return { ok: false, error };
}

/** Asserts what our own code must guarantee. A failure is our bug: it throws and we stop. */
export function invariant(id: string, condition: boolean, facts: () => string): asserts condition {
  if (!condition) throw new InvariantViolation(id, facts());
}

/** Thrown by {@link invariant}; never caught to carry on. */
export class InvariantViolation extends Error {
  readonly id: string;
  constructor(id: string, facts: string) {
    super(`${id}: ${facts}`);
    this.name = 'InvariantViolation';
    this.id = id;
  }
}
