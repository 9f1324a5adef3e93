import { RULES_VERSION } from '../../../domain/governance/index.ts';
import { capabilitiesOf } from '../../authorization.ts';
import type { Caller } from '../../identity/index.ts';
import { builder } from '../builder.ts';
import { KeyType, partyView, PartyType } from './party.ts';

const CallerKind = builder.enumType('CallerKind', { values: ['person', 'service'] as const });

const MeType = builder.objectRef<Caller>('Me').implement({
  fields: t => ({
    person: t.string({
      nullable: true,
      description: 'Person id of the key registry; absent for a service.',
      resolve: me => me.person,
    }),
    name: t.string({ resolve: (me, _args, { locale }) => me.name[locale] }),
    login: t.string({ nullable: true, resolve: me => me.login }),
    kind: t.field({ type: CallerKind, resolve: me => me.kind }),
    party: t.field({
      type: PartyType,
      resolve: (me, _args, context) => partyView(context, me.party),
    }),
    roles: t.stringList({ resolve: me => [...me.roles] }),
    capabilities: t.stringList({
      description:
        'Act kinds and areas this caller may use, for navigation: `receivable.offer`, `area:supplier`.',
      resolve: async (me, _args, context) => {
        const { row } = await partyView(context, me.party);
        return [...capabilitiesOf(me, row?.body.kinds ?? [])];
      },
    }),
    keys: t.field({
      type: [KeyType],
      description: 'Keys registered on the ledger for this person.',
      resolve: async (me, _args, { reading }) => {
        const rows = await reading.query<{ body: never }>(
          'select body from book.key where party = $1 and person = $2 order by id',
          [me.party, me.person ?? ''],
        );
        return rows.map(({ body }) => Object.assign({}, body, { roles: me.roles }));
      },
    }),
  }),
});

builder.queryField('me', t =>
  t.field({ type: MeType, resolve: (_root, _args, { caller }) => caller }),
);

type Day = {
  readonly businessDate: string | null;
  readonly openDays: readonly string[];
  readonly clock: string;
  readonly channel: string;
  readonly rulesVersion: string | null;
};

const DayStatus = builder.objectRef<Day>('DayStatus').implement({
  fields: t => ({
    businessDate: t.expose('businessDate', {
      type: 'BusinessDate',
      nullable: true,
      description: 'The open business day that acts name; the latest when two are open.',
    }),
    openDays: t.field({ type: ['BusinessDate'], resolve: day => [...day.openDays] }),
    clock: t.exposeString('clock', { description: 'test or wall.' }),
    channel: t.exposeString('channel'),
    rulesVersion: t.exposeString('rulesVersion', { nullable: true }),
  }),
});

builder.queryField('day', t =>
  t.field({
    type: DayStatus,
    resolve: async (_root, _args, { reading, services }) => {
      const days = await reading.entity('openDays', 'channel');
      const channel = await reading.entity('channel', services.channel);
      const openDays = [...(days?.body.open ?? [])].sort();
      return {
        businessDate: openDays.at(-1) ?? null,
        openDays,
        clock: channel?.body.clock ?? 'test',
        channel: services.channel,
        rulesVersion: RULES_VERSION,
      };
    },
  }),
);
