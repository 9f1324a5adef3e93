import type { Wire } from '../../../domain/wire/index.ts';
import type { Challenge, Passed } from '../../step-up/index.ts';
import { builder } from '../builder.ts';
import { problemOf, ProblemInterface, refused, RefusedType, type Problem } from '../problem.ts';

const ChallengeType = builder.objectRef<Challenge>('StepUpChallenge').implement({
  isTypeOf: value => 'expiresAt' in (value as object),
  fields: t => ({
    challenge: t.exposeString('challenge'),
    method: t.exposeString('method'),
    actHashes: t.field({ type: ['Sha256'], resolve: ({ actHashes }) => [...actHashes] }),
    key: t.exposeString('key'),
    expiresAt: t.expose('expiresAt', { type: 'Instant' }),
    triesLeft: t.exposeInt('triesLeft'),
  }),
});

const ChallengeResult = builder.unionType('StepUpChallengeResult', {
  types: [ChallengeType, RefusedType],
});

const EntryType = builder.objectRef<Passed['entries'][number]>('StepUpEntry').implement({
  fields: t => ({
    actHash: t.expose('actHash', { type: 'Sha256' }),
    signature: t.field({
      type: 'JSON',
      description:
        'A signature entry {alg, key, role: "stepup", at, stepUp: {method, at, of}, value}.',
      resolve: ({ signature }) => signature as unknown as Wire,
    }),
  }),
});

const PassedType = builder.objectRef<Passed>('StepUpPassed').implement({
  isTypeOf: value => (value as { kind?: string }).kind === 'passed',
  fields: t => ({
    stepUp: t.field({
      type: 'JSON',
      description: "The value of `stepUp` for the signer's own signature entry: {method, at}.",
      resolve: ({ stepUp }) => stepUp,
    }),
    entries: t.field({
      type: [EntryType],
      description: 'One service entry an act, to be sent among `signatures`.',
      resolve: ({ entries }) => [...entries],
    }),
  }),
});

type Failed = Problem & { readonly kind: 'failed'; readonly triesLeft: number };

const FailedType = builder.objectRef<Failed>('StepUpFailed').implement({
  interfaces: [ProblemInterface],
  isTypeOf: value => (value as { kind?: string }).kind === 'failed',
  fields: t => ({ triesLeft: t.exposeInt('triesLeft') }),
});

const VerifyResult = builder.unionType('StepUpVerifyResult', {
  types: [PassedType, FailedType, RefusedType],
});

const STEP_UP_COST = 10;

builder.mutationFields(t => ({
  stepUpChallenge: t.field({
    type: ChallengeResult,
    description:
      'Asks for a code bound to these acts (≤ 200) and one signing key. A service names the person.',
    complexity: STEP_UP_COST,
    args: {
      actHashes: t.arg({ type: ['Sha256'], required: true }),
      key: t.arg.string({ required: true }),
      person: t.arg.string(),
    },
    resolve: async (_root, { actHashes, key, person }, context) => {
      const asked = { actHashes, key, person: person ?? null };
      const begun = await context.services.stepUp.begin(context.caller, asked);
      return 'kind' in begun ? refused(context, begun) : begun;
    },
  }),
  stepUpVerify: t.field({
    type: VerifyResult,
    complexity: STEP_UP_COST,
    args: {
      challenge: t.arg.string({ required: true }),
      code: t.arg.string({ required: true }),
    },
    resolve: async (_root, { challenge, code }, context) => {
      const verified = await context.services.stepUp.verify(context.caller, challenge, code);
      if (verified.kind === 'passed') return verified;
      if (verified.kind === 'refused') return refused(context, verified);
      const facts = { band: 'P', method: 'token', age: 'none' };
      const problem = problemOf(context, { code: 'STEP_UP_REQUIRED', facts });
      return { ...problem, kind: 'failed' as const, triesLeft: verified.triesLeft };
    },
  }),
}));
