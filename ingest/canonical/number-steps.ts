import { addDays } from '../../domain/calendar/index.ts';

/**
 * Steps on the numbers that a workbook stores: `serial 1900` and `serial 1904` (a day by its number,
 * as ECMA-376 part 1, 18.17.4 counts; 29 February 1900, which never was, stays a number), `plain`
 * (the exponent of a number written out), `hundredfold` (a share as per cent), `pad 6` (zeros in
 * front), `share` (a share below one as per cent; a sign of per cent is taken off), `first 10` (the
 * day before a time, Chinese days stay whole), `epoch` (the day in UTC of `/Date(1130112000000)/`), `rounded` (an integer that has more digits than a workbook keeps, in the notation that
 * says so).
 */
export const NUMBER_STEPS: Readonly<Record<string, (text: string, argument: string) => string>> = {
  serial: (text, argument) => serialDay(text, argument === '1904'),
  plain: plainNumber,
  hundredfold: text => shiftPoint(text, 2),
  epoch: epochDay,
  share: text => (/^0?\.\d+$/.test(text) ? shiftPoint(text, 2) : text.replace(/%$/, '')),
  first: (text, argument) => firstDay(text, Number(argument)),
  pad: (text, argument) => text.padStart(Number(argument), '0'),
  rounded: text =>
    text.replace(/^([+-]?\d)(\d+)$/, (_, head: string, tail: string) => {
      const digits = tail.replace(/0+$/, '');
      return `${head}.${digits === '' ? '0' : digits}E+${tail.length}`;
    }),
};

function firstDay(text: string, length: number): string {
  return text.includes('年') ? text.replace(/日.*$/, '日') : text.slice(0, length);
}

const DAY_MS = 86_400_000;
/** 31 December 2199 in days since 1970. */
const EPOCH_LAST = 84_005;

/** OData 2 writes a day as milliseconds since 1970 in UTC; an offset behind it only tells a zone. */
function epochDay(text: string): string {
  const milliseconds = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1];
  const day = Math.floor(Number(milliseconds ?? NaN) / DAY_MS);
  return day >= 0 && day <= EPOCH_LAST ? addDays('1970-01-01', day) : text;
}

/** 31 December 2199, the last day of our calendar, in each system. */
const LAST = { 1900: 109_574, 1904: 108_112 } as const;

function serialDay(text: string, is1904: boolean): string {
  const day = Number(/^(\d{1,7})(?:\.\d*)?$/.exec(plainNumber(text))?.[1] ?? -1);
  if (day < 0 || day > LAST[is1904 ? 1904 : 1900]) return text;
  if (is1904) return addDays('1904-01-01', day);
  if (day === 0 || day === 60) return text;
  return addDays('1900-01-01', day < 60 ? day - 1 : day - 2);
}

function plainNumber(text: string): string {
  const [, number = '', exponent = ''] = /^([+-]?\d*(?:\.\d*)?)E([+-]?\d{1,2})$/i.exec(text) ?? [];
  return exponent === '' ? text : shiftPoint(number, Number(exponent));
}

function shiftPoint(text: string, places: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole + fraction === '') return text;
  const point = whole.length + places;
  const digits = (whole + fraction).padEnd(point, '0');
  const padded = point > 0 ? digits : '0'.repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const rest = padded.slice(at);
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  return sign + head + (rest === '' ? '' : `.${rest}`);
}
