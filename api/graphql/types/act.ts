import { describe, type Act, type Line, type Signature } from '../../../domain/act/index.ts';
import { parseWire, type Wire } from '../../../domain/wire/index.ts';
import {
  signAct,
  actKinds,
  mutationName,
  takeAct,
  withdrawAct,
  type ActAnswer,
} from '../act-door.ts';
import { readActs, type ActRow } from '../act-store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { NodeInterface, type NodeView } from '../node.ts';
import { problemOf, ProblemInterface, refused, RefusedType, type Problem } from '../problem.ts';
import { partyView, PartyType } from './party.ts';

export const ActLineType = builder.objectRef<Line>('ActLine').implement({
  description: 'One line of the sheet: label key and typed value.',
  fields: t => ({
    label: t.exposeString('label'),
    type: t.exposeString('type'),
    value: t.field({ type: 'JSON', nullable: true, resolve: line => line.value }),
  }),
});

export type Missing = {
  readonly role: string | null;
  readonly count: number;
  readonly sentence: string;
};

export const MissingSignerType = builder.objectRef<Missing>('MissingSigner').implement({
  fields: t => ({
    role: t.exposeString('role', { nullable: true }),
    count: t.exposeInt('count'),
    sentence: t.exposeString('sentence'),
  }),
});

/** `actor:checker|director` twice → one line with count 2. */
export function missingSigners(context: Context, missing: readonly string[]): Missing[] {
  const counts = new Map<string, number>();
  for (const text of missing) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => {
    const [of = 'actor', roles = text] = text.split(':');
    const sentence =
      context.locale === 'zh'
        ? `还需 ${count} 人签名（${of === 'actor' ? '本方' : of}：${roles}）`
        : `${count} more person to sign (${of === 'actor' ? 'own party' : of}: ${roles})`;
    return { role: roles, count, sentence };
  });
}

export const SignerType = builder.objectRef<Signature>('Signer').implement({
  fields: t => ({
    key: t.exposeString('key'),
    role: t.exposeString('role'),
    person: t.string({
      nullable: true,
      resolve: async ({ key }, _args, { reading }) =>
        (await reading.entity('key', key))?.body.person ?? null,
    }),
    party: t.string({
      nullable: true,
      resolve: async ({ key }, _args, { reading }) =>
        (await reading.entity('key', key))?.body.party ?? null,
    }),
    class: t.string({
      nullable: true,
      resolve: async ({ key }, _args, { reading }) =>
        (await reading.entity('key', key))?.body.class ?? null,
    }),
    at: t.expose('at', { type: 'Instant' }),
    stepUp: t.field({
      type: 'JSON',
      nullable: true,
      resolve: ({ stepUp }) => (stepUp as Wire | undefined) ?? null,
    }),
  }),
});

export type ActView = NodeView & { readonly type: 'Act'; readonly row: ActRow };

export function actView(row: ActRow): ActView {
  return { type: 'Act', objectId: row.id, row };
}

/** The act with this id that the caller's party sent or is asked to sign. */
export async function findAct(context: Context, id: string): Promise<ActView | null> {
  const [row] = await readActs(context.reading.query, 'a.id = $1', [id]);
  return row ? actView(row) : null;
}

function actOf({ row }: ActView): Act | null {
  const parsed = parseWire(row.bytes);
  return parsed.ok ? (parsed.value as unknown as Act) : null;
}

export const ActType = builder.objectRef<ActView>('Act');
ActType.implement({
  description:
    'draft, proposed, partly, ready, submitted, done, refused, expired, withdrawn, unknown.',
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.field({ type: 'ActId', resolve: ({ objectId }) => objectId }),
    kind: t.string({ resolve: ({ row }) => row.kind }),
    state: t.string({ resolve: ({ row }) => row.state }),
    actor: t.field({
      type: PartyType,
      nullable: true,
      resolve: ({ row }, _args, context) => partyView(context, row.tenant),
    }),
    businessDate: t.field({ type: 'BusinessDate', resolve: ({ row }) => row.businessDate }),
    bytes: t.string({
      description: 'Canonical bytes as text: exactly what is hashed and signed.',
      resolve: ({ row }) => row.bytes,
    }),
    actHash: t.field({ type: 'Sha256', resolve: ({ row }) => row.sha256 }),
    lines: t.field({
      type: [ActLineType],
      resolve: view => {
        const act = actOf(view);
        return act ? [...describe(act)] : [];
      },
    }),
    signatures: t.field({ type: [SignerType], resolve: ({ row }) => [...row.signatures] }),
    missing: t.field({
      type: [MissingSignerType],
      resolve: ({ row }, _args, context) => missingSigners(context, row.missing),
    }),
    block: t.int({
      nullable: true,
      resolve: ({ row }) => (row.block === null ? null : Number(row.block)),
    }),
    txId: t.string({ nullable: true, resolve: ({ row }) => row.txId }),
    refusal: t.field({
      type: RefusedType,
      nullable: true,
      resolve: ({ row }, _args, context) => (row.refusal ? refused(context, row.refusal) : null),
    }),
    events: t.field({
      type: 'JSON',
      nullable: true,
      resolve: async ({ objectId }, _args, { reading }) => {
        const rows = await reading.query<{ body: Wire }>(
          'select body from book.event where act_id = $1 order by n',
          [objectId],
        );
        return rows.length === 0 ? null : rows.map(({ body }) => body);
      },
    }),
  }),
});

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
      return { ...answer, act: await knownAct(context, answer.id) };
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

async function knownAct(context: Context, id: string): Promise<ActView> {
  const act = await findAct(context, id);
  if (!act) throw new Error(`act ${id} was answered and is not kept`);
  return act;
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

builder.queryField('act', t =>
  t.field({
    type: ActType,
    nullable: true,
    args: { id: t.arg({ type: 'ActId', required: true }) },
    resolve: (_root, { id }, context) => findAct(context, id),
  }),
);
