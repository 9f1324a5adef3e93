import type { ActKind } from '../../domain/act/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import type { Sql } from '../database/index.ts';

/** Why a person must look. */
export type ReviewReason =
  | 'ACCOUNT_UNKNOWN'
  | 'STATEMENT_SUSPECT'
  | 'MATCH_AMBIGUOUS'
  | 'PAYER_NOT_DEBTOR'
  | 'NO_EVIDENCE'
  | 'REVERSAL'
  | 'DEBIT_UNKNOWN'
  | 'MATCH_REFUSED';

export type Review = {
  /** Id of the entry, payout or statement. */
  readonly object: string;
  readonly reason: ReviewReason;
  readonly candidates: readonly string[];
  /** Acts that would settle it, ready to be signed by the cash desk; one of them, not all. */
  readonly offers?: readonly Offer[];
};

export type Offer = { readonly kind: ActKind; readonly body: Wire };

/** Keeps what waits for a person; the newest reason counts. */
export async function keepReviews(
  sql: Sql,
  tenant: string,
  reviews: readonly Review[],
): Promise<void> {
  for (const { object, reason, candidates, offers = [] } of reviews) {
    await sql.query(
      `insert into app.bank_review (tenant_id, object, reason, candidates, offers)
       values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, object) do update
         set reason = excluded.reason, candidates = excluded.candidates,
           offers = excluded.offers, closed_at = null
       where app.bank_review.reason <> excluded.reason
         or app.bank_review.candidates <> excluded.candidates
         or app.bank_review.offers <> excluded.offers
         or app.bank_review.closed_at is not null`,
      [tenant, object, reason, candidates, JSON.stringify(offers)],
    );
  }
}

/** Closes the rows of what has found its place. */
export async function closeReviews(sql: Sql, objects: readonly string[]): Promise<void> {
  if (objects.length === 0) return;
  await sql.query(
    'update app.bank_review set closed_at = now() where object = any($1) and closed_at is null',
    [objects],
  );
}
