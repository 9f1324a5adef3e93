import { CHECKS } from '../../../domain/financing/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { refused, RefusedType, transportError } from '../problem.ts';
import type { ExaminedItem, Examination, ScreeningAnswer } from '../services.ts';

const ExaminedItemType = builder.objectRef<ExaminedItem>('ExaminedItem').implement({
  fields: t => ({
    item: t.exposeString('item', { description: 'C12, C13 or C16.' }),
    result: t.exposeString('result'),
    files: t.field({
      type: ['Sha256'],
      resolve: ({ evidence }) => evidence.map(({ hash }) => hash),
    }),
  }),
});

type View = Examination & { readonly financing: string };

const ExaminationType = builder.objectRef<View>('Examination').implement({
  description:
    'What outside sources, receipts and contract say before a disbursement. Every answer is kept ' +
    'as a file; the bodies name the files by their hashes and are ready to be signed.',
  isTypeOf: value => 'search' in (value as object),
  fields: t => ({
    items: t.field({ type: [ExaminedItemType], resolve: ({ items }) => [...items] }),
    searchBody: t.field({
      type: 'JSON',
      description: 'Of `registration.search`.',
      resolve: ({ search }) => search as unknown as Wire,
    }),
    draftBody: t.field({
      type: 'JSON',
      description: 'Of `registration.draft`.',
      resolve: ({ draft }) => draft as unknown as Wire,
    }),
    fileBody: t.field({
      type: 'JSON',
      description: 'Of `registration.file`.',
      resolve: ({ file }) => file as unknown as Wire,
    }),
    clearBody: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Of `financing.clear`; null while the holder has no verified account.',
      resolve: clearBody,
    }),
  }),
});

/** All twenty items; those that rest on files carry what was found. */
function clearBody({ financing, account, items }: View): Wire {
  if (account === null) return null;
  const found = new Map(items.map(item => [item.item, item]));
  const list = CHECKS.map((code): Wire => {
    const item = found.get(code);
    if (!item) return { item: code };
    const evidence = item.evidence.map(({ hash, at }) => ({ hash, at }));
    return { item: code, result: item.result, ...(evidence.length > 0 ? { evidence } : {}) };
  });
  return { financing, account, items: list };
}

const ExaminationResult = builder.unionType('ExaminationResult', {
  types: [ExaminationType, RefusedType],
});

type Screened = { readonly bodies: readonly ScreeningAnswer[] };

const ScreeningType = builder.objectRef<Screened>('Screening').implement({
  description: 'Answers of the screening lists: a body of `screening.record` for each party.',
  isTypeOf: value => 'bodies' in (value as object),
  fields: t => ({
    bodies: t.field({ type: 'JSON', resolve: ({ bodies }) => bodies as unknown as Wire }),
  }),
});

const ScreeningResult = builder.unionType('ScreeningResult', {
  types: [ScreeningType, RefusedType],
});

const EXAMINATION_COST = 50;
const PARTIES_MAX = 200;

builder.mutationFields(t => ({
  financingExamine: t.field({
    type: ExaminationResult,
    complexity: EXAMINATION_COST,
    args: { financing: t.arg.id({ required: true }) },
    resolve: async (_root, args, context) => {
      const { services, caller } = context;
      const financing = objectIdOf('Financing', args.financing);
      if (financing === null) return notFound(context, args.financing);
      const request = { tenant: caller.party, financing };
      const examined = await services.examiner.examine(request);
      return examined.ok ? { ...examined.value, financing } : refused(context, examined.error);
    },
  }),
  screenParties: t.field({
    type: ScreeningResult,
    complexity: EXAMINATION_COST,
    args: { parties: t.arg.idList({ required: true }) },
    resolve: async (_root, args, context) => {
      const { services, caller } = context;
      if (caller.kind === 'person' && !caller.roles.includes('compliance')) {
        throw transportError('FORBIDDEN', 'Screening needs the role compliance.', 403);
      }
      const ids = args.parties.map(id => objectIdOf('Party', id) ?? '');
      const parties = [...new Set(ids)].slice(0, PARTIES_MAX);
      const screened = await services.examiner.screen({ tenant: caller.party, parties });
      return screened.ok ? { bodies: screened.value } : refused(context, screened.error);
    },
  }),
}));

function notFound(context: Context, id: string): ReturnType<typeof refused> {
  return refused(context, { code: 'NOT_FOUND', facts: { id } });
}
