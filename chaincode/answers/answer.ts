import type { Fault } from '../../domain/wire/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import { schema, type Schema } from '../../domain/act/index.ts';
import type { Refusal } from '../../domain/errors/index.ts';
import type { Context, Parameter } from '../../domain/governance/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import type { Input } from '../handler.ts';
import { sha256 } from '../signature.ts';
import type { Tx } from '../tx.ts';

/** Answers one question from the state; writes nothing. */
export type Answer = (
  tx: Tx,
  query: Readonly<Record<string, Wire>>,
  input: Input,
) => Promise<Result<Wire, Refusal>>;

/** A question whose fields are read by a closed schema; faults are `ACT_MALFORMED`. */
export function asked<T>(
  fields: Schema<T>,
  answer: (tx: Tx, query: T, input: Input) => Promise<Result<Wire, Refusal>>,
): Answer {
  return async (tx, { kind: _kind, ...query }, input) => {
    const faults: Fault[] = [];
    const read = schema.read(fields, query, 'query', faults);
    if (read === undefined || faults.length > 0) {
      const named = faults.map(({ path, fault }) => `${path}: ${fault}`);
      return fail({ code: 'ACT_MALFORMED', facts: { n: named.length, faults: named } });
    }
    return answer(tx, read, input);
  };
}

/** The context of a question: nobody has signed. */
export async function contextOf(
  tx: Tx,
  businessDate: string,
  keys: readonly string[],
): Promise<Context> {
  const channel = await tx.entity('channel', tx.stub.getChannelID());
  const parameters = new Map<string, Parameter>();
  for (const key of keys) {
    const parameter = await tx.entity('param', key);
    if (parameter) parameters.set(key, parameter);
  }
  const unfounded = { channel: '', clock: 'test', operator: '', association: '', auditor: '' };
  const founded = channel ?? (unfounded as NonNullable<typeof channel>);
  return { channel: founded, businessDate, signers: [], parameters, sha256 };
}

/** A typed value as wire JSON; everything in it is plain already. */
export function answered(value: unknown): Result<Wire, Refusal> {
  return ok(JSON.parse(canonical(value as Wire)) as Wire);
}
