import { textOf, type Segment, type X12Message } from '../format/edi/index.ts';
import type { ReadRecord } from '../read.ts';
import { stampOf, type Answer, type AnswerOptions } from './answer.ts';

/** A transaction set that was read, and what came of it. */
export type JudgedSet = { readonly message: X12Message; readonly record: ReadRecord };

/** What goes back in one functional group: its code, and its transaction sets as segments. */
export type Framed = {
  readonly syntax: Answer['syntax'];
  readonly group: string;
  readonly sets: readonly (readonly string[][])[];
};

/** Puts answers to an interchange into one of their own, back to its sender. */
export function framed(
  isa: Segment,
  gs: Segment | undefined,
  { syntax, group, sets }: Framed,
  options: Pick<AnswerOptions, 'at' | 'nextControl'>,
): Answer {
  const { day, time } = stampOf(options.at);
  const control = String(options.nextControl()).padStart(9, '0');
  const element = (n: number): string => textOf(isa, n);
  const segments = [
    [
      'ISA',
      '00',
      pad('', 10),
      '00',
      pad('', 10),
      element(7),
      pad(element(8), 15),
      element(5),
      pad(element(6), 15),
      day.slice(2),
      time,
      element(12) > '00401' ? '^' : 'U',
      element(12),
      control,
      '0',
      element(15) === 'T' ? 'T' : 'P',
      '>',
    ],
    [
      'GS',
      group,
      gs ? textOf(gs, 3) : '',
      gs ? textOf(gs, 2) : '',
      day,
      time,
      String(Number(control)),
      'X',
      (gs && textOf(gs, 8)) ?? '004010',
    ],
    ...sets.flat(),
    ['GE', String(sets.length), String(Number(control))],
    ['IEA', '1', control],
  ];
  const answers = `${element(6).trim()} ${element(13).trim()}`;
  return { syntax, answers, control, text: segments.map(written).join('\n') };
}

/** A transaction set with its header and trailer; `number` counts the sets of its group. */
export function setOf(type: string, number: number, body: readonly string[][]): string[][] {
  const control = String(number).padStart(4, '0');
  return [['ST', type, control], ...body, ['SE', String(body.length + 2), control]];
}

function pad(text: string, length: number): string {
  return text.padEnd(length).slice(0, length);
}

/** A segment with the marks `*`, `>` and `~`; a mark inside a value would end it. */
function written(elements: readonly string[]): string {
  const clean = elements.map((e, n) =>
    elements[0] === 'ISA' && n === 16 ? e : e.replace(/[*>~\r\n]/g, ' '),
  );
  const last = clean.findLastIndex(e => e !== '');
  return `${clean.slice(0, last + 1).join('*')}~`;
}

/** Members by what they share, in the order of the first of each. */
export function groupBy<T, K>(members: readonly T[], keyOf: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return groups;
}
