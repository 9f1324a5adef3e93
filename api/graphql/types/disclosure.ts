import { createHash } from 'node:crypto';
import type { Entities } from '../../../domain/event/index.ts';
import { proveField } from '../../../domain/evidence/index.ts';
import { isList, isObject, type Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { askContract } from '../ledger-answer.ts';
import { partyView, PartyType } from './party.ts';
import { findReceivable } from './receivable.ts';
import { claimFieldsOf } from './trade-details.ts';

type Disclosure = Entities['disclosure'];
type Shown = { readonly object: string; readonly path: string; readonly value: Wire };
type Grant = { readonly body: Wire; readonly transient: Wire; readonly missing: string[] };

const LISTED_MAX = 100;

const ShownType = builder.objectRef<Shown>('DisclosedValue').implement({
  description: 'A private value with the claim under whose root the contract proved it.',
  fields: t => ({
    object: t.exposeString('object'),
    path: t.exposeString('path'),
    value: t.field({ type: 'JSON', resolve: ({ value }) => value }),
  }),
});

const GrantType = builder.objectRef<Grant>('DisclosureGrant').implement({
  description: 'The grant ready to be signed, with the fields and their proofs beside it.',
  fields: t => ({
    body: t.field({ type: 'JSON', resolve: ({ body }) => body }),
    transient: t.field({ type: 'JSON', resolve: ({ transient }) => transient }),
    missing: t.exposeStringList('missing', {
      description: "What was asked and is not among the owner's files: `claim path`.",
    }),
  }),
});

const DisclosureType = builder.objectRef<Disclosure>('Disclosure').implement({
  description: 'What somebody who examines asked to see of a party, and what became of it.',
  fields: t => ({
    objectId: t.exposeString('disclosure'),
    status: t.exposeString('state'),
    of: t.field({ type: PartyType, resolve: ({ of }, _args, context) => partyView(context, of) }),
    by: t.field({ type: PartyType, resolve: ({ by }, _args, context) => partyView(context, by) }),
    objects: t.stringList({ resolve: ({ objects }) => [...objects] }),
    fields: t.stringList({ resolve: ({ fields }) => [...fields] }),
    purpose: t.exposeString('purpose'),
    until: t.expose('until', { type: 'BusinessDate' }),
    requestedOn: t.expose('requestedOn', { type: 'BusinessDate' }),
    grantedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: row => (row.state === 'requested' ? null : row.grantedOn),
    }),
    endedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: row => (row.state === 'ended' ? row.endedOn : null),
    }),
    shown: t.field({
      type: [ShownType],
      complexity: 20,
      description: 'The values, for whoever they were granted to, until the end.',
      resolve: (row, _args, context) => shownOf(context, row),
    }),
    grant: t.field({
      type: GrantType,
      nullable: true,
      complexity: 20,
      description: 'For the owner, while it is asked.',
      resolve: (row, _args, context) => grantOf(context, row),
    }),
  }),
});

async function shownOf(context: Context, row: Disclosure): Promise<Shown[]> {
  const { disclosure, by, objects, state } = row;
  if (state !== 'granted' || by !== context.caller.party) return [];
  const found = await Promise.all(
    objects.map(async object => {
      const query = { kind: 'disclosure.fields', disclosure, object, reader: by };
      const answer = await askContract(context, query);
      const fields = answer.ok && isObject(answer.value) ? answer.value['fields'] : null;
      return isList(fields) ? fields.flatMap(field => shownIn(object, field)) : [];
    }),
  );
  return found.flat();
}

function shownIn(object: string, field: Wire): Shown[] {
  if (!isObject(field)) return [];
  const { path, value } = field;
  return typeof path === 'string' && value !== undefined ? [{ object, path, value }] : [];
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Proves what was asked from the owner's own files. */
async function grantOf(context: Context, row: Disclosure): Promise<Grant | null> {
  if (row.state !== 'requested' || row.of !== context.caller.party) return null;
  const { disclosure, of, objects, fields, purpose, until } = row;
  const opened: Record<string, Wire> = {};
  const missing: string[] = [];
  for (const object of objects) {
    const claim = await findReceivable(context, object);
    const own = claim ? await claimFieldsOf(context, claim) : [];
    const proved = fields.flatMap(path => {
      const field = own.find(one => one.path === path);
      const proof = proveField(own, path, sha256);
      if (field && proof) return [{ ...field, proof }];
      missing.push(`${object} ${path}`);
      return [];
    });
    opened[object] = proved;
  }
  const body = { disclosure, of, objects, fields, purpose, until };
  return { body, transient: { disclosure: opened }, missing };
}

builder.queryField('disclosures', t =>
  t.field({
    type: [DisclosureType],
    description: 'What was asked of the caller, or by it; newest first.',
    complexity: 20,
    resolve: async (_root, _args, { reading, caller }) => {
      const rows = await reading.query<{ body: Disclosure }>(
        `select body from book.disclosure where body->>'of' = $1 or body->>'by' = $1
          order by id desc limit ${LISTED_MAX}`,
        [caller.party],
      );
      return rows.map(({ body }) => body);
    },
  }),
);
