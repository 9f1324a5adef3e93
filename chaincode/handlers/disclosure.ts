import type { ActBodies } from '../../domain/act/index.ts';
import {
  decideDisclosureEnd,
  decideDisclosureGrant,
  decideDisclosureRequest,
  readDisclosedFields,
  type DisclosureState,
  type GrantState,
} from '../../domain/evidence/index.ts';
import { handler } from '../handler.ts';
import { COLLECTION_AUDIT_DISCLOSURES } from '../state-keys.ts';
import type { Tx } from '../tx.ts';

/** Handlers of what is shown to those who examine. */
export const disclosureHandlers = {
  'disclosure.request': handler<'disclosure.request', DisclosureState>({
    load: (tx, { body }) => loadDisclosure(tx, body),
    decide: decideDisclosureRequest,
  }),
  'disclosure.grant': handler<'disclosure.grant', GrantState>({
    load: async (tx, { body }, { transient }) => ({
      ...(await loadDisclosure(tx, body)),
      fields: readDisclosedFields(transient.get('disclosure')),
    }),
    decide: decideDisclosureGrant,
    keep: ({ fields }, { body }) =>
      [...(fields ?? [])].map(([object, value]) => ({
        ...placeOf(body.disclosure, object),
        value,
      })),
  }),
  'disclosure.end': handler<'disclosure.end', Pick<DisclosureState, 'disclosure'>>({
    load: async (tx, { body }) => ({ disclosure: await tx.entity('disclosure', body.disclosure) }),
    decide: decideDisclosureEnd,
    purge: ({ disclosure }) =>
      disclosure?.state === 'granted'
        ? disclosure.objects.map(object => placeOf(disclosure.disclosure, object))
        : [],
  }),
};

/** Where the disclosed fields of one claim lie. */
export function placeOf(disclosure: string, object: string): { collection: string; key: string } {
  return { collection: COLLECTION_AUDIT_DISCLOSURES, key: `${disclosure}.${object}` };
}

async function loadDisclosure(
  tx: Tx,
  { disclosure, objects }: ActBodies['disclosure.request'],
): Promise<DisclosureState> {
  return {
    disclosure: await tx.entity('disclosure', disclosure),
    objects: await tx.entities('receivable', objects),
  };
}
