import type { Entities } from '../../../domain/event/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { NodeInterface, type NodeView } from '../node.ts';
import { storedOf, type Stored } from '../reading.ts';
import { partyName } from '../sentence.ts';

export type PartyView = NodeView & {
  readonly type: 'Party';
  readonly row: Stored<Entities['party']> | null;
};
export type KeyView = Entities['key'] & { readonly roles: readonly string[] };

/** The party as the caller may see it; a party known by id alone has no row. */
export async function partyView(context: Context, id: string): Promise<PartyView> {
  return { type: 'Party', objectId: id, row: await context.reading.entity('party', id) };
}

/** As {@link partyView}, or `null` for no id. */
export async function partyOrNull(
  context: Context,
  id: string | null | undefined,
): Promise<PartyView | null> {
  return id == null ? null : partyView(context, id);
}

async function keysOf(context: Context, party: string): Promise<readonly KeyView[]> {
  const load = context.reading.loader<Entities['key'][]>('keys of party', async ids => {
    const rows = await context.reading.query<{ body: Entities['key'] }>(
      'select body from book.key where party = any($1) order by id',
      [ids],
    );
    return groupBy(
      rows.map(({ body }) => body),
      ({ party: owner }) => owner,
    );
  });
  const keys = (await load(party)) ?? [];
  return Promise.all(
    keys.map(async key => {
      const user = await context.reading.entity('user', `${key.party}~${key.person}`);
      return { ...key, roles: user?.body.roles.map(({ role }) => role) ?? [] };
    }),
  );
}

/** Rows by a text they carry, in the order given. */
export function groupBy<R>(rows: readonly R[], nameOf: (row: R) => string): Map<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const name = nameOf(row);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups;
}

export const KeyType = builder.objectRef<KeyView>('Key').implement({
  fields: t => ({
    objectId: t.string({ resolve: key => key.key }),
    class: t.exposeString('class'),
    person: t.string({ nullable: true, resolve: key => key.person }),
    roles: t.stringList({ resolve: key => [...key.roles] }),
    publicKey: t.exposeString('publicKey'),
    validUntil: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: key => key.validUntil.slice(0, 10),
    }),
    status: t.exposeString('state'),
  }),
});

type AccountBody = Readonly<Record<string, string | null>>;
export type AccountView = { readonly id: string; readonly body: AccountBody };

export const AccountType = builder.objectRef<AccountView>('Account').implement({
  fields: t => ({
    objectId: t.exposeString('id'),
    currency: t.string({ resolve: ({ body }) => body['currency'] ?? '' }),
    purpose: t.string({ resolve: ({ body }) => body['purpose'] ?? '' }),
    status: t.string({ resolve: ({ body }) => body['state'] ?? body['status'] ?? '' }),
    verifiedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ body }) => body['verifiedOn'] ?? null,
    }),
  }),
});

export const PartyType = builder.objectRef<PartyView>('Party');
PartyType.implement({
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    name: t.string({
      nullable: true,
      description: 'As registered; `null` when the caller may not know it.',
      resolve: (view, _args, context) => partyName(context, view.objectId),
    }),
    kinds: t.stringList({ resolve: ({ row }) => [...(row?.body.kinds ?? [])] }),
    status: t.string({ resolve: ({ row }) => row?.body.state ?? 'unknown' }),
    class: t.string({ nullable: true, resolve: ({ row }) => row?.body.class ?? null }),
    kybValidUntil: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => row?.body.kybValidUntil ?? null,
    }),
    keys: t.field({
      type: [KeyType],
      resolve: (view, _args, context) => keysOf(context, view.objectId),
    }),
    accounts: t.field({
      type: [AccountType],
      resolve: async (view, _args, { reading }) =>
        reading.query<AccountView>(
          `select id, body from book.account where body->>'party' = $1 order by id`,
          [view.objectId],
        ),
    }),
  }),
});

const PARTIES_MAX = 100;

builder.queryField('party', t =>
  t.field({
    type: PartyType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, args, context) => {
      const id = objectIdOf('Party', args.id);
      const view = id === null ? null : await partyView(context, id);
      return view?.row ? view : null;
    },
  }),
);

builder.queryField('parties', t =>
  t.field({
    type: [PartyType],
    args: { kind: t.arg.string(), first: t.arg.int({ required: true }) },
    complexity: ({ first }) => ({
      field: 1,
      multiplier: Math.min(PARTIES_MAX, Math.max(1, first)),
    }),
    resolve: async (_root, { kind, first }, { reading }) => {
      const rows = await reading.query<RawRow>(
        `select id, body, block, tx_index from book.party
          where $1::text is null or body->'kinds' ? $1 order by id limit $2`,
        [kind ?? null, Math.min(PARTIES_MAX, Math.max(1, first))],
      );
      return rows.map(row => ({ type: 'Party' as const, objectId: row.id, row: storedOf(row) }));
    },
  }),
);

type RawRow = { id: string; body: Entities['party']; block: bigint; tx_index: number };
