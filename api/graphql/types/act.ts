import { describe, type Act, type Line, type Signature } from '../../../domain/act/index.ts';
import { parseWire, type Wire } from '../../../domain/wire/index.ts';
import { readActs, type ActRow } from '../act-store.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { NodeInterface, type NodeView } from '../node.ts';
import { refused, RefusedType } from '../problem.ts';
import { partyView, PartyType } from './party.ts';
import { demandOf, SigningDemandType } from './signing-demand.ts';

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
    demand: t.field({
      type: SigningDemandType,
      nullable: true,
      resolve: (view, _args, context) => {
        const act = actOf(view);
        return act ? demandOf(context, act) : null;
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

builder.queryField('act', t =>
  t.field({
    type: ActType,
    nullable: true,
    args: { id: t.arg({ type: 'ActId', required: true }) },
    resolve: (_root, { id }, context) => findAct(context, id),
  }),
);
