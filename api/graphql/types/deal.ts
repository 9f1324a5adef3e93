import type { Entities } from '../../../domain/event/index.ts';
import { fraction, roundFraction } from '../../../domain/rate/index.ts';
import { readDeal } from '../../../domain/securitisation/index.ts';
import { canonical, isObject, parseWire, type Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { partyView, PartyType } from './party.ts';
import { ShareType, type Shared } from './pool-examination.ts';

type Head = Entities['deal'];
type Paid = Entities['distribution'];

const LISTED_MAX = 100;

const DistributionType = builder.objectRef<Paid>('Distribution').implement({
  description: 'A payment date of a deal: calculated, reviewed by the custodian, settled.',
  fields: t => ({
    objectId: t.exposeString('distribution'),
    on: t.expose('on', { type: 'BusinessDate' }),
    status: t.exposeString('state'),
    currency: t.exposeString('currency'),
    linesHash: t.expose('linesHash', { type: 'Sha256' }),
    total: t.field({
      type: 'Money',
      resolve: ({ figures, currency }) => ({ minor: figures.total, currency }),
    }),
    lines: t.field({
      type: 'JSON',
      description: 'Every line of the waterfall; amounts in minor units as text.',
      resolve: ({ lines }): Wire => lines as unknown as Wire,
    }),
    figures: t.field({
      type: 'JSON',
      description: 'Classes, fees, accounts and pools before and after; minor units as text.',
      resolve: ({ figures }): Wire => figures as unknown as Wire,
    }),
  }),
});

const DealType = builder.objectRef<Head>('Deal').implement({
  description: 'A published deal: its terms are those whose hash is on the ledger.',
  fields: t => ({
    objectId: t.exposeString('deal'),
    hash: t.expose('hash', { type: 'Sha256' }),
    currency: t.exposeString('currency'),
    issue: t.exposeString('issue', { nullable: true }),
    publishedOn: t.expose('publishedOn', { type: 'BusinessDate' }),
    manager: t.field({
      type: PartyType,
      resolve: ({ manager }, _args, context) => partyView(context, manager),
    }),
    custodian: t.field({
      type: PartyType,
      resolve: ({ custodian }, _args, context) => partyView(context, custodian),
    }),
    originator: t.field({
      type: PartyType,
      resolve: ({ originator }, _args, context) => partyView(context, originator),
    }),
    classes: t.field({
      type: [ShareType],
      description:
        'Classes by rank, senior first, with their part of the whole; `count` is the rank.',
      resolve: (head, _args, context) => classesOf(context, head),
    }),
    pools: t.field({ type: ['String'], resolve: ({ pools }) => Object.values(pools) }),
    terms: t.field({
      type: 'JSON',
      description: 'The terms, `tally-deal/1`.',
      resolve: ({ deal }, _args, context) => termsOf(context, deal),
    }),
    distributions: t.field({
      type: [DistributionType],
      resolve: async ({ deal }, _args, { reading }) => {
        const rows = await reading.query<{ body: Paid }>(
          `select body from book.distribution where body->>'deal' = $1
            order by body->>'on' limit ${LISTED_MAX}`,
          [deal],
        );
        return rows.map(({ body }) => body);
      },
    }),
    dryRun: t.field({
      type: 'JSON',
      nullable: true,
      args: { on: t.arg({ type: 'BusinessDate', required: true }) },
      complexity: 50,
      description: 'What the ledger would pay on a date; `{refusal}` says why it would not.',
      resolve: ({ deal }, { on }, context) => dryRunOf(context, deal, on),
    }),
  }),
});

async function termsOf({ reading }: Context, deal: string): Promise<Wire> {
  const rows = await reading.query<{ text: string }>(
    `select body->>'text' as text from book.deal_part where body->>'deal' = $1
      order by (body->>'part')::int`,
    [deal],
  );
  const parsed = parseWire(rows.map(({ text }) => text).join(''));
  return parsed.ok ? parsed.value : null;
}

async function classesOf(context: Context, { deal, currency }: Head): Promise<Shared[]> {
  const read = readDeal((await termsOf(context, deal)) ?? undefined, '');
  if (!read.ok) return [];
  const bonds = Object.entries(read.value.bonds).sort(([, a], [, b]) => a.rank - b.rank);
  const total = bonds.reduce((sum, [, { original }]) => sum + BigInt(original), 0n);
  return bonds.map(([key, { original, rank }]) => {
    const part = fraction(BigInt(original) * 1_000_000n, total === 0n ? 1n : total);
    const sharePpm = Number(roundFraction(part, 'halfUp'));
    return { key, count: rank, amount: { minor: original, currency }, sharePpm };
  });
}

/** Runs the period on the ledger itself, as `distribution.calculate` would; nothing is written. */
async function dryRunOf({ services }: Context, deal: string, on: string): Promise<Wire> {
  const query = { kind: 'distribution.preview', deal, on };
  const answer = await services.ledger.evaluate({ text: canonical(query) });
  if (answer.kind === 'refused') return { refusal: answer.refusal as unknown as Wire };
  if (answer.kind !== 'answer') throw new Error(`preview ended as ${answer.kind}`);
  const parsed = parseWire(Buffer.from(answer.bytes).toString('utf8'));
  return parsed.ok && isObject(parsed.value) ? parsed.value : null;
}

builder.queryFields(t => ({
  deals: t.field({
    type: [DealType],
    description: 'Published deals, newest first.',
    complexity: 20,
    resolve: async (_root, _args, { reading }) => {
      const rows = await reading.query<{ body: Head }>(
        `select body from book.deal order by id desc limit ${LISTED_MAX}`,
      );
      return rows.map(({ body }) => body);
    },
  }),
  deal: t.field({
    type: DealType,
    nullable: true,
    args: { id: t.arg.string({ required: true }) },
    resolve: async (_root, { id }, { reading }) => (await reading.entity('deal', id))?.body ?? null,
  }),
}));
