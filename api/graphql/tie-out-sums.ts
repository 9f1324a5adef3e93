import type { Currency, MoneyWire } from '../../domain/money/index.ts';
import type { Reading } from './reading.ts';

/** A figure on two paths; both are the same where the books agree. */
export type TieOutRow = {
  readonly figure: string;
  readonly left: MoneyWire;
  readonly right: MoneyWire;
};

/**
 * The sums of the read model that must agree, each on two paths: received = allocated + refunded +
 * what the journal holds as unallocated (2201, INV-R11); allocated = standing matches, also of a
 * payment that the bank took back at the operator's cost; the outstanding amount of live claims =
 * the parts that their holdings are in; the face of claims, whatever their status = where it is
 * (INV-R3).
 */
export async function tieOutSums(reading: Pick<Reading, 'query'>): Promise<TieOutRow[]> {
  const received = await pairs(
    reading,
    `select p.currency, p.received::text as left, (p.used + coalesce(j.minor, 0))::text as right
       from (select body->'received'->>'currency' as currency,
           sum((body->'received'->>'minor')::numeric) as received,
           sum((body->'allocated'->>'minor')::numeric
             + (body->'refunded'->>'minor')::numeric) as used
         from book.payment where status <> 'reversed' group by 1) p
       left join (select currency,
           sum(case side when 'credit' then minor else -minor end) as minor
         from book.journal_line where account = '2201' group by 1) j using (currency)
      order by 1`,
    'payments: received = allocated + refunded + unallocated',
  );
  const allocated = await pairs(
    reading,
    `select p.currency, p.minor::text as left, coalesce(m.minor, 0)::text as right from
        (select body->'allocated'->>'currency' as currency,
           sum((body->'allocated'->>'minor')::numeric) as minor
           from book.payment group by 1) p
        left join (select body->'amount'->>'currency' as currency,
           sum((body->'amount'->>'minor')::numeric) as minor
           from book.match where status = 'standing' group by 1) m using (currency)
       order by 1`,
    'payments: allocated = standing matches',
  );
  const outstanding = await pairs(
    reading,
    `select r.body->'face'->>'currency' as currency,
        sum((r.body->'outstanding'->>'minor')::numeric)::text as left,
        sum(coalesce(h.minor, 0))::text as right
       from book.receivable r
       left join (select body->>'receivable' as receivable,
           sum((body->'outstanding'->>'minor')::numeric) as minor
         from book.holding group by 1) h on h.receivable = r.id
      where r.status not in ('declined', 'withdrawn', 'cancelled', 'expired') group by 1 order by 1`,
    'claims: outstanding = holdings',
  );
  const placed = await pairs(
    reading,
    `select body->'face'->>'currency' as currency,
        sum((body->'face'->>'minor')::numeric)::text as left,
        sum((select sum(value::numeric) from jsonb_each_text(body->'parts')))::text as right
       from book.receivable group by 1 order by 1`,
    'claims: face = parts of every status',
  );
  return [...received, ...allocated, ...outstanding, ...placed];
}

type Pair = { readonly currency: Currency; readonly left: string; readonly right: string };

async function pairs(
  reading: Pick<Reading, 'query'>,
  sql: string,
  figure: string,
): Promise<TieOutRow[]> {
  const rows = await reading.query<Pair>(sql);
  return rows.map(({ currency, left, right }) => ({
    figure: `${figure} (${currency})`,
    left: { minor: left, currency },
    right: { minor: right, currency },
  }));
}
