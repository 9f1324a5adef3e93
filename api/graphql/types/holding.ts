import type { Entities } from '../../../domain/event/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { partyView, PartyType } from './party.ts';

type Holding = Entities['holding'];

/** Those of the holdings that the caller may see, in the order given. */
export async function holdingsOf({ reading }: Context, ids: readonly string[]): Promise<Holding[]> {
  const rows = await Promise.all(ids.map(id => reading.entity('holding', id)));
  return rows.filter(row => row !== null).map(({ body }) => body);
}

function lockOf(holding: Holding): string | null {
  if (holding.state === 'reserved') return holding.lockedFor.id;
  return holding.state === 'pledged' || holding.state === 'sold' ? holding.financing : null;
}

export const HoldingType = builder.objectRef<Holding>('Holding').implement({
  fields: t => ({
    objectId: t.exposeString('holding'),
    holder: t.field({
      type: PartyType,
      resolve: ({ holder }, _args, context) => partyView(context, holder),
    }),
    parent: t.exposeString('parent', { nullable: true }),
    amount: t.expose('amount', { type: 'Money' }),
    outstanding: t.expose('outstanding', { type: 'Money' }),
    status: t.exposeString('state'),
    lockedFor: t.string({
      nullable: true,
      description: 'What it is locked for: a financing id.',
      resolve: lockOf,
    }),
    tier: t.exposeInt('tier'),
    version: t.exposeInt('version'),
  }),
});

export const FlagType = builder.objectRef<Entities['flag']>('Flag').implement({
  fields: t => ({
    objectId: t.exposeString('flag'),
    rule: t.exposeString('rule'),
    status: t.exposeString('state'),
  }),
});
