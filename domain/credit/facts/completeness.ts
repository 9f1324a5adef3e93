import { addDays, addMonths, daysBetween, type BusinessDate } from '../../calendar/index.ts';
import type { CanonicalDocument, Invoice, OpenItem, Receipt } from '../../document/index.ts';
import type { Completeness } from './facts.ts';
import { isInvoice, known, type DocumentSource } from './documents.ts';

/** When a document came in. */
export type Arrival = { readonly document: string; readonly arrivedOn: BusinessDate };

/** Documents issued longer than this before the first load are history: they prove no lag. */
const HISTORY_DAYS = 31;
const WINDOW_MONTHS = 12;

/**
 * Required fields asked and found in the last twelve months' documents, and the days from issue to
 * arrival, for documents that the connection could have brought in time (D5.7).
 */
export function completenessOf(source: DocumentSource, arrivals: readonly Arrival[]): Completeness {
  const start = addMonths(source.asOf, -WINDOW_MONTHS);
  const recent = known(source).filter(row => row.issuedOn > start);
  const answers = recent.flatMap(required);
  const connectedOn = arrivals.map(row => row.arrivedOn).sort()[0] ?? source.asOf;
  const since = addDays(connectedOn, -HISTORY_DAYS);
  const timely = recent.filter(row => row.issuedOn >= since);
  const issued = new Map(timely.map(row => [row.id, row.issuedOn]));
  const lagDays = arrivals.flatMap(({ document, arrivedOn }) => {
    const on = issued.get(document);
    return on === undefined || arrivedOn > source.asOf
      ? []
      : [Math.max(0, daysBetween(on, arrivedOn))];
  });
  return {
    required: answers.length,
    present: answers.filter(answer => answer).length,
    lagDays,
  };
}

/** For each field that a document of its kind must carry, whether it does. */
function required(row: CanonicalDocument): readonly boolean[] {
  if (isInvoice(row)) return requiredOfInvoice(row);
  switch (row.kind) {
    case 'order':
    case 'orderChange':
    case 'orderCancel':
      return [
        row.buyer.idents.length > 0,
        row.lines.every(line => (line.net ?? line.price) !== undefined),
      ];
    case 'receipt':
      return [namesOrder(row)];
    case 'openItem':
      return requiredOfItem(row);
    case 'trialBalance':
    case 'taxTotal':
      return [row.entity.idents.length > 0];
    default:
      return [];
  }
}

function namesOrder(row: Receipt): boolean {
  return row.order.length > 0 || row.lines.every(line => line.orderLine !== undefined);
}

function requiredOfItem(row: OpenItem): readonly boolean[] {
  return [row.counterparty.idents.length > 0, row.status !== 'paid' || row.paidOn !== undefined];
}

function requiredOfInvoice(row: Invoice): readonly boolean[] {
  return [
    row.number !== '',
    row.seller.idents.length > 0,
    row.buyer.idents.length > 0,
    row.lines.length > 0,
    row.totals.tax !== undefined || row.totals.taxExclusive !== undefined,
    row.kind === 'creditNote' || row.dueOn !== undefined,
  ];
}
