import { addMonths } from '../../domain/calendar/index.ts';
import {
  portable,
  type Assessment,
  type AssessmentHashes,
  type CreditFacts,
  type GateFacts,
  type TableReference,
} from '../../domain/credit/index.ts';
import type { Database } from '../database/index.ts';

/** A score as it is kept: inputs, report and the hashes that the attestation carries. */
export type ScoreRecord = {
  readonly operator: string;
  readonly id: string;
  readonly subject: string;
  readonly inputs: { readonly facts: CreditFacts; readonly gateFacts: GateFacts };
  readonly assessment: Assessment;
  readonly hashes: AssessmentHashes;
  readonly model: TableReference;
  readonly policy: TableReference;
};

/** CR-32: what was observed in this time bounds a feature that is gone. */
const MEMORY_MONTHS = 24;

/** Keeps a score once, for the operator and for whom it is about; the same id again changes nothing. */
export async function keepScore(database: Database, record: ScoreRecord): Promise<void> {
  for (const tenant of [record.operator, record.subject]) {
    await database.withTenant({ tenant, actor: 'scorer' }, sql =>
      sql.query(INSERT, [tenant, ...valuesOf(record)]),
    );
  }
}

const INSERT = `insert into app.credit_score
    (tenant_id, id, subject, role, product, as_of, outcome, grade, score_e5, model_hash,
     policy_hash, inputs_hash, feature_hash, report_hash, inputs, report, qualities)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
  on conflict do nothing`;

function valuesOf(record: ScoreRecord): readonly unknown[] {
  const { assessment, hashes } = record;
  const { request } = assessment;
  return [
    record.id,
    record.subject,
    request.role,
    request.product,
    assessment.asOf,
    assessment.outcome,
    assessment.grade,
    assessment.score.scoreE5,
    record.model.hash,
    record.policy.hash,
    hashes.inputsHash,
    hashes.featureHash,
    hashes.reportHash,
    JSON.stringify(portable(record.inputs)),
    JSON.stringify(portable(assessment)),
    JSON.stringify(observedQualities(assessment)),
  ];
}

/** The quality last observed of each feature within the memory, by an earlier score. */
export async function lastQualities(
  database: Database,
  of: {
    readonly operator: string;
    readonly subject: string;
    readonly role: string;
    readonly businessDate: string;
  },
): Promise<Readonly<Record<string, number>>> {
  const rows = await database.withTenant({ tenant: of.operator, actor: 'scorer' }, sql =>
    sql.query<{ qualities: Record<string, number> }>(
      `select qualities from app.credit_score
        where subject = $1 and role = $2 and as_of < $3 and as_of >= $4
        order by as_of, scored_at, id`,
      [of.subject, of.role, of.businessDate, addMonths(of.businessDate, -MEMORY_MONTHS)],
    ),
  );
  return rows.reduce<Record<string, number>>((all, row) => ({ ...all, ...row.qualities }), {});
}

function observedQualities({ score }: Assessment): Readonly<Record<string, number>> {
  const seen = score.lines.filter(line => line.observation.observed);
  return Object.fromEntries(seen.map(line => [line.id, line.quality]));
}
