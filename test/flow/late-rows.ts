import {
  addDays,
  businessDayFrom,
  daysBetween,
  type BusinessDate,
} from '../../domain/calendar/index.ts';
import { readSample } from '../fixture/samples.ts';

/** One invoice of the sample as a claim; amounts in minor units. */
export type LatePayment = {
  readonly number: string;
  readonly customer: string;
  readonly face: bigint;
  readonly invoiceOn: BusinessDate;
  readonly dueOn: BusinessDate;
  readonly paidOn: BusinessDate;
  readonly disputed: boolean;
  /** As the file itself counts them. */
  readonly daysLate: number;
};

/** The rows of `ibm_ar_late_payments.csv` in the order of their invoices. */
export function latePayments(): readonly LatePayment[] {
  const [, ...lines] = readSample('credit/ibm_ar_late_payments.csv').trim().split(/\r?\n/);
  const rows = lines.map(line => {
    const cells = line.split(',');
    const at = (column: number): string => cells[column] ?? '';
    return {
      number: at(3),
      customer: at(1),
      face: BigInt(Math.round(Number(at(6)) * 100)),
      invoiceOn: dateOf(at(4)),
      dueOn: dateOf(at(5)),
      paidOn: dateOf(at(8)),
      disputed: at(7) === 'Yes',
      daysLate: Number(at(11)),
    };
  });
  return rows.sort((a, b) => (a.invoiceOn < b.invoiceOn ? -1 : Number(a.invoiceOn > b.invoiceOn)));
}

/** `1/2/2013` is the second of January. */
function dateOf(text: string): BusinessDate {
  const [month = '', day = '', year = ''] = text.split('/');
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** All dates moved by the same few days, so that the claim falls due on a business day. */
export function dueOnBusinessDay(row: LatePayment): LatePayment {
  const open = businessDayFrom(row.dueOn);
  if (!open.ok) throw new Error(`no calendar for ${row.dueOn}`);
  const days = daysBetween(row.dueOn, open.value);
  const move = (date: BusinessDate): BusinessDate => addDays(date, days);
  return {
    ...row,
    invoiceOn: move(row.invoiceOn),
    dueOn: open.value,
    paidOn: move(row.paidOn),
  };
}
