import { codeList } from '../../codelist/index.ts';
import { IDENTIFIER_CHECKS } from './identifiers.ts';
import {
  addDecimal,
  floor,
  integer,
  NOT_A_NUMBER,
  roundCents,
  roundHalfUp,
  value,
  type NumberValue,
} from './number.ts';
import type { Decimal } from '../../../domain/document/index.ts';
import {
  isNode,
  normalize,
  numberValueOf,
  RuleFault,
  stringOf,
  type Evaluate,
  type First,
  type Operand,
  type Test,
  type Value,
} from './values.ts';

type Given = readonly Operand[];

/** Functions that answer yes or no. */
export const TESTS: Readonly<Record<string, (given: Given) => Test>> = {
  true: () => () => true,
  false: () => () => false,
  filled: text(t => normalize(t) !== ''),
  'starts-with': texts((t, start) => t.startsWith(start)),
  'ends-with': texts((t, end) => t.endsWith(end)),
  contains: texts((t, part) => t.includes(part)),
  matches: texts((t, form) => pattern(form).test(t)),
  isDate: text(t => isDate(t)),
  isInteger: text(t => /^\s*[+-]?\d+\s*$/.test(t)),
  ...Object.fromEntries(Object.entries(IDENTIFIER_CHECKS).map(([name, is]) => [name, text(is)])),
  hasSchemaLocation: () => here =>
    isNode(here) && here.source.attributes.some(a => a.uri !== '' && a.local === 'schemaLocation'),
  /** The text, blanks aside, is one code of a list that stands in `codelist/`. */
  listed: inList(normalize),
  /** The text is one code of a list, to the letter. */
  exactly: inList(t => t),
  /** The text is one of the words given. */
  oneOf: given => {
    const [of, words] = pair(given);
    const split = new Map<string, readonly string[]>();
    return (here, scope) => {
      const said = normalize(stringOf(of.first(here, scope)));
      if (said === '') return false;
      const text = stringOf(words.first(here, scope));
      const known = split.get(text) ?? text.split(' ');
      split.set(text, known);
      return known.includes(said);
    };
  },
};

/** Functions that yield one value, always. */
export const ONE: Readonly<Record<string, (given: Given) => First>> = {
  string: mapText(t => t),
  'normalize-space': mapText(normalize),
  'upper-case': mapText(t => t.toUpperCase()),
  'lower-case': mapText(t => t.toLowerCase()),
  'string-length': mapText(t => integer(Array.from(t).length)),
  decimals: mapText(t => integer(after(t, '.').length)),
  number:
    ([of = HERE]) =>
    (here, scope) =>
      numberValueOf(of.first(here, scope)),
  sum:
    ([of]) =>
    (here, scope) =>
      sum(of?.values(here, scope) ?? []),
  count:
    ([of]) =>
    (here, scope) =>
      integer(of?.values(here, scope).length ?? 0),
  substring: given => substring(given),
  'substring-before': mapTexts((t, mark) => (t.includes(mark) ? t.slice(0, t.indexOf(mark)) : '')),
  'substring-after': mapTexts(after),
  translate: given => {
    const [of, from, to] = given;
    return (here, scope) => {
      const [text, taken, put] = [of, from, to].map(e => stringOf(e?.first(here, scope)));
      return Array.from(text ?? '')
        .map(c => translated(c, taken ?? '', put ?? ''))
        .join('');
    };
  },
  concat: given => (here, scope) => given.map(g => stringOf(g.first(here, scope))).join(''),
  name:
    ([of = HERE]) =>
    (here, scope) =>
      nameOf(of.first(here, scope)),
  /** How often the text stands among the values of a variable of the document. */
  timesIn: given => {
    const [of, among] = pair(given);
    return (here, scope) => {
      const one = of.first(here, scope);
      if (one === undefined) return integer(0);
      return integer(tally(among.values(here, scope)).get(stringOf(one)) ?? 0);
    };
  },
};

/** Functions that yield values. */
export const FUNCTIONS: Readonly<Record<string, (given: Given) => Evaluate>> = {
  decimal: mapNumber(n => n),
  round: mapNumber(roundHalfUp),
  cents: mapNumber(roundCents),
  integer: mapNumber(floor),
  abs: mapNumber(({ coefficient: c, scale }) => ({ coefficient: c < 0n ? -c : c, scale })),
  date:
    ([of = HERE]) =>
    (here, scope) =>
      of.values(here, scope).map(dateOf),
  tokenize: given => {
    const [of, form] = pair(given);
    return (here, scope) => {
      const text = stringOf(of.first(here, scope));
      return text === '' ? [] : text.split(pattern(stringOf(form.first(here, scope))));
    };
  },
  last:
    ([of]) =>
    (here, scope) =>
      of?.values(here, scope).slice(-1) ?? [],
  distinct:
    ([of]) =>
    (here, scope) => [...new Set((of?.values(here, scope) ?? []).map(stringOf))],
};

function inList(prepare: (text: string) => string): (given: Given) => Test {
  return given => {
    const [of, list] = pair(given);
    let codes: ReadonlySet<string> | undefined;
    return (here, scope) => {
      codes ??= codeList(stringOf(list.first(here, scope)));
      return codes.has(prepare(stringOf(of.first(here, scope))));
    };
  };
}

const HERE: Operand = { values: here => [here], first: here => here };

function pair(given: Given): [Operand, Operand] {
  const [first = HERE, second] = given;
  return second ? [first, second] : [HERE, first];
}

function text(is: (text: string) => boolean): (given: Given) => Test {
  return ([of = HERE]) =>
    (here, scope) =>
      is(stringOf(of.first(here, scope)));
}

function texts(are: (text: string, second: string) => boolean): (given: Given) => Test {
  return given => {
    const [first, second] = pair(given);
    return (here, scope) =>
      are(stringOf(first.first(here, scope)), stringOf(second.first(here, scope)));
  };
}

function mapText(change: (text: string) => Value): (given: Given) => First {
  return ([of = HERE]) =>
    (here, scope) =>
      change(stringOf(of.first(here, scope)));
}

function mapTexts(change: (text: string, second: string) => Value): (given: Given) => First {
  return given => {
    const [first, second] = pair(given);
    return (here, scope) =>
      change(stringOf(first.first(here, scope)), stringOf(second.first(here, scope)));
  };
}

/** Nothing yields nothing; text that is no number is a fault, as is more than one value. */
function mapNumber(change: (number: Decimal) => Decimal): (given: Given) => Evaluate {
  return ([of = HERE]) =>
    (here, scope) => {
      const found = of.values(here, scope);
      if (found.length > 1) throw new RuleFault('more than one number');
      return found.map(f => {
        const number = numberValueOf(f);
        if (number.kind === 'none') throw new RuleFault(`${stringOf(f)} is no number`);
        return value(change(number.number));
      });
    };
}

function sum(values: readonly Value[]): NumberValue {
  let total: Decimal = { coefficient: 0n, scale: 0 };
  for (const of of values) {
    const number = numberValueOf(of);
    if (number.kind === 'none') return NOT_A_NUMBER;
    total = addDecimal(total, number.number);
  }
  return value(total);
}

/** Counted once for the values of a variable, which stay the same while a document is judged. */
const TALLIES = new WeakMap<readonly Value[], ReadonlyMap<string, number>>();

function tally(values: readonly Value[]): ReadonlyMap<string, number> {
  const known = TALLIES.get(values);
  if (known) return known;
  const counts = new Map<string, number>();
  for (const text of values.map(stringOf)) counts.set(text, (counts.get(text) ?? 0) + 1);
  TALLIES.set(values, counts);
  return counts;
}

function after(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at < 0 ? '' : text.slice(at + mark.length);
}

function translated(character: string, from: string, to: string): string {
  const at = from.indexOf(character);
  return at < 0 ? character : (to[at] ?? '');
}

function substring(given: Given): First {
  const [of, from, length] = given;
  return (here, scope) => {
    const text = stringOf(of?.first(here, scope));
    const start = wholeOf(from?.first(here, scope));
    const end = length ? start + wholeOf(length.first(here, scope)) : Infinity;
    return text.slice(Math.max(0, start - 1), Math.max(0, end - 1));
  };
}

function wholeOf(of: Value | undefined): number {
  const number = numberValueOf(of);
  return number.kind === 'none' ? NaN : Number(roundHalfUp(number.number).coefficient);
}

const PATTERNS = new Map<string, RegExp>();

function pattern(form: string): RegExp {
  const known = PATTERNS.get(form);
  if (known) return known;
  const made = new RegExp(form, 'u');
  PATTERNS.set(form, made);
  return made;
}

function isDate(text: string): boolean {
  const [, year, month, day] =
    /^\s*(-?\d{4})-(\d\d)-(\d\d)(?:Z|[+-]\d\d:\d\d)?\s*$/.exec(text) ?? [];
  if (year === undefined) return false;
  const last = daysIn(Number(year), Number(month));
  return Number(day) >= 1 && Number(day) <= last;
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function dateOf(of: Value): string {
  const text = stringOf(of).trim();
  if (!isDate(text)) throw new RuleFault(`${text} is no date`);
  return text.slice(0, 10);
}

function nameOf(of: Value | undefined): string {
  if (of === undefined) return '';
  if (isNode(of)) return of.source.local;
  return typeof of === 'object' && of.kind === 'attribute' ? of.name : '';
}
