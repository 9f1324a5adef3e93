import {
  partyKey,
  type DocumentKind,
  type Header,
  type Note,
  type Party,
} from '../../domain/document/index.ts';
import { exactText } from '../../domain/evidence/index.ts';
import type { Currency } from '../../domain/money/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import type { Draft } from '../locator.ts';
import { readAttachments } from './attachment.ts';
import { present } from './parts.ts';
import type { CanonicalReader } from './reader.ts';

/** What a document needs from outside its file. SHA-256 gives lower-case hex of UTF-8 text. */
export type CanonicalContext = {
  readonly tenant: string;
  readonly load: string;
  readonly sha256: (text: string) => string;
  /** False where nobody will ask where values came from: records then have no provenance. */
  readonly isTraced?: boolean;
};

/**
 * What makes two records the same document (ING-20): the issuer, the kind of document, its number
 * and what else the kind needs. Its hash is the document's id.
 */
export type NaturalKey = readonly string[];

export type Identified = { readonly id: string; readonly naturalKey: NaturalKey };

export function identify(context: CanonicalContext, naturalKey: NaturalKey): Identified {
  return { id: context.sha256(canonical([...naturalKey])).slice(0, 32), naturalKey };
}

/** The family of kinds whose numbers may not repeat: all invoices of a seller share one. */
function keyFamily(kind: DocumentKind): string {
  switch (kind) {
    case 'invoice':
    case 'selfBilled':
    case 'prepayment':
    case 'corrected':
      return 'invoice';
    default:
      return kind;
  }
}

/** The natural key of a trade document: kind, issuer, number in exact text, year (or revision). */
export function tradeKey(of: {
  readonly kind: DocumentKind;
  readonly issuer: Party;
  readonly number: string;
  readonly year: string;
}): NaturalKey {
  return [keyFamily(of.kind), partyKey(of.issuer), exactText(of.number), of.year];
}

export type HeaderFields = {
  readonly number: string;
  readonly issuedOn: string;
  readonly currency: Currency;
};

export function buildHeader(
  from: { reader: CanonicalReader; draft: Draft; context: CanonicalContext; id: string },
  fields: HeaderFields & { readonly refs: Header['refs'] },
): Header {
  const { reader, draft, context, id } = from;
  const notes = (draft.lists['notes'] ?? []).flatMap((lexical, n): Note[] => {
    const text = reader.text(lexical, `notes[${n}].text`);
    return text === undefined ? [] : [{ text }];
  });
  const parts = {
    profile: reader.identifier(draft.values['profile'], 'profile'),
    process: reader.identifier(draft.values['process'], 'process'),
    extra: readExtra(draft),
  };
  const copy = reader.flag(draft.values['copy'], 'copy') ?? false;
  const { tenant, load } = context;
  const own = {
    id,
    version: 1,
    tenant,
    load,
    notes,
    attachments: readAttachments(reader, draft),
    copy,
  };
  return { ...own, ...fields, ...present(parts) };
}

function readExtra(draft: Draft): Record<string, string> | undefined {
  const extra = draft.parts['extra'];
  if (!extra) return undefined;
  return Object.fromEntries(Object.entries(extra.values).map(([name, l]) => [name, l.text]));
}
