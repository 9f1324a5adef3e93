import {
  cleanIdentifier,
  cleanText,
  formatExact,
  multiplyDecimal,
  readDecimal,
  readMarked,
  toMoney,
  type Decimal,
  type NumberFault,
  type NumberMarks,
  type NumberRead,
} from '../../domain/document/index.ts';
import { daysInMonth } from '../../domain/calendar/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import type { DateOrder, Reading } from '../locator.ts';
import { readDate } from './date.ts';
import { NUMBER_STEPS } from './number-steps.ts';
import { readInformation, type InformationPart } from './information.ts';

/**
 * One step from the lexical text to the canonical value, kept with the value's provenance:
 * `text`, `identifier`, `date ISO`, `decimal`, `money EUR`, `ppm`, `flag`, `marks , .`, `negate`,
 * and the steps of {@link applyStep}.
 */
export type Transform = string;

/** Reads a number by the marks of a profile, or as plain decimal text. */
export function readNumber(
  text: string,
  reading: Reading | undefined,
): Result<NumberRead<Decimal>, NumberFault> {
  const read = reading?.marks ? readMarked(text, reading.marks) : readDecimal(text);
  if (!read.ok || reading?.negate !== true) return read;
  const { coefficient, scale } = read.value.value;
  return ok({ value: { coefficient: -coefficient, scale }, snapped: read.value.snapped });
}

export function numberTransforms(reading: Reading | undefined): Transform[] {
  const list: Transform[] = [];
  if (reading?.marks) list.push(`marks ${JSON.stringify(reading.marks)}`);
  if (reading?.negate === true) list.push('negate');
  return list;
}

/** Percent text as parts per million: `17.5` is 175,000. More than four places are NUM-03. */
export function percentToPpm(percent: Decimal): Result<bigint, NumberFault> {
  const lifted = multiplyDecimal(percent, { coefficient: 10_000n, scale: 0 });
  const divisor = 10n ** BigInt(lifted.scale);
  if (lifted.coefficient % divisor !== 0n) return fail('NUM-03');
  return ok(lifted.coefficient / divisor);
}

/** XML Schema's four spellings, with those that tables use. */
export function readFlag(text: string): boolean | undefined {
  if (/^(true|1|yes|y|是)$/i.test(text)) return true;
  if (/^(false|0|no|n|否)$/i.test(text)) return false;
  return undefined;
}

/**
 * Applies the transforms of a provenance entry to a lexical text: money as minor units, decimals
 * without excess zeros, dates as ISO text. This is the second path of INV-I2.
 */
export function applyTransforms(
  text: string,
  transforms: readonly Transform[],
): string | undefined {
  const reading: { marks?: NumberMarks; negate?: boolean } = {};
  let current = text;
  for (const transform of transforms) {
    const [name = '', ...rest] = transform.split(' ');
    const argument = rest.join(' ');
    const stepped = applyStep(current, name, argument);
    if (stepped !== undefined) current = stepped;
    else if (name === 'marks') reading.marks = JSON.parse(argument) as NumberMarks;
    else if (name === 'negate') reading.negate = true;
    else return finalValue(current, { name, argument, reading });
  }
  return current;
}

/**
 * The steps that change text: `trim`, `upper`, `split [",",1]`, `lookup {"Y":"380"}`, `slice 0 8`,
 * `implied 2` (two decimals without a point), `day` (the day of YYMMDD, CCYYMMDD and of either with
 * a time; two digits are a year from 1970 to 2069), `point` (one comma is a decimal point), `bare`
 * (blanks taken out), `year 2026` (put before month and day), `clamp` (a day past its month's end
 * is the end), `slash MDY` (a day with slashes and a year of two digits), `information name` (a
 * part of field 86), `posted` (the day of an OFX time with its zone), and those of
 * {@link NUMBER_STEPS}. Undefined for a word that is no step.
 */
export function applyStep(text: string, name: string, argument: string): string | undefined {
  return STEPS[name]?.(text, argument);
}

const STEPS: Readonly<Record<string, (text: string, argument: string) => string>> = {
  ...NUMBER_STEPS,
  trim: text => text.trim(),
  upper: text => text.toUpperCase(),
  bare: text => text.replace(/\s+/g, ''),
  split: (text, argument) => {
    const [separator, part] = JSON.parse(argument) as [string, number];
    return text.split(separator)[part - 1] ?? '';
  },
  lookup: (text, argument) => {
    const table = JSON.parse(argument) as Record<string, string>;
    return Object.hasOwn(table, text) ? (table[text] ?? '') : text;
  },
  slice: (text, argument) => {
    const [from, to] = argument.split(' ').map(Number);
    return text.slice(from, to);
  },
  implied: (text, argument) => impliedPoint(text, Number(argument)),
  day: dayOf,
  posted: text => POSTED.exec(text)?.[1] ?? text,
  year: (text, argument) => argument + text,
  clamp: clampDay,
  slash: slashDay,
  information: (text, argument) => readInformation(text, argument as InformationPart),
  point: text => (/^[+-]?\d*,\d*$/.test(text) ? text.replace(',', '.') : text),
};

/** YYYYMMDD, then HHMM, seconds, thousandths, and a zone such as `[-5:EST]`. */
const POSTED =
  /^(\d{8})(?:\d{4}(?:\d{2}(?:\.\d{1,3})?)?)?(?:\[[+-]?\d{1,2}(?:\.\d{1,2})?(?::[A-Za-z]{1,9})?\])?$/;

/** `36596` with two implied places is `365.96`; a text that has a point keeps it. */
function impliedPoint(text: string, places: number): string {
  const [, sign = '', digits = ''] = /^([+-]?)(\d+)$/.exec(text) ?? [];
  if (digits === '') return text;
  const padded = digits.padStart(places + 1, '0');
  return `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

/** An impossible day of an eight-digit date becomes the last one of its month. */
function clampDay(text: string): string {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (year === '' || Number(month) < 1 || Number(month) > 12) return text;
  const last = daysInMonth(Number(year), Number(month));
  return Number(day) > last ? `${year}${month}${last}` : text;
}

function slashDay(text: string, order: string): string {
  const [, a = '', b = '', year = ''] =
    /^(\d{1,2})[/.-](\d{1,2})[/.'-]\s*(\d{1,2}|\d{4})$/.exec(text) ?? [];
  if (year === '') return text;
  const [month, day] = order === 'DMY' ? [b, a] : [a, b];
  const century =
    year.length === 4 ? year : (Number(year) < 70 ? '20' : '19') + year.padStart(2, '0');
  return century + month.padStart(2, '0') + day.padStart(2, '0');
}

function dayOf(text: string): string {
  const digits = /^\d+$/.exec(text.trim())?.[0] ?? '';
  if (digits.length === 6 || digits.length === 10) {
    return (Number(digits.slice(0, 2)) < 70 ? '20' : '19') + digits.slice(0, 6);
  }
  return digits.length >= 8 ? digits.slice(0, 8) : text;
}

function finalValue(
  text: string,
  step: { name: string; argument: string; reading: Reading },
): string | undefined {
  if (step.name === 'text') return cleanText(text);
  if (step.name === 'identifier') return cleanIdentifier(text).value;
  if (step.name === 'flag') return String(readFlag(text));
  if (step.name === 'date') {
    const date = readDate(text, step.argument as DateOrder);
    return date.ok ? date.value : undefined;
  }
  const number = readNumber(text, step.reading);
  if (!number.ok) return undefined;
  if (step.name === 'decimal') return formatExact(number.value.value);
  const scaled =
    step.name === 'ppm'
      ? percentToPpm(number.value.value)
      : moneyMinor(number.value.value, step.argument);
  return scaled.ok ? scaled.value.toString() : undefined;
}

function moneyMinor(decimal: Decimal, argument: string): Result<bigint, NumberFault> {
  const [currency = '', rounding] = argument.split(' ');
  const amount = toMoney(decimal, currency, rounding === 'halfUp' ? 'halfUp' : undefined);
  return amount.ok ? ok(amount.value.minor) : amount;
}
