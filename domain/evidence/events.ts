import type { ActBodies } from '../act/index.ts';
import type { EntityRef } from '../event/entity-ref.ts';
import type { Erasure } from './state.ts';

export type EvidenceEvent =
  | ({ readonly kind: 'evidence.anchored'; readonly on: string } & {
      readonly anchor: ActBodies['evidence.anchor'];
    })
  | {
      readonly kind: 'document.reserved';
      readonly issuer: string;
      readonly series: string;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'document.anchored';
      readonly anchor: ActBodies['document.anchor'];
      /** SHA-256 of the number, as key. */
      readonly numberHash: string;
      readonly on: string;
    }
  | {
      readonly kind: 'document.withdrawn';
      readonly document: string;
      readonly reason: string;
      readonly notice: string;
      readonly on: string;
    }
  | ({ readonly kind: 'subject.erased' } & Erasure)
  | {
      readonly kind: 'disclosure.requested';
      readonly terms: ActBodies['disclosure.request'];
      /** Who asked. */
      readonly by: string;
      readonly on: string;
    }
  | { readonly kind: 'disclosure.granted'; readonly disclosure: string; readonly on: string }
  | {
      readonly kind: 'disclosure.ended';
      readonly disclosure: string;
      readonly by: string;
      readonly on: string;
    };

type Of<K extends EvidenceEvent['kind']> = Extract<EvidenceEvent, { kind: K }>;

/** Which entities an event changes. */
export const evidenceTargets: {
  readonly [K in EvidenceEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'evidence.anchored': ({ anchor }) => [{ type: 'evidence', id: anchor.load }],
  'document.reserved': ({ issuer, series }) => [
    { type: 'documentSeries', id: `${issuer}~${series}` },
  ],
  'document.anchored': ({ anchor, numberHash }) => [
    { type: 'document', id: anchor.documentId },
    { type: 'documentNumber', id: numberHash },
    ...(anchor.supersedes === undefined
      ? []
      : [{ type: 'document' as const, id: anchor.supersedes }]),
  ],
  'document.withdrawn': ({ document }) => [{ type: 'document', id: document }],
  'subject.erased': ({ party, subject }) => [{ type: 'erasure', id: `${party}~${subject}` }],
  'disclosure.requested': ({ terms }) => [{ type: 'disclosure', id: terms.disclosure }],
  'disclosure.granted': ({ disclosure }) => [{ type: 'disclosure', id: disclosure }],
  'disclosure.ended': ({ disclosure }) => [{ type: 'disclosure', id: disclosure }],
};
