import type { Entities } from '../../../domain/event/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import { builder } from '../builder.ts';
import { partyView, PartyType } from './party.ts';

type Line = {
  readonly body: Entities['line'];
  readonly frozen: string;
  readonly used: string;
};

const moneyLike = ({ body }: Line, minor: string): MoneyWire => ({
  minor,
  currency: body.cap.currency,
});

const LimitLineType = builder.objectRef<Line>('LimitLine').implement({
  fields: t => ({
    objectId: t.string({ resolve: ({ body }) => body.line }),
    kind: t.string({ resolve: ({ body }) => body.kind }),
    owner: t.field({
      type: PartyType,
      resolve: ({ body }, _args, context) => partyView(context, body.owner),
    }),
    subject: t.string({ resolve: ({ body }) => body.subject }),
    cap: t.field({ type: 'Money', resolve: ({ body }) => body.cap }),
    frozen: t.field({ type: 'Money', resolve: line => moneyLike(line, line.frozen) }),
    used: t.field({ type: 'Money', resolve: line => moneyLike(line, line.used) }),
    room: t.field({
      type: 'Money',
      resolve: line => {
        const room = BigInt(line.body.cap.minor) - BigInt(line.frozen) - BigInt(line.used);
        return moneyLike(line, (room < 0n ? 0n : room).toString());
      },
    }),
    from: t.field({ type: 'BusinessDate', resolve: ({ body }) => body.from }),
    until: t.field({ type: 'BusinessDate', resolve: ({ body }) => body.until }),
  }),
});

const LINES = `select l.body,
    coalesce(sum((s.body->>'frozen')::numeric), 0)::text as frozen,
    coalesce(sum((s.body->>'used')::numeric), 0)::text as used
  from book.line l left join book.slice s on s.body->>'line' = l.id`;

type PartySum = { readonly party: string; readonly sum: MoneyWire };
type Exposure = { readonly lines: readonly Line[]; readonly netAssets: MoneyWire | null };

const PartySumType = builder.objectRef<PartySum>('PartySum').implement({
  fields: t => ({
    party: t.field({
      type: PartyType,
      resolve: ({ party }, _args, context) => partyView(context, party),
    }),
    sum: t.expose('sum', { type: 'Money' }),
  }),
});

/** Sums over funders' own lines of kind `funder`; a missing one counts zero. */
function total(lines: readonly Line[], of: 'frozen' | 'used'): MoneyWire {
  const own = lines.filter(({ body }) => body.kind === 'funder');
  const minor = own.reduce((sum, line) => sum + BigInt(line[of]), 0n);
  return { minor: minor.toString(), currency: own[0]?.body.cap.currency ?? 'CNY' };
}

const ExposureType = builder.objectRef<Exposure>('Exposure').implement({
  fields: t => ({
    frozen: t.field({
      type: 'Money',
      description: 'Of the calling funder or broker.',
      resolve: ({ lines }) => total(lines, 'frozen'),
    }),
    used: t.field({ type: 'Money', resolve: ({ lines }) => total(lines, 'used') }),
    byDebtor: t.field({
      type: [PartySumType],
      resolve: ({ lines }) =>
        lines
          .filter(({ body }) => body.kind === 'debtor')
          .map(line => ({ party: line.body.subject, sum: moneyLike(line, line.used) })),
    }),
    netAssets: t.field({
      type: 'Money',
      nullable: true,
      resolve: ({ netAssets }) => netAssets,
    }),
    ratioPpm: t.field({
      type: 'Ppm',
      nullable: true,
      resolve: ({ lines, netAssets }) => {
        if (!netAssets || BigInt(netAssets.minor) <= 0n) return null;
        const used = BigInt(total(lines, 'used').minor);
        return Number((used * 1_000_000n) / BigInt(netAssets.minor));
      },
    }),
  }),
});

type NetAssets = { readonly amount?: MoneyWire };

builder.queryFields(t => ({
  limits: t.field({
    type: [LimitLineType],
    resolve: (_root, _args, { reading }) =>
      reading.query<Line>(`${LINES} group by l.id, l.body order by l.id limit 200`),
  }),
  exposure: t.field({
    type: ExposureType,
    resolve: async (_root, _args, { reading, caller }) => {
      const lines = await reading.query<Line>(
        `${LINES} where l.body->>'owner' = $1 group by l.id, l.body order by l.id limit 500`,
        [caller.party],
      );
      const parameter = await reading.entity('param', 'exposure.netAssets');
      const latest = parameter?.body.rows.at(-1)?.value as NetAssets | undefined;
      return { lines, netAssets: latest?.amount ?? null };
    },
  }),
}));
