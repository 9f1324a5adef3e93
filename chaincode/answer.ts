import { refuse, type Refusal } from '../domain/errors/index.ts';
import { ENTITY_TYPES, type EntityType } from '../domain/event/index.ts';
import { ok, type Result } from '../domain/result/index.ts';
import { canonical, isObject, parseWire, type Wire } from '../domain/wire/index.ts';
import type { Answer } from './answers/answer.ts';
import { dealAnswers } from './answers/deal.ts';
import { disclosureAnswers } from './answers/disclosure.ts';
import { financingAnswers } from './answers/financing.ts';
import { receivableAnswers } from './answers/receivable.ts';
import { settlementAnswers } from './answers/settlement.ts';
import { treasuryAnswers } from './answers/treasury.ts';
import type { Input } from './handler.ts';
import { judge } from './shell.ts';
import type { Tx } from './tx.ts';

/** Questions by kind: the preview of an act, one entity, and the nouns' own queries. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  'act.preview': async (tx, query, input) => {
    const { act, signatures } = query;
    const judged = await judge(tx, canonical({ act, signatures }), input);
    return judged.ok ? ok({ envelope: judged.value.envelope }) : judged;
  },
  entity: async (tx, { type, id }) => {
    if (!ENTITY_TYPES.includes(type as EntityType) || typeof id !== 'string') {
      return refuse('NOT_FOUND', { id: id ?? '' });
    }
    const state = await tx.entity(type as EntityType, id);
    return ok((state as unknown as Wire) ?? null);
  },
  ...financingAnswers,
  ...settlementAnswers,
  ...treasuryAnswers,
  ...receivableAnswers,
  ...dealAnswers,
  ...disclosureAnswers,
};

/** Parses and answers one query; an unknown kind is `ACT_MALFORMED` with its place. */
export async function answer(tx: Tx, text: string, input: Input): Promise<Result<Wire, Refusal>> {
  const parsed = parseWire(text);
  if (!parsed.ok || !isObject(parsed.value)) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['query: no JSON object'] });
  }
  const { kind } = parsed.value;
  const found = typeof kind === 'string' && Object.hasOwn(ANSWERS, kind) ? ANSWERS[kind] : null;
  if (!found) return refuse('ACT_MALFORMED', { n: 1, faults: ['query.kind: unknown'] });
  return found(tx, parsed.value, input);
}
