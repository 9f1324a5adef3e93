import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { refused, RefusedType } from '../problem.ts';
import type { IngestPerson, Outcome } from '../services.ts';
import { findLoad } from './load.ts';
import { findQuarantined, QuarantinedType } from './quarantine.ts';
import { findSource, SourceDocumentType } from './source-document.ts';
import { LoadResult, loadNow } from './upload.ts';

const QuarantineResult = builder.unionType('QuarantineResult', {
  types: [QuarantinedType, RefusedType],
});
const ReleaseResult = builder.unionType('ReleaseResult', {
  types: [SourceDocumentType, RefusedType],
});
const ConflictChoice = builder.enumType('ConflictChoice', {
  values: ['keep', 'replace', 'both'] as const,
});

export const FILE_COST = 20;

export const personOf = ({ caller }: Context): IngestPerson => ({
  tenant: caller.party,
  by: caller.subject,
  person: caller.person ?? caller.subject,
});

builder.mutationFields(t => ({
  replayLoad: t.field({
    type: LoadResult,
    description: 'Takes the held records of a load again, all or some, with their corrections.',
    complexity: FILE_COST,
    args: { load: t.arg.id({ required: true }), records: t.arg.idList() },
    resolve: async (_root, { load, records }, context) => {
      const id = objectIdOf('Load', load);
      const known = id === null ? null : await findLoad(context, id);
      if (!known) return refused(context, { code: 'NOT_FOUND', facts: { id: load } });
      const held = records ?? null;
      const stranger = held?.find(record => !/^[0-9a-f-]{36}$/.test(record));
      if (stranger !== undefined) {
        return refused(context, { code: 'NOT_FOUND', facts: { id: stranger } });
      }
      const { ingest } = context.services;
      const replayed = await ingest.replay(personOf(context), known.objectId, held);
      return replayed.ok ? loadNow(context, replayed.value) : refused(context, replayed.error);
    },
  }),
  editQuarantined: t.field({
    type: QuarantineResult,
    description: 'Lays a correction over a value; the file stays as it is.',
    complexity: FILE_COST,
    args: {
      id: t.arg.id({ required: true }),
      field: t.arg.string({ required: true }),
      value: t.arg.string({ required: true }),
      reason: t.arg.string({ required: true }),
      alike: t.arg.boolean({
        description: 'Also all records of the load that are held for the same rules.',
      }),
    },
    resolve: (_root, { id, alike, ...edit }, context) =>
      changeQuarantined(context, id, known =>
        context.services.ingest.editQuarantined(personOf(context), {
          ...edit,
          id: known,
          alike: alike === true,
        }),
      ),
  }),
  approveQuarantined: t.field({
    type: QuarantineResult,
    description: "A second person's word for corrections of amounts, accounts, dates and parties.",
    complexity: FILE_COST,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) =>
      changeQuarantined(context, id, known =>
        context.services.ingest.approveQuarantined(personOf(context), known),
      ),
  }),
}));

builder.mutationFields(t => ({
  dropQuarantined: t.field({
    type: QuarantineResult,
    complexity: FILE_COST,
    args: { id: t.arg.id({ required: true }), reason: t.arg.string({ required: true }) },
    resolve: (_root, { id, reason }, context) =>
      changeQuarantined(context, id, known =>
        context.services.ingest.dropQuarantined(personOf(context), { id: known, reason }),
      ),
  }),
  resolveConflict: t.field({
    type: QuarantineResult,
    complexity: FILE_COST,
    args: {
      id: t.arg.id({ required: true }),
      choice: t.arg({ type: ConflictChoice, required: true }),
      reason: t.arg.string({ required: true }),
    },
    resolve: (_root, { id, ...of }, context) =>
      changeQuarantined(context, id, known =>
        context.services.ingest.resolveConflict(personOf(context), { ...of, id: known }),
      ),
  }),
  releaseStatement: t.field({
    type: ReleaseResult,
    description: 'Two persons free a statement that does not balance for matching.',
    complexity: FILE_COST,
    args: { document: t.arg.id({ required: true }), reason: t.arg.string({ required: true }) },
    resolve: async (_root, { document, reason }, context) => {
      const id = objectIdOf('SourceDocument', document);
      const known = id === null ? null : await findSource(context, id);
      if (id === null || !known)
        return refused(context, { code: 'NOT_FOUND', facts: { id: document } });
      const who = personOf(context);
      const released = await context.services.ingest.releaseStatement(who, {
        document: id,
        reason,
      });
      if (!released.ok) return refused(context, released.error);
      await context.reading.renew();
      const found = await findSource(context, id);
      return found ?? refused(context, { code: 'NOT_FOUND', facts: { id } });
    },
  }),
}));

async function changeQuarantined(
  context: Context,
  id: string,
  change: (id: string) => Promise<Outcome<string>>,
) {
  const known = await findQuarantined(context, id);
  if (!known) return refused(context, { code: 'NOT_FOUND', facts: { id } });
  const changed = await change(known.id);
  if (!changed.ok) return refused(context, changed.error);
  await context.reading.renew();
  const now = await findQuarantined(context, changed.value);
  return now ?? refused(context, { code: 'NOT_FOUND', facts: { id } });
}
