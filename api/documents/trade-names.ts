import type { PaperReading } from './reading.ts';

/** The trade behind a claim, as the reader's own system names it; empty lists for other readers. */
export type TradeNames = {
  readonly invoices: readonly string[];
  readonly orders: readonly string[];
  readonly deliveries: readonly string[];
  readonly contract: string | null;
};

type Reference = { readonly kind: string; readonly number: string };
type Row = { readonly id: string; readonly number: string; readonly refs: readonly Reference[] };

const numbersMax = 12;

/**
 * Numbers of the invoices with these ids and of the orders, receipts and contract that belong to
 * them, from the files which the reader itself brought.
 */
export async function tradeOf(
  reading: PaperReading,
  invoices: readonly string[],
): Promise<TradeNames> {
  const rows = await reading.query<Row>(
    `select d.id, d.number,
            coalesce(d.body->'refs', '[]') || coalesce((select jsonb_agg(line->'orderLine')
              from jsonb_array_elements(d.body->'lines') line where line ? 'orderLine'), '[]') as refs
       from erp.document d
      where d.id = any($1) and d.superseded_at is null order by d.number`,
    [invoices],
  );
  const named = new Set(rows.map(({ id }) => id));
  const unnamed = invoices.filter(id => !named.has(id)).map(id => id.slice(0, 16));
  const refs = rows.flatMap(row => row.refs);
  const of = (kind: string): string[] => {
    const numbers = refs.filter(ref => ref.kind === kind).map(({ number }) => number);
    return [...new Set(numbers)].slice(0, numbersMax);
  };
  const orders = of('order');
  return {
    invoices: [...rows.map(({ number }) => number), ...unnamed].slice(0, numbersMax),
    orders,
    deliveries: await receiptsOf(reading, orders),
    contract: of('contract')[0] ?? null,
  };
}

async function receiptsOf(reading: PaperReading, orders: readonly string[]): Promise<string[]> {
  if (orders.length === 0) return [];
  const rows = await reading.query<{ number: string }>(
    `select distinct d.number from erp.document d, jsonb_array_elements(d.body->'lines') line
      where d.kind = 'receipt' and d.superseded_at is null
        and line->'orderLine'->>'number' = any($1) order by d.number limit ${numbersMax}`,
    [orders],
  );
  return rows.map(({ number }) => number);
}
