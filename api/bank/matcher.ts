import type { Act } from '../../domain/act/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import { fromWire } from '../../domain/money/index.ts';
import {
  creditorReference,
  fundingReference,
  matchEntry,
  type Candidates,
  type OpenClaim,
} from '../../domain/settlement/index.ts';
import type { Database } from '../database/index.ts';
import type { ChannelFacts } from '../service/index.ts';
import { deskAct } from './acts.ts';
import { bookRows } from './book.ts';
import { sha256 } from './details.ts';
import type { Review } from './review.ts';
import type { BankLine } from './statement.ts';

type Claim = Entities['receivable'];
type Payment = Entities['payment'];

export type Decided = {
  readonly acts: readonly Act<'payment.match'>[];
  readonly reviews: readonly Review[];
};

/** Invoice numbers by claim; they never change, so they are read once. */
export type NumberBook = Map<string, readonly string[]>;

/** Open claims and funders that money can be for. */
export async function openCandidates(
  database: Database,
  operator: string,
  numbers: NumberBook,
): Promise<Pick<Candidates, 'claims' | 'fundings'>> {
  const live = "'confirmed', 'recorded', 'overdue', 'defaulted'";
  const open = `status in (${live}) and outstanding_minor > 0`;
  const { claims, funders } = await database.withTenant(
    { tenant: operator, actor: 'matcher' },
    async sql => ({
      claims: await bookRows(sql, 'receivable', open),
      funders: await bookRows(sql, 'party', "body->'kinds' ? 'funder'"),
    }),
  );
  await learnNumbers(database, claims, numbers);
  return {
    claims: claims.map(claim => openClaim(claim, numbers.get(claim.receivable) ?? [])),
    fundings: funders.map(({ party }) => ({
      funder: party,
      reference: fundingReference(party, sha256),
    })),
  };
}

function openClaim(claim: Claim, numbers: readonly string[]): OpenClaim {
  const { receivable, buyer, outstanding } = claim;
  const reference = creditorReference(sha256(receivable));
  return { receivable, buyer, outstanding: fromWire(outstanding), reference, numbers };
}

/**
 * Decides what each payment is for by the evidence of tiers 1 and 2; a tie, a payer who is not the
 * debtor, or no evidence is for a person.
 */
export function decideMatches(
  payments: readonly Payment[],
  lines: ReadonlyMap<string, BankLine>,
  of: {
    readonly candidates: Pick<Candidates, 'claims' | 'fundings'>;
    readonly facts: Pick<ChannelFacts, 'operator' | 'businessDate'>;
  },
): Decided {
  const acts: Act<'payment.match'>[] = [];
  const reviews: Review[] = [];
  for (const { payment, payer } of payments) {
    const line = lines.get(payment);
    if (!line) continue;
    const found = matchEntry({ ...line.match, payer }, { ...of.candidates, payouts: [] });
    if (found.kind === 'allocations') {
      const { allocations, tier } = found;
      const body = { payment, allocations: [...allocations], tier };
      acts.push(deskAct(of.facts, 'payment.match', body));
    } else if (found.kind === 'review') {
      const reason = found.reason === 'none' ? 'NO_EVIDENCE' : found.reason;
      reviews.push({ object: payment, reason, candidates: found.candidates });
    }
  }
  return { acts, reviews };
}

/** Reads the numbers of the invoices behind claims, each in the tenant that loaded it. */
async function learnNumbers(
  database: Database,
  claims: readonly Claim[],
  numbers: NumberBook,
): Promise<void> {
  const fresh = claims.filter(({ receivable }) => !numbers.has(receivable));
  for (const [tenant, own] of Map.groupBy(fresh, ({ supplier }) => supplier)) {
    const ids = own.flatMap(({ invoices }) => invoices.map(row => row.fingerprintRef));
    const rows = await database.withTenant({ tenant, actor: 'matcher' }, sql =>
      sql.query<{ id: string; number: string }>(
        `select id, number from erp.document
          where kind = 'invoice' and superseded_at is null and id = any($1)`,
        [ids],
      ),
    );
    const byId = new Map(rows.map(({ id, number }) => [id, number]));
    for (const { receivable, invoices } of own) {
      const known = invoices.flatMap(({ fingerprintRef }) => byId.get(fingerprintRef) ?? []);
      if (known.length > 0) numbers.set(receivable, known);
    }
  }
}
