import type { Entities } from '../../../domain/event/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { codeText, CREDIT_TABLES } from '../../../domain/credit/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { NodeInterface } from '../node.ts';
import { storedOf } from '../reading.ts';
import { partyView, PartyType, type PartyView } from './party.ts';
import { AttestationType, viewOf, type AttestationView } from './refs.ts';

type Body = Entities['attestation']['body'];
type Score = Extract<Body, { kind: 'score' }>;
type Row = { id: string; body: Entities['attestation']; block: bigint; tx_index: number };

const scoreOf = ({ row }: AttestationView): Score | null =>
  row.body.body.kind === 'score' ? row.body.body : null;

const CreditReasonType = builder.objectRef<string>('CreditReason').implement({
  fields: t => ({
    code: t.string({ resolve: code => code }),
    sentence: t.string({
      resolve: (code, _args, { locale }) =>
        codeText(CREDIT_TABLES.texts, code, locale === 'zh' ? 'zh-CN' : 'en'),
    }),
    points: t.int({ nullable: true, resolve: () => null }),
  }),
});

AttestationType.implement({
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.string({ resolve: ({ row }) => row.body.attestation }),
    subject: t.field({
      type: PartyType,
      resolve: ({ row }, _args, context) => partyView(context, row.body.body.subject),
    }),
    kind: t.string({ resolve: ({ row }) => row.body.body.kind }),
    role: t.string({ nullable: true, resolve: view => scoreOf(view)?.role ?? null }),
    grade: t.string({ nullable: true, resolve: view => scoreOf(view)?.grade ?? null }),
    depth: t.string({ nullable: true, resolve: view => scoreOf(view)?.depth ?? null }),
    reasons: t.field({
      type: [CreditReasonType],
      resolve: view => [...(scoreOf(view)?.reasons ?? [])],
    }),
    limitMax: t.field({
      type: 'Money',
      nullable: true,
      resolve: view => scoreOf(view)?.limitMax ?? null,
    }),
    pdPpm: t.field({ type: 'Ppm', nullable: true, resolve: view => scoreOf(view)?.pdPpm ?? null }),
    validFrom: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: view => scoreOf(view)?.validFrom ?? null,
    }),
    validUntil: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => ('validUntil' in row.body.body ? row.body.body.validUntil : null),
    }),
    modelId: t.string({ nullable: true, resolve: ({ row }) => row.body.body.modelId }),
    decidedBy: t.string({ nullable: true, resolve: view => scoreOf(view)?.decidedBy ?? null }),
    body: t.field({ type: 'JSON', resolve: ({ row }) => row.body.body as unknown as Wire }),
  }),
});

/** The newest standing score of a party, in one role or any. */
async function latestScore(
  { reading }: Context,
  subject: string,
  role: string | null,
): Promise<AttestationView | null> {
  const [row] = await reading.query<Row>(
    `select id, body, block, tx_index from book.attestation
      where body->'body'->>'subject' = $1 and body->'body'->>'kind' = 'score'
        and ($2::text is null or body->'body'->>'role' = $2)
        and body->>'withdrawnOn' is null
      order by block desc, tx_index desc limit 1`,
    [subject, role],
  );
  return row ? viewOf('Attestation', storedOf(row)) : null;
}

/** A dimension of the newest kept score: its figure of 0 to 10,000 and what of it was observed. */
type Dimension = {
  readonly id: string;
  readonly scoreE2: number;
  readonly observedPpm: number;
  readonly missingPointsPpm: number;
  readonly depth: string;
};

/** Kept scores are seen by the operator and by the enterprise they are about. */
async function dimensionsOf({ reading }: Context, subject: string): Promise<Dimension[]> {
  const [row] = await reading.query<{ dimensions: Dimension[] }>(
    `select report->'score'->'dimensions' as dimensions from app.credit_score
      where subject = $1 order by as_of desc, scored_at desc, id limit 1`,
    [subject],
  );
  return row?.dimensions ?? [];
}

type Profile = {
  readonly subject: PartyView;
  readonly attestation: AttestationView | null;
  readonly history: readonly AttestationView[];
};

const CreditDimensionType = builder.objectRef<Dimension>('CreditDimension').implement({
  fields: t => ({
    code: t.exposeString('id'),
    score: t.int({ nullable: true, resolve: ({ scoreE2 }) => Math.round(scoreE2 / 100) }),
    observedPpm: t.field({
      type: 'Ppm',
      nullable: true,
      resolve: ({ observedPpm }) => observedPpm,
    }),
    detail: t.field({
      type: 'JSON',
      resolve: ({ depth, missingPointsPpm }) => ({ depth, missingPointsPpm }),
    }),
  }),
});

const CreditProfileType = builder.objectRef<Profile>('CreditProfile').implement({
  fields: t => ({
    subject: t.field({ type: PartyType, resolve: ({ subject }) => subject }),
    attestation: t.field({
      type: AttestationType,
      nullable: true,
      resolve: ({ attestation }) => attestation,
    }),
    grade: t.string({
      nullable: true,
      resolve: ({ attestation }) => (attestation ? (scoreOf(attestation)?.grade ?? null) : null),
    }),
    depth: t.string({
      nullable: true,
      resolve: ({ attestation }) => (attestation ? (scoreOf(attestation)?.depth ?? null) : null),
    }),
    reasons: t.field({
      type: [CreditReasonType],
      resolve: ({ attestation }) => [...((attestation && scoreOf(attestation)?.reasons) ?? [])],
    }),
    dimensions: t.field({
      type: [CreditDimensionType],
      resolve: ({ subject }, _args, context) => dimensionsOf(context, subject.objectId),
    }),
    history: t.field({ type: [AttestationType], resolve: ({ history }) => [...history] }),
  }),
});

builder.queryFields(t => ({
  attestation: t.field({
    type: AttestationType,
    nullable: true,
    description: 'Latest live attestation of a party in a role.',
    args: { subject: t.arg.id({ required: true }), role: t.arg.string() },
    resolve: (_root, { subject, role }, context) => {
      const id = objectIdOf('Party', subject);
      return id === null ? null : latestScore(context, id, role ?? null);
    },
  }),
  creditProfile: t.field({
    type: CreditProfileType,
    nullable: true,
    args: { subject: t.arg.id() },
    resolve: async (_root, { subject }, context) => {
      const id = subject == null ? context.caller.party : objectIdOf('Party', subject);
      if (id === null) return null;
      const party = await partyView(context, id);
      const attestation = await latestScore(context, id, null);
      const isOwn = id === context.caller.party;
      if (!party.row || (!isOwn && !attestation)) return null;
      return { subject: party, attestation, history: attestation ? [attestation] : [] };
    },
  }),
}));
