import {
  decideDocumentAnchor,
  decideDocumentReserve,
  decideDocumentWithdraw,
  decideEvidenceAnchor,
  decideSubjectErase,
} from '../../domain/evidence/index.ts';
import { handler } from '../handler.ts';
import { sha256 } from '../signature.ts';

/** Handlers of load anchors, issued documents and erased persons. */
export const evidenceHandlers = {
  'evidence.anchor': handler<'evidence.anchor', Parameters<typeof decideEvidenceAnchor>[0]>({
    load: async (tx, { body }) => ({ evidence: await tx.entity('evidence', body.load) }),
    decide: decideEvidenceAnchor,
  }),
  'subject.erase': handler<'subject.erase', Parameters<typeof decideSubjectErase>[0]>({
    load: async (tx, { actor, body }) => ({
      erasure: await tx.entity('erasure', `${actor}~${body.subject}`),
    }),
    decide: decideSubjectErase,
  }),
  'document.reserve': handler<'document.reserve', Parameters<typeof decideDocumentReserve>[0]>({
    load: async (tx, { body }) => ({
      series: await tx.entity('documentSeries', `${body.issuer}~${body.kind}`),
    }),
    decide: decideDocumentReserve,
  }),
  'document.anchor': handler<'document.anchor', Parameters<typeof decideDocumentAnchor>[0]>({
    load: async (tx, { body }) => ({
      document: await tx.entity('document', body.documentId),
      number: await tx.entity('documentNumber', sha256(Buffer.from(body.number, 'utf8'))),
      series: await tx.entity('documentSeries', `${body.issuer}~${body.kind}`),
      superseded:
        body.supersedes === undefined ? undefined : await tx.entity('document', body.supersedes),
    }),
    decide: decideDocumentAnchor,
  }),
  'document.withdraw': handler<'document.withdraw', Parameters<typeof decideDocumentWithdraw>[0]>({
    load: async (tx, { body }) => ({ document: await tx.entity('document', body.documentId) }),
    decide: decideDocumentWithdraw,
  }),
};
