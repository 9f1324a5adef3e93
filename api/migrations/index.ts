import { access, loadEvidence } from './access.ts';
import { acts } from './acts.ts';
import { bank, bankOffers, payoutFileAccount } from './bank.ts';
import { answers, answersClosed } from './answers.ts';
import { credit } from './credit.ts';
import { dataUse } from './data-use.ts';
import { deliveries } from './deliveries.ts';
import { documentRequests, documents } from './documents.ts';
import { evidence } from './evidence.ts';
import { erpTables } from './erp.ts';
import { identity } from './identity.ts';
import { jobs } from './jobs.ts';
import { lineage } from './lineage.ts';
import { quarantineEdits } from './quarantine.ts';
import { reconciliation } from './reconciliation.ts';
import { schedule } from './schedule.ts';
import { subjectFiles, subjectRequests, subjects } from './subjects.ts';
import { sources } from './sources.ts';
import { requestPoints } from './request-points.ts';
import { staging } from './staging.ts';

/** One step of the database's history: run once, in order, never edited after a release. */
export type MigrationSteps = { readonly name: string; readonly statements: readonly string[] };

export const migrations: readonly MigrationSteps[] = [
  { name: '2026-11-23-identity', statements: identity },
  { name: '2026-11-23-acts', statements: acts },
  { name: '2026-11-23-access', statements: access },
  { name: '2026-11-23-jobs', statements: jobs },
  { name: '2026-11-23-erp', statements: erpTables },
  { name: '2026-11-23-credit', statements: credit },
  { name: '2026-11-23-documents', statements: documents },
  { name: '2026-11-23-bank', statements: bank },
  { name: '2026-11-23-document-requests', statements: documentRequests },
  { name: '2026-11-23-load-evidence', statements: loadEvidence },
  { name: '2026-11-23-evidence', statements: evidence },
  { name: '2026-11-23-quarantine-edits', statements: quarantineEdits },
  { name: '2026-11-23-bank-offers', statements: bankOffers },
  { name: '2026-11-23-answers', statements: answers },
  { name: '2026-11-23-staging', statements: staging },
  { name: '2026-11-23-sources', statements: sources },
  { name: '2026-11-23-request-points', statements: requestPoints },
  { name: '2026-11-23-reconciliation', statements: reconciliation },
  { name: '2026-11-23-data-use', statements: dataUse },
  { name: '2026-11-23-payout-file-account', statements: payoutFileAccount },
  { name: '2026-11-23-lineage', statements: lineage },
  { name: '2026-11-23-subjects', statements: subjects },
  { name: '2026-11-23-schedule', statements: schedule },
  { name: '2026-11-23-deliveries', statements: deliveries },
  { name: '2026-11-24-subject-files', statements: subjectFiles },
  { name: '2026-11-24-subject-requests', statements: subjectRequests },
  { name: '2026-11-24-answers-closed', statements: answersClosed },
];
