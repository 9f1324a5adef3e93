import { isBusinessDate, type BusinessDate } from '../../domain/calendar/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import type { DateOrder } from '../locator.ts';

/** DAT-01 no day of the calendar, DAT-02 day and month can be read in two ways. */
export type DateFault = 'DAT-01' | 'DAT-02';

/**
 * Reads a document date. ISO dates may carry a time or a zone, which never shifts the day; eight
 * digits are year, month, day; other forms need their order named. `00000000` is absent.
 */
export function readDate(
  text: string,
  order: DateOrder = 'ISO',
): Result<BusinessDate | undefined, DateFault> {
  if (/^0{8}$|^0000-00-00$/.test(text)) return ok(undefined);
  const year = YEAR_FIRST.map(form => form.exec(text)).find(match => match !== null);
  if (year) return checked(iso8601(...group3(year)));
  const parts = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  if (!parts) return fail('DAT-01');
  const [a, b, last] = group3(parts);
  return readOrdered({ a, b, year: last }, order);
}

function group3(match: RegExpExecArray): [string, string, string] {
  return [match[1] ?? '', match[2] ?? '', match[3] ?? ''];
}

/** ISO with or without time and zone, eight digits, other marks, and the Chinese form. */
const YEAR_FIRST = [
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}[:.\d]*)?(?:Z|[+-]\d{2}:?\d{2})?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
];

function readOrdered(
  parts: { readonly a: string; readonly b: string; readonly year: string },
  order: DateOrder,
): Result<BusinessDate, DateFault> {
  const { a, b, year } = parts;
  const isDayFirst = order === 'DMY' || (order !== 'MDY' && Number(a) > 12);
  const isMonthFirst = order === 'MDY' || (order !== 'DMY' && Number(b) > 12);
  const isEqual = Number(a) === Number(b);
  if (isDayFirst || isEqual) return checked(iso8601(year, b, a));
  return isMonthFirst ? checked(iso8601(year, a, b)) : fail('DAT-02');
}

function iso8601(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function checked(text: string): Result<BusinessDate, DateFault> {
  return isBusinessDate(text) ? ok(text) : fail('DAT-01');
}
