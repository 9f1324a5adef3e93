import type { Entities } from '../../domain/event/index.ts';
import type { AmountInput, FiguresByKind } from '../../reports/index.ts';
import type { PaperReading } from './reading.ts';

/** The agreement between holder and funder, once a price was accepted. */
export async function agreementFigures(
  reading: PaperReading,
  id: string,
  operator: string,
): Promise<FiguresByKind['FINANCING_AGREEMENT'] | null> {
  const financing = await reading.entity('financing', id);
  if (!financing || !('price' in financing)) return null;
  const { price, holdings } = financing;
  const buyer = await reading.party(financing.buyer);
  const supplier = await reading.party(financing.holder);
  const funder = await reading.party(financing.funder);
  const platform = await reading.party(operator);
  const named = { supplier: supplier.name, funder: funder.name, platform: platform.name };
  return {
    financingId: id,
    supplier,
    funder,
    platform,
    kind: financing.kind,
    mode: financing.mode,
    receivables: await Promise.all(
      holdings.map(async ({ receivable, holding, outstanding }) => ({
        receivableId: receivable,
        holdingId: holding,
        debtor: buyer.name,
        outstanding,
        dueOn: (await reading.entity('receivable', receivable))?.dueOn ?? financing.payOn,
      })),
    ),
    advance: price.advance,
    advancePpm: price.advancePpm,
    ratePpm: price.ratePpm,
    dayCount: 'ACT/360',
    days: price.days,
    discountOrInterest: financing.mode === 'discount' ? price.discount : price.interest,
    fees: price.feeLines.map(({ kind, payer, payee, amount }) => {
      return { kind, payer: named[payer], payee: named[payee], amount };
    }),
    totalCost: price.totalCost,
    aprPpm: price.aprPpm,
    cash: price.cash,
    disburseOn: financing.fundOn,
    repayOn: financing.payOn,
    disburseTo: await reading.account(await accountOf(reading, financing.holder, 'settle')),
    repayTo: await reading.account(await payToOf(reading, holdings)),
    recourse: financing.kind === 'saleWithRecourse' ? 'full' : 'none',
    lateRatePpm: price.ratePpm,
    graceDays: 0,
    offersRefused: [],
    acts: await reading.acts(`financing~${id}`, [
      'financing.request',
      'financing.accept',
      'financing.commit',
    ]),
  };
}

type Line = { booked_on: string; act_id: string; side: string; minor: string; kind: string };

/**
 * The reader's balance on the platform, by one of its accounts (its settling one when none is named):
 * every movement from the first to this business day.
 */
export async function statementFigures(
  reading: PaperReading,
  wanted: string | null,
  businessDate: string,
): Promise<FiguresByKind['ACCOUNT_STATEMENT'] | null> {
  const account = wanted ?? (await accountOf(reading, reading.tenant, 'settle')) ?? '';
  const known = await reading.entity('account', account);
  if (!known || known.party !== reading.tenant) return null;
  const { currency } = known;
  const rows = await reading.query<Line>(
    `select l.booked_on, l.act_id, l.side, l.minor::text as minor, coalesce(t.kind, '') as kind
       from book.journal_line l left join book.tx t using (block, tx_index)
      where l.sub = $1 and l.account = '2101' and l.currency = $2
      order by l.block, l.tx_index, l.n, l.line`,
    [reading.tenant, currency],
  );
  const amount = (minor: bigint): AmountInput => ({ minor: minor.toString(), currency });
  let balance = 0n;
  const movements = rows.map((row, at) => {
    const moved = BigInt(row.minor);
    balance += row.side === 'credit' ? moved : -moved;
    return {
      postingId: `${row.act_id.slice(-12)}-${at + 1}`,
      on: row.booked_on,
      kind: row.kind === '' ? 'movement' : row.kind,
      counterparty: '—',
      document: row.act_id,
      ...(row.side === 'credit' ? { credit: amount(moved) } : { debit: amount(moved) }),
      balance: amount(balance),
    };
  });
  return {
    party: await reading.party(reading.tenant),
    accountId: account,
    accountKind: 'cash',
    currency,
    from: movements[0]?.on ?? businessDate,
    to: businessDate,
    opening: amount(0n),
    closing: amount(balance),
    movements,
    fees: [],
    pending: [],
    ageing: await ageingOf(reading, currency, businessDate),
    objectBy: plusDays(businessDate, 30),
  };
}

/** What is still due to the reader, by how late it is. */
async function ageingOf(
  reading: PaperReading,
  currency: string,
  on: string,
): Promise<FiguresByKind['ACCOUNT_STATEMENT']['ageing']> {
  const rows = await reading.query<{ bucket: string; minor: string }>(
    `select case when late <= 0 then 'notDue' when late <= 30 then 'days1to30'
         when late <= 60 then 'days31to60' when late <= 90 then 'days61to90' else 'over90' end
         as bucket, sum(minor)::text as minor
       from (select $2::date - r.due_on::date as late, (h.body->'outstanding'->>'minor')::numeric
               as minor
             from book.holding h join book.receivable r on r.id = h.receivable
            where h.holder = $1 and r.body->'face'->>'currency' = $3
              and h.status in ('free', 'reserved', 'pledged', 'sold')) due
      group by 1 order by 1`,
    [reading.tenant, on, currency],
  );
  return rows.map(({ bucket, minor }) => ({ bucket, amount: { minor, currency } }));
}

async function accountOf(
  reading: PaperReading,
  party: string,
  purpose: string,
): Promise<string | null> {
  const [row] = await reading.query<{ id: string }>(
    'select id from book.account where party = $1 and purpose = $2 order by id limit 1',
    [party, purpose],
  );
  return row?.id ?? null;
}

/** Where the debtors pay, as they confirmed it. */
async function payToOf(
  reading: PaperReading,
  holdings: Entities['financing']['holdings'],
): Promise<string | null> {
  const [first] = holdings;
  const claim = first ? await reading.entity('receivable', first.receivable) : null;
  return claim && 'confirmation' in claim ? (claim.confirmation?.payTo ?? null) : null;
}

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
