import { GraphQLError } from 'graphql';
import { REFUSALS, type RefusalCode } from '../../domain/errors/index.ts';
import { builder } from './builder.ts';
import type { Context, Locale } from './context.ts';
import type { FreeRefusal } from './services.ts';

/** An expected failure as the API answers it. */
export type Problem = {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly facts: FreeRefusal['facts'];
  readonly docs: string;
  readonly requestId: string;
  readonly retryable: boolean;
};

const RETRYABLE = ['CONTENTION', 'IN_PROGRESS', 'RATE_LIMITED', 'STATE_MOVED', 'CONFLICT'];

/** A refusal with its sentences in the caller's language. */
export function problemOf(context: Context, refusal: FreeRefusal): Problem {
  const { sentence, remedy } = sentencesOf(refusal, context.locale);
  return {
    code: refusal.code,
    message: sentence,
    remedy,
    facts: refusal.facts,
    docs: `/docs/errors#${refusal.code}`,
    requestId: context.requestId,
    retryable: RETRYABLE.includes(refusal.code),
  };
}

/** Ends the operation with a code of the transport: not for what a caller decides about acts. */
export function transportError(code: string, message: string, status = 200): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

export function sentencesOf(
  { code, facts }: FreeRefusal,
  locale: Locale,
): { sentence: string; remedy: string } {
  if (!Object.hasOwn(REFUSALS, code)) return { sentence: code, remedy: '' };
  const { sentence, remedy } = REFUSALS[code as RefusalCode][locale];
  return { sentence: filled(sentence, facts), remedy: filled(remedy, facts) };
}

function filled(text: string, facts: FreeRefusal['facts']): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const value = facts[name];
    if (value === undefined || value === null) return whole;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}

export const ProblemInterface = builder.interfaceRef<Problem>('Problem').implement({
  description: 'An expected failure: what, why, what to do next.',
  fields: t => ({
    code: t.exposeString('code'),
    message: t.exposeString('message', {
      description: "One sentence in the caller's language (Accept-Language: zh or en).",
    }),
    remedy: t.exposeString('remedy'),
    facts: t.expose('facts', { type: 'JSON' }),
    docs: t.exposeString('docs', { description: 'Path of the page that explains the code.' }),
    requestId: t.exposeString('requestId'),
    retryable: t.exposeBoolean('retryable'),
  }),
});

export type Refused = Problem & { readonly problem: 'refused' };

export const RefusedType = builder.objectRef<Refused>('Refused').implement({
  interfaces: [ProblemInterface],
  isTypeOf: value => (value as { problem?: string }).problem === 'refused',
});

export function refused(context: Context, refusal: FreeRefusal): Refused {
  return { ...problemOf(context, refusal), problem: 'refused' };
}
