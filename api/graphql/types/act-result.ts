import { describe } from '../../../domain/act/index.ts';
import {
  actKinds,
  mutationName,
  signAct,
  takeAct,
  withdrawAct,
  type ActAnswer,
  type Kept,
} from '../act-door.ts';
import { readActs } from '../act-store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { problemOf, ProblemInterface, type Problem } from '../problem.ts';
import {
  ActLineType,
  ActType,
  actView,
  findAct,
  missingSigners,
  MissingSignerType,
  type ActView,
} from './act.ts';
import { demandOf, SigningDemandType } from './signing-demand.ts';

type Done = Extract<ActAnswer, { kind: 'done' }> & { readonly act: ActView };
type Preview = Extract<ActAnswer, { kind: 'preview' }>;
type Partly = Extract<ActAnswer, { kind: 'partly' }> & { readonly act: ActView };
type Sent = Extract<ActAnswer, { kind: 'sent' }> & { readonly act: ActView };
type RefusedAct = Problem & { readonly kind: 'refused'; readonly act: ActView | null };
type Invalid = Problem & {
  readonly kind: 'invalid';
  readonly faults: readonly { readonly path: string; readonly code: string }[];
};
type StepUpWanted = Problem & { readonly kind: 'stepUp'; readonly actHash: string };

const isKind =
  (kind: string) =>
  (value: unknown): boolean =>
    (value as { kind?: string }).kind === kind;

const ActDone = builder.objectRef<Done>('ActDone').implement({
  isTypeOf: isKind('done'),
  fields: t => ({
    act: t.expose('act', { type: ActType }),
    block: t.int({ resolve: ({ block }) => Number(block) }),
    txId: t.exposeString('txId'),
  }),
});

const ActPreview = builder.objectRef<Preview>('ActPreview').implement({
  isTypeOf: isKind('preview'),
  fields: t => ({
    lines: t.field({ type: [ActLineType], resolve: ({ act }) => [...describe(act)] }),
    events: t.field({ type: 'JSON', resolve: ({ events }) => events }),
    signersNeeded: t.field({
      type: [MissingSignerType],
      resolve: ({ missing }, _args, context) => missingSigners(context, missing),
    }),
    demand: t.field({
      type: SigningDemandType,
      resolve: ({ act }, _args, context) => demandOf(context, act),
    }),
    bytes: t.exposeString('bytes'),
    actHash: t.expose('actHash', { type: 'Sha256' }),
    binding: t.exposeBoolean('binding', {
      description:
        'False: the answer is no promise (no signatures yet, or other rules on the ledger).',
    }),
  }),
});

const ActPartly = builder.objectRef<Partly>('ActPartly').implement({
  isTypeOf: isKind('partly'),
  fields: t => ({
    act: t.expose('act', { type: ActType }),
    missing: t.field({
      type: [MissingSignerType],
      resolve: ({ missing }, _args, context) => missingSigners(context, missing),
    }),
  }),
});

const ActSent = builder.objectRef<Sent>('ActSent').implement({
  description:
    'Stored and sent, not settled within 5 s or outcome unknown: ask `act(id)`; do nothing else.',
  isTypeOf: isKind('sent'),
  fields: t => ({ act: t.expose('act', { type: ActType }) }),
});

const ActRefused = builder.objectRef<RefusedAct>('ActRefused').implement({
  interfaces: [ProblemInterface],
  isTypeOf: isKind('refused'),
  fields: t => ({ act: t.expose('act', { type: ActType, nullable: true }) }),
});

const InputFault = builder
  .objectRef<{ readonly path: string; readonly code: string }>('InputFault')
  .implement({
    fields: t => ({ path: t.exposeString('path'), code: t.exposeString('code') }),
  });

const InputInvalid = builder.objectRef<Invalid>('InputInvalid').implement({
  interfaces: [ProblemInterface],
  isTypeOf: isKind('invalid'),
  fields: t => ({ faults: t.field({ type: [InputFault], resolve: ({ faults }) => [...faults] }) }),
});

const StepUpRequired = builder.objectRef<StepUpWanted>('StepUpRequired').implement({
  interfaces: [ProblemInterface],
  isTypeOf: isKind('stepUp'),
  fields: t => ({ actHash: t.expose('actHash', { type: 'Sha256' }) }),
});

type ActResultShape = Done | Preview | Partly | Sent | RefusedAct | Invalid | StepUpWanted;

const ActResult = builder.unionType('ActResult', {
  types: [ActDone, ActPreview, ActPartly, ActSent, ActRefused, InputInvalid, StepUpRequired],
});

/** Draws the union member of an answer, with the act as it now stands. */
async function resultOf(context: Context, answer: ActAnswer): Promise<ActResultShape> {
  switch (answer.kind) {
    case 'preview':
      return answer;
    case 'done':
    case 'partly':
    case 'sent':
      return { ...answer, act: await knownAct(context, answer) };
    case 'refused': {
      const act = answer.id === null ? null : await findAct(context, answer.id);
      return { ...problemOf(context, answer.refusal), kind: 'refused', act };
    }
    case 'stepUp':
      return { ...problemOf(context, answer.refusal), kind: 'stepUp', actHash: answer.actHash };
    case 'invalid':
      return invalid(context, answer);
  }
}

function invalid(context: Context, answer: Extract<ActAnswer, { kind: 'invalid' }>): Invalid {
  const texts = answer.faults.map(({ path, fault }) => `${path}: ${fault}`);
  const facts = { n: texts.length, faults: texts };
  const faults = answer.faults.map(({ path, fault }) => ({ path, code: fault }));
  return { ...problemOf(context, { code: 'ACT_MALFORMED', facts }), kind: 'invalid', faults };
}

/** Read for whom it is kept: who signed for another may see what became of it. */
async function knownAct({ services, caller }: Context, { id, tenant }: Kept): Promise<ActView> {
  const [row] = await services.database.withTenant({ tenant, actor: caller.subject }, sql =>
    readActs((text, values) => sql.query(text, values), 'a.id = $1', [id]),
  );
  if (!row) throw new Error(`act ${id} was answered and is not kept`);
  return actView(row);
}

const SignatureInput = builder.inputType('SignatureInput', {
  description: 'A signature entry of R-3: {alg, key, role, at, stepUp?, value}.',
  fields: t => ({
    alg: t.string({ required: true }),
    key: t.string({ required: true }),
    role: t.string({ required: true }),
    at: t.field({ type: 'Instant', required: true }),
    stepUp: t.field({ type: 'JSON' }),
    value: t.string({ required: true }),
  }),
});

type SignatureGiven = typeof SignatureInput.$inferInput;

/** The entry without what was not given: `null` is not part of a signature. */
function entryOf({ stepUp, ...entry }: SignatureGiven): Record<string, unknown> {
  return stepUp == null ? { ...entry } : { ...entry, stepUp };
}

const ACT_COST = 10;

for (const kind of actKinds()) {
  builder.mutationField(mutationName(kind), t =>
    t.field({
      type: ActResult,
      description: `Act \`${kind}\`.`,
      complexity: ACT_COST,
      args: {
        actId: t.arg({ type: 'ActId', required: true }),
        businessDate: t.arg({ type: 'BusinessDate', required: true }),
        body: t.arg({ type: 'JSON', required: true }),
        signatures: t.arg({ type: [SignatureInput], required: true }),
        transient: t.arg({ type: 'JSON' }),
        dryRun: t.arg.boolean({ defaultValue: false }),
        hint: t.arg.int(),
      },
      resolve: async (_root, args, context) => {
        const { actId, businessDate, body } = args;
        const answer = await takeAct(context, {
          kind,
          actId,
          businessDate,
          body: body ?? null,
          signatures: args.signatures.map(entryOf),
          transient: args.transient ?? null,
          dryRun: args.dryRun ?? false,
          hint: args.hint ?? 0,
        });
        return resultOf(context, answer);
      },
    }),
  );
}

builder.mutationFields(t => ({
  actSign: t.field({
    type: ActResult,
    description: 'Adds signatures to an act that waits for more of them, on the same bytes.',
    complexity: ACT_COST,
    args: {
      actId: t.arg({ type: 'ActId', required: true }),
      signatures: t.arg({ type: [SignatureInput], required: true }),
    },
    resolve: async (_root, { actId, signatures }, context) =>
      resultOf(context, await signAct(context, actId, signatures.map(entryOf))),
  }),
  actWithdraw: t.field({
    type: ActResult,
    description: 'Takes back an own act that is not yet complete.',
    complexity: ACT_COST,
    args: { actId: t.arg({ type: 'ActId', required: true }) },
    resolve: async (_root, { actId }, context) =>
      resultOf(context, await withdrawAct(context, actId)),
  }),
}));
