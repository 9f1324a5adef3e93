import { schema } from '../../domain/act/index.ts';
import { refuse } from '../../domain/errors/index.ts';
import { placeOf } from '../handlers/disclosure.ts';
import { answered, asked, type Answer } from './answer.ts';

const { id, object } = schema;

/** Questions about what was disclosed. */
export const disclosureAnswers: Readonly<Record<string, Answer>> = {
  /** The fields of one claim with their proofs, to whom they were granted, until the end. */
  'disclosure.fields': asked(
    object({ disclosure: id, object: id, reader: id }),
    async (tx, { disclosure: asked, object: claim, reader }) => {
      const disclosure = await tx.entity('disclosure', asked);
      const isReader = disclosure?.state === 'granted' && disclosure.by === reader;
      if (!isReader || !disclosure.objects.includes(claim)) {
        return refuse('NOT_FOUND', { id: asked });
      }
      const { collection, key } = placeOf(asked, claim);
      return answered({ fields: (await tx.privateValue(collection, key)) ?? [] });
    },
  ),
};
