import { fail, ok, type Result } from '../../domain/result/index.ts';
import { canonical, parseWire, type Wire } from '../../domain/wire/index.ts';
import type { Context } from './context.ts';
import type { FreeRefusal } from './services.ts';

/**
 * Asks the contract a question on the ledger's state; nothing is written.
 * @throws Error when the ledger gave neither an answer nor a refusal
 */
export async function askContract(
  { services }: Pick<Context, 'services'>,
  query: Wire,
): Promise<Result<Wire, FreeRefusal>> {
  const answer = await services.ledger.evaluate({ text: canonical(query) });
  if (answer.kind === 'refused') return fail(answer.refusal as FreeRefusal);
  if (answer.kind !== 'answer') throw new Error(`the question ended as ${answer.kind}`);
  const parsed = parseWire(Buffer.from(answer.bytes).toString('utf8'));
  if (!parsed.ok) throw new Error('the answer is not canonical');
  return ok(parsed.value);
}
