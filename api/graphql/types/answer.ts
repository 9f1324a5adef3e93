import { builder } from '../builder.ts';
import { objectIdOf } from '../global-id.ts';
import { refused } from '../problem.ts';
import { findLoad } from './load.ts';
import { FILE_COST, personOf } from './quarantine-work.ts';
import { findSource } from './source-document.ts';
import { LoadResult, loadNow } from './upload.ts';

const InvoiceWord = builder.enumType('InvoiceWord', {
  description:
    'Received, in process, under query, conditionally accepted, rejected, accepted, paid.',
  values: ['AB', 'IP', 'UQ', 'CA', 'RE', 'AP', 'PD'] as const,
});

builder.mutationFields(t => ({
  answerLoad: t.field({
    type: LoadResult,
    description: 'Writes 997, CONTRL or message level responses to a file, each once.',
    complexity: FILE_COST,
    args: { load: t.arg.id({ required: true }) },
    resolve: async (_root, { load }, context) => {
      const id = objectIdOf('Load', load);
      const known = id === null ? null : await findLoad(context, id);
      if (!known) return refused(context, { code: 'NOT_FOUND', facts: { id: load } });
      const { ingest } = context.services;
      const answered = await ingest.answerLoad(personOf(context), known.objectId);
      return answered.ok ? loadNow(context, known.objectId) : refused(context, answered.error);
    },
  }),
  answerInvoice: t.field({
    type: LoadResult,
    description: "Writes the buyer's word on an invoice as a response of Peppol (T111).",
    complexity: FILE_COST,
    args: {
      document: t.arg.id({ required: true }),
      word: t.arg({ type: InvoiceWord, required: true }),
      reasons: t.arg.stringList(),
      actions: t.arg.stringList(),
      clarification: t.arg.string(),
    },
    resolve: async (_root, { document, word, reasons, actions, clarification }, context) => {
      const id = objectIdOf('SourceDocument', document);
      const known = id === null ? null : await findSource(context, id);
      if (!known) return refused(context, { code: 'NOT_FOUND', facts: { id: document } });
      const answered = await context.services.ingest.answerInvoice(personOf(context), {
        document: known.objectId,
        code: word,
        reasons: reasons ?? [],
        actions: actions ?? [],
        ...(clarification == null ? {} : { clarification }),
      });
      return answered.ok ? loadNow(context, known.row.load) : refused(context, answered.error);
    },
  }),
}));
