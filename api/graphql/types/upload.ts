import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { refused, RefusedType } from '../problem.ts';
import { beginUpload, completeUpload, endUpload, receivedOf, type Ticket } from '../upload.ts';
import { findLoad, LoadType, type LoadView } from './load.ts';

type TicketView = Ticket & { readonly offset: number };

const UploadTicketType = builder.objectRef<TicketView>('UploadTicket').implement({
  isTypeOf: value => 'token' in (value as object),
  fields: t => ({
    token: t.exposeString('token'),
    url: t.string({
      description: 'PUT the bytes here with Content-Range.',
      resolve: ({ token }) => `/v1/uploads/${token}`,
    }),
    offset: t.exposeInt('offset'),
    expiresAt: t.expose('expiresAt', { type: 'Instant' }),
  }),
});

type Profile = {
  readonly name: string;
  readonly kind: string;
  readonly version: number;
  readonly body: Wire;
};

const ProfileType = builder.objectRef<Profile>('Profile').implement({
  isTypeOf: value => 'body' in (value as object),
  fields: t => ({
    objectId: t.string({ resolve: ({ name }) => name }),
    name: t.exposeString('name'),
    kind: t.exposeString('kind'),
    version: t.exposeInt('version'),
    body: t.field({ type: 'JSON', resolve: ({ body }) => body }),
  }),
});

const UploadResult = builder.unionType('UploadResult', { types: [UploadTicketType, RefusedType] });
export const LoadResult = builder.unionType('LoadResult', { types: [LoadType, RefusedType] });
const ProfileResult = builder.unionType('ProfileResult', { types: [ProfileType, RefusedType] });

async function profilesOf({ reading }: Context, name: string | null): Promise<Profile[]> {
  return reading.query<Profile>(
    `select distinct on (name) name, kind, version, body from erp.mapping_profile
      where $1::text is null or name = $1 order by name, version desc limit 200`,
    [name],
  );
}

/** The load as it now stands, after the work that made or changed it. */
export async function loadNow(
  context: Context,
  id: string,
): Promise<LoadView | ReturnType<typeof refused>> {
  await context.reading.renew();
  const load = await findLoad(context, id);
  return load ?? refused(context, { code: 'NOT_FOUND', facts: { id } });
}

const FILE_COST = 20;

builder.queryField('profiles', t =>
  t.field({
    type: [ProfileType],
    resolve: (_root, _args, context) => profilesOf(context, null),
  }),
);

builder.mutationFields(t => ({
  beginUpload: t.field({
    type: UploadResult,
    complexity: FILE_COST,
    args: {
      name: t.arg.string({ required: true }),
      bytes: t.arg.int({ required: true }),
      sha256: t.arg({ type: 'Sha256', required: true }),
      profile: t.arg.id(),
    },
    resolve: async (_root, { name, bytes, sha256, profile }, context) => {
      const announced = { name, bytes, sha256, profile: profile ?? null };
      const ticket = await beginUpload(context.services, context.caller, announced);
      if (ticket) return { ...ticket, offset: await receivedOf(context.services, ticket.token) };
      return refused(context, { code: 'BAD_INPUT', facts: { field: 'bytes', given: bytes } });
    },
  }),
  completeUpload: t.field({
    type: LoadResult,
    complexity: FILE_COST,
    args: { token: t.arg.string({ required: true }) },
    resolve: async (_root, { token }, context) => {
      const { services, caller } = context;
      const complete = await completeUpload(services, caller, token);
      if ('code' in complete) return refused(context, complete);
      const { ticket, path } = complete;
      const loaded = await services.ingest.load({
        tenant: caller.party,
        by: caller.subject,
        name: ticket.name,
        path,
        sha256: ticket.sha256,
        profile: ticket.profile,
      });
      await endUpload(services, token);
      return loaded.ok ? loadNow(context, loaded.value) : refused(context, loaded.error);
    },
  }),
}));

builder.mutationFields(t => ({
  saveProfile: t.field({
    type: ProfileResult,
    complexity: FILE_COST,
    args: {
      name: t.arg.string({ required: true }),
      kind: t.arg.string({ required: true }),
      body: t.arg({ type: 'JSON', required: true }),
      version: t.arg.int(),
    },
    resolve: async (_root, { name, kind, body, version }, context) => {
      const { services, caller, reading } = context;
      const profile = { tenant: caller.party, name, kind, body, version: version ?? null };
      const saved = await services.ingest.saveProfile(profile);
      if (!saved.ok) return refused(context, saved.error);
      await reading.renew();
      const [found] = await profilesOf(context, name);
      return found ?? refused(context, { code: 'NOT_FOUND', facts: { id: name } });
    },
  }),
}));
