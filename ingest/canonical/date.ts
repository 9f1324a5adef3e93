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
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}[:.\d]*)?(?:Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (iso?.[1] !== undefined) return checked(iso[1]);
  if (packed) return checked(`${packed[1]}-${packed[2]}-${packed[3]}`);
  const parts = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})$/.exec(text);
  if (parts) return readParts([parts[1] ?? '', parts[2] ?? '', parts[3] ?? ''], order);
  const chinese = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text);
  return chinese
    ? checked(iso8601(chinese[1] ?? '', chinese[2] ?? '', chinese[3] ?? ''))
    : fail('DAT-01');
}

function readParts(
  parts: readonly [string, string, string],
  order: DateOrder,
): Result<BusinessDate | undefined, DateFault> {
  const [a, b, c] = parts;
  if (a.length === 4) return checked(iso8601(a, b, c));
  if (c.length !== 4) return fail('DAT-01');
  if (order === 'DMY') return checked(iso8601(c, b, a));
  if (order === 'MDY') return checked(iso8601(c, a, b));
  if (Number(a) > 12) return checked(iso8601(c, b, a));
  if (Number(b) > 12) return checked(iso8601(c, a, b));
  return a.padStart(2, '0') === b.padStart(2, '0') ? checked(iso8601(c, b, a)) : fail('DAT-02');
}

function iso8601(year: string, month: string, day: string): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function checked(text: string): Result<BusinessDate, DateFault> {
  return isBusinessDate(text) ? ok(text) : fail('DAT-01');
}
