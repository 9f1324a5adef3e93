import type { ActBodies } from '../act/index.ts';
import type { Disclosure } from './disclosure.ts';

/** The commitment to one load's documents; key `evidence~<load>`. */
export type Evidence = ActBodies['evidence.anchor'] & { readonly on: string };

/** An issued document's record; key `document~<documentId>`. */
export type IssuedDocument = ActBodies['document.anchor'] & {
  readonly state: 'current' | 'superseded' | 'withdrawn';
  readonly on: string;
  readonly supersededBy: string | null;
  readonly withdrawal: {
    readonly reason: string;
    readonly notice: string;
    readonly on: string;
  } | null;
};

/** Which document has a number; key `documentNumber~<hash of the number>` (DOC-6). */
export type DocumentNumber = { readonly number: string; readonly documentId: string };

/** Numbers reserved for one issuer and kind; key `documentSeries~<issuer>~<kind>`. */
export type DocumentSeries = {
  readonly issuer: string;
  readonly kind: string;
  readonly reservedTo: number;
};

/**
 * A party's word that it erases a person from its documents; key `erasure~<party>~<subject>`. Who it
 * is the channel never learns: `subject` is keyed, `request` a hash of what was asked.
 */
export type Erasure = ActBodies['subject.erase'] & {
  readonly party: string;
  readonly on: string;
};

export type EvidenceEntities = {
  erasure: Erasure;
  evidence: Evidence;
  disclosure: Disclosure;
  document: IssuedDocument;
  documentNumber: DocumentNumber;
  documentSeries: DocumentSeries;
};
