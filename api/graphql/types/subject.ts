import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { refused, RefusedType } from '../problem.ts';
import { subjectNow, type Subject } from '../../../ingest/index.ts';
import { FILE_COST, personOf } from './quarantine-work.ts';

const SubjectType = builder.objectRef<Subject>('DataSubject').implement({
  description: 'A person whom the party’s documents name; who it is stands under a key of its own.',
  isTypeOf: value => 'held_until' in (value as object),
  fields: t => ({
    objectId: t.exposeString('id'),
    state: t.exposeString('state', {
      description: 'live, asked (one person asked for erasure), restricted, or erased.',
    }),
    documents: t.exposeInt('documents'),
    held: t.exposeInt('held', { description: 'Records in quarantine that name the person.' }),
    heldUntil: t.expose('held_until', {
      type: 'BusinessDate',
      nullable: true,
      description: 'Until then the law holds a file that names the person.',
    }),
    request: t.string({
      nullable: true,
      description: 'Hash of what was asked; two persons sign it with `subject.erase`.',
      resolve: ({ request }) => request,
    }),
    receipt: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'What was decided: when, over how many documents, held records and files, in how many replicas.',
      resolve: async ({ id }, _args, { reading }) => {
        const [row] = await reading.query<{ receipt: Wire }>(
          'select receipt from erp.subject where id = $1',
          [id],
        );
        return row?.receipt ?? null;
      },
    }),
  }),
});

const SubjectResult = builder.unionType('DataSubjectResult', { types: [SubjectType, RefusedType] });

async function standing(context: Context, id: string) {
  await context.reading.renew();
  const subject = await subjectNow(context.reading, id);
  return subject ?? refused(context, { code: 'NOT_FOUND', facts: { id } });
}

builder.queryField('dataSubjects', t =>
  t.field({
    type: [SubjectType],
    description: 'By mail address, phone, account or name; the whole of it, nothing is guessed.',
    complexity: FILE_COST,
    args: { find: t.arg.string({ required: true }) },
    resolve: async (_root, { find }, context) => {
      const found = await context.services.ingest.findSubjects(personOf(context), find);
      return found.ok ? [...found.value] : [];
    },
  }),
);

builder.mutationField('eraseSubject', t =>
  t.field({
    type: SubjectResult,
    description:
      'Asks for the erasure of a person; while the law holds it, a second person restricts it.',
    complexity: FILE_COST,
    args: { id: t.arg.id({ required: true }), reason: t.arg.string({ required: true }) },
    resolve: async (_root, of, context) => {
      const done = await context.services.ingest.eraseSubject(personOf(context), of);
      return done.ok ? standing(context, done.value) : refused(context, done.error);
    },
  }),
);
