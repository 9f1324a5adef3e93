import type { Entities } from '../../domain/event/index.ts';
import type { AmountInput, FiguresByKind } from '../../reports/index.ts';
import type { PaperReading } from './reading.ts';

type Figures = FiguresByKind['ACCOUNT_STATEMENT'];

/** One movement with its place on the ledger; `minor` is positive for money in. */
type Moved = {
  readonly block: bigint;
  readonly txIndex: number;
  readonly postingId: string;
  readonly on: string;
  readonly kind: string;
  readonly counterparty: string;
  readonly document: string;
  readonly minor: bigint;
};

/** What a person calls the acts that move a balance. */
const moveKinds: Readonly<Record<string, readonly [string, string]>> = {
  'payment.match': ['residual', 'repayment'],
  'payment.unmatch': ['adjustment', 'reversal'],
  'cash.receive': ['receipt', 'adjustment'],
  'financing.disburse': ['adjustment', 'payout'],
  'payout.fail': ['refund', 'adjustment'],
  'balance.fold': ['adjustment', 'payout'],
};

const objectionDays = 30;

/**
 * The reader's balance on the platform, by one of its accounts (its settling one when none is named):
 * every movement from the first to this business day. A financing's cash is shown in and out: it was
 * paid to the reader's bank account.
 */
export async function statementFigures(
  reading: PaperReading,
  wanted: string | null,
  businessDate: string,
): Promise<Figures | null> {
  const account = wanted ?? (await reading.accountOf(reading.tenant, 'settle')) ?? '';
  const known = await reading.entity('account', account);
  if (!known || known.party !== reading.tenant) return null;
  const { currency } = known;
  const amount = (minor: bigint): AmountInput => ({ minor: minor.toString(), currency });
  const payouts = await payoutsTo(reading, currency);
  const moved = [...(await posted(reading, currency)), ...(await passed(reading, payouts))];
  moved.sort((a, b) => Number(a.block - b.block) || a.txIndex - b.txIndex);
  let balance = 0n;
  const movements = moved.map(({ postingId, on, kind, counterparty, document, minor }) => {
    balance += minor;
    const side = minor < 0n ? { debit: amount(-minor) } : { credit: amount(minor) };
    return { postingId, on, kind, counterparty, document, ...side, balance: amount(balance) };
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
    fees: await feesOf(reading, payouts),
    pending: [],
    ageing: await ageingOf(reading, currency, businessDate),
    objectBy: plusDays(businessDate, objectionDays),
  };
}

/** Lines of the cash book on the reader's own balance. */
async function posted(reading: PaperReading, currency: string): Promise<Moved[]> {
  const rows = await reading.query<{
    block: bigint;
    tx_index: number;
    booked_on: string;
    act_id: string;
    side: string;
    minor: string;
    kind: string;
    buyer: string | null;
    actor: string | null;
  }>(
    `select l.block, l.tx_index, l.booked_on, l.act_id, l.side, l.minor::text as minor,
            coalesce(t.kind, '') as kind, t.actor,
            (select r.body->>'buyer' from book.event_object o
               join book.receivable r on o.object_id = 'receivable~' || r.id
              where o.block = l.block and o.tx_index = l.tx_index limit 1) as buyer
       from book.journal_line l left join book.tx t using (block, tx_index)
      where l.sub = $1 and l.account = '2101' and l.currency = $2
      order by l.block, l.tx_index, l.n, l.line`,
    [reading.tenant, currency],
  );
  return Promise.all(
    rows.map(async (row, at) => {
      const isCredit = row.side === 'credit';
      const [credit, debit] = moveKinds[row.kind] ?? ['adjustment', 'adjustment'];
      const other = row.buyer ?? row.actor;
      return {
        block: row.block,
        txIndex: row.tx_index,
        postingId: `${row.act_id.slice(-12)}-${at + 1}`,
        on: row.booked_on,
        kind: isCredit ? credit : debit,
        counterparty: other === null ? '—' : (await reading.party(other)).name,
        document: row.act_id,
        minor: BigInt(row.minor) * (isCredit ? 1n : -1n),
      };
    }),
  );
}

type PaidOut = {
  readonly body: Entities['payout'] & { readonly financing: string; readonly funder: string };
  readonly block: bigint;
  readonly tx_index: number;
};

/** Cash of financings that the bank has confirmed. */
function payoutsTo(reading: PaperReading, currency: string): Promise<readonly PaidOut[]> {
  return reading.query<PaidOut>(
    `select body, block, tx_index from book.payout
      where body->>'payee' = $1 and body->>'status' = 'confirmed'
        and body->>'purpose' = 'disbursement'
        and body->'amount'->>'currency' = $2 order by block, tx_index, id`,
    [reading.tenant, currency],
  );
}

/** Each payout in from the funder and out to the reader's bank account. */
async function passed(reading: PaperReading, payouts: readonly PaidOut[]): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const { body, block, tx_index: txIndex } of payouts) {
    const { payout, funder, payee, amount, reference, valueOn } = body;
    const shared = { block, txIndex, on: body.endedOn ?? valueOn, document: reference };
    const minor = BigInt(amount.minor);
    const names = [await reading.party(funder), await reading.party(payee)];
    moved.push(
      {
        ...shared,
        postingId: `${payout.slice(-12)}-in`,
        kind: 'disbursement',
        counterparty: names[0]?.name ?? funder,
        minor,
      },
      {
        ...shared,
        postingId: `${payout.slice(-12)}-out`,
        kind: 'payout',
        counterparty: names[1]?.name ?? payee,
        minor: -minor,
      },
    );
  }
  return moved;
}

/** What the reader paid for those financings, held back before the cash was paid out. */
async function feesOf(
  reading: PaperReading,
  payouts: readonly PaidOut[],
): Promise<Figures['fees']> {
  const fees: Figures['fees'][number][] = [];
  const operator = await reading.operator();
  for (const { body } of payouts) {
    const financing = await reading.entity('financing', body.financing);
    if (!financing || !('price' in financing) || financing.holder !== reading.tenant) continue;
    const on = body.endedOn ?? body.valueOn;
    const funder = (await reading.party(body.funder)).name;
    const { price, mode } = financing;
    if (mode === 'discount') {
      fees.push({ on, kind: 'discount', payee: funder, amount: price.discount });
    }
    for (const { kind, payer, amount } of price.feeLines) {
      if (payer === 'supplier') fees.push({ on, kind, payee: operator, amount });
    }
  }
  return fees;
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

function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
