import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { DocumentNumber, DocumentSeries, Erasure, Evidence, IssuedDocument } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** Anchors the documents of one load; a load has one anchor. */
export function decideEvidenceAnchor(
  state: { readonly evidence: Evidence | undefined },
  act: Act<'evidence.anchor'>,
): Decision {
  if (state.evidence) {
    const facts = { object: act.body.load, state: 'anchored', kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'not anchored' });
  }
  return ok([{ kind: 'evidence.anchored', anchor: act.body, on: act.businessDate }]);
}

/** Erases a person for good: the word is given once. */
export function decideSubjectErase(
  state: { readonly erasure: Erasure | undefined },
  { body, actor: party, kind, businessDate: on }: Act<'subject.erase'>,
): Decision {
  if (state.erasure) {
    const facts = { object: body.subject, state: `erased on ${state.erasure.on}`, kind };
    return refuse('STATE_WRONG', { ...facts, states: 'not erased' });
  }
  return ok([{ kind: 'subject.erased', ...body, party, on }]);
}

/** Reserves the next numbers of a series, without gap and without overlap (DOC-6). */
export function decideDocumentReserve(
  state: { readonly series: DocumentSeries | undefined },
  act: Act<'document.reserve'>,
): Decision {
  const { issuer, kind: series, from, to } = act.body;
  const next = (state.series?.reservedTo ?? 0) + 1;
  if (from !== next || to < from) {
    const facts = { object: `series ${series}`, state: `reserved up to ${next - 1}` };
    return refuse('STATE_WRONG', { ...facts, kind: act.kind, states: `a range from ${next}` });
  }
  return ok([{ kind: 'document.reserved', issuer, series, from, to }]);
}

export type AnchorState = {
  readonly document: IssuedDocument | undefined;
  readonly number: DocumentNumber | undefined;
  readonly series: DocumentSeries | undefined;
  readonly superseded: IssuedDocument | undefined;
};

/**
 * Anchors an issued document: a reserved number, used by no other content, superseding what is
 * current or nothing (DOC-4, DOC-6, DOC-26).
 */
export function decideDocumentAnchor(
  state: AnchorState,
  act: Act<'document.anchor'>,
  context: Context,
): Decision {
  const { body } = act;
  if (state.document || (state.number && state.number.documentId !== body.supersedes)) {
    return refuse('DOCUMENT_NUMBER_USED', { number: body.number });
  }
  if (sequenceOf(body.number) > (state.series?.reservedTo ?? 0)) {
    return refuse('NUMBER_NOT_RESERVED', { number: body.number, issuer: body.issuer });
  }
  const replaced = replacedFault(state, act);
  if (replaced) return replaced;
  const numberHash = context.sha256(new TextEncoder().encode(body.number));
  return ok([{ kind: 'document.anchored', anchor: body, numberHash, on: act.businessDate }]);
}

/** Only what is current is superseded. */
function replacedFault(
  { superseded }: AnchorState,
  { body, kind }: Act<'document.anchor'>,
): ReturnType<typeof refuse> | null {
  if (body.supersedes === undefined || superseded?.state === 'current') return null;
  const facts = { object: body.supersedes, state: superseded?.state ?? 'unknown' };
  return refuse('STATE_WRONG', { ...facts, kind, states: 'current' });
}

/** Withdraws a current document. */
export function decideDocumentWithdraw(
  state: { readonly document: IssuedDocument | undefined },
  act: Act<'document.withdraw'>,
): Decision {
  const { documentId, reason, notice } = act.body;
  if (!state.document) return refuse('NOT_FOUND', { id: documentId });
  if (state.document.state !== 'current') {
    const facts = { object: documentId, state: state.document.state, kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'current' });
  }
  const on = act.businessDate;
  return ok([{ kind: 'document.withdrawn', document: documentId, reason, notice, on }]);
}

/** The running number at the end of a document's number; infinite when there is none. */
function sequenceOf(number: string): number {
  const digits = /-(\d{4,9})$/.exec(number)?.[1];
  return digits === undefined ? Number.POSITIVE_INFINITY : Number(digits);
}
