import { readX12, textOf, type Segment, type X12Message } from '../format/edi/index.ts';
import type { Finding } from '../finding.ts';
import type { ReadRecord } from '../read.ts';
import { faultsOf, hasRule, stampOf, type Answer, type AnswerOptions } from './answer.ts';

type Judged = { readonly message: X12Message; readonly record: ReadRecord };

/**
 * Answers each interchange of X12 by one with a 997 for each of its groups (AK1 to AK9). Groups of
 * acknowledgements are not answered. `records` are those of the file, in its order.
 */
export function functionalAnswers(
  text: string,
  records: readonly ReadRecord[],
  options: AnswerOptions,
): Answer[] {
  const { messages, findings } = readX12(text);
  const judged = messages.flatMap((message, n): Judged[] => {
    const record = records[n];
    const isAnswer = /^(997|999)$/.test(message.type) || !message.gs;
    return record && !isAnswer ? [{ message, record }] : [];
  });
  const interchanges = groupBy(judged, j => j.message.isa);
  return [...interchanges].map(([isa, inside]) =>
    interchange(isa, inside, { ...options, findings }),
  );
}

type WithFindings = AnswerOptions & { readonly findings: readonly Finding[] };

function interchange(isa: Segment, judged: readonly Judged[], options: WithFindings): Answer {
  const { day, time } = stampOf(options.at);
  const control = String(options.nextControl()).padStart(9, '0');
  const groups = [...groupBy(judged, j => j.message.gs)];
  const first = judged[0]?.message.gs;
  const version = (first && textOf(first, 8)) ?? '004010';
  const sets = groups.flatMap(([gs, inside], n) =>
    gs ? [set997(gs, inside, { ...options, number: n + 1 })] : [],
  );
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
      'FA',
      first ? textOf(first, 3) : '',
      first ? textOf(first, 2) : '',
      day,
      time,
      String(Number(control)),
      'X',
      version,
    ],
    ...sets.flat(),
    ['GE', String(sets.length), String(Number(control))],
    ['IEA', '1', control],
  ];
  const answers = `${element(6).trim()} ${element(13).trim()}`;
  return { syntax: '997', answers, control, text: segments.map(written).join('\n') };
}

function set997(
  gs: Segment,
  judged: readonly Judged[],
  options: WithFindings & { readonly number: number },
): string[][] {
  const accepted = judged.filter(j => j.record.accepted).length;
  const [all, good] = [String(judged.length), String(accepted)];
  const control = String(options.number).padStart(4, '0');
  const body = [
    ['AK1', textOf(gs, 1), textOf(gs, 6)],
    ...judged.flatMap(one => setAnswer(one, options)),
    ['AK9', verdictOf(accepted, judged.length), all, all, good, ...groupFaults(judged, options)],
  ];
  return [['ST', '997', control], ...body, ['SE', String(body.length + 2), control]];
}

function verdictOf(accepted: number, received: number): string {
  if (accepted === received) return 'A';
  return accepted === 0 ? 'R' : 'P';
}

/** AK905 where a fault of the group itself held all of it back. */
function groupFaults(judged: readonly Judged[], { findings }: WithFindings): string[] {
  if (!judged.every(j => j.message.isHeld)) return [];
  if (hasRule(findings, 'X12-09')) return ['4'];
  return hasRule(findings, 'X12-06') ? ['5'] : [];
}

function setAnswer({ message, record }: Judged, { byteAt }: AnswerOptions): string[][] {
  const { type, segments } = message;
  const st = segments.head;
  const faults = record.accepted ? [] : faultsOf(record, [...segments], byteAt);
  const notes = faults.flatMap(({ segment, position, element, rule }, n) => {
    const isNew = faults[n - 1]?.position !== position;
    const head = isNew ? [['AK3', segment.tag, String(position), '', '8']] : [];
    return [...head, ['AK4', String(element), '', elementCode(rule)]];
  });
  const hasErrors = record.findings.some(f => f.severity === 'fatal');
  const verdict = record.accepted ? (hasErrors ? 'E' : 'A') : 'R';
  const codes = record.accepted ? [] : setCodes(record.findings);
  return [['AK2', type, textOf(st, 2)], ...notes, ['AK5', verdict, ...codes]];
}

/** AK403: invalid date, invalid character, or a value that is not one of those allowed. */
function elementCode(rule: string): string {
  if (rule.startsWith('DAT-')) return '8';
  return rule.startsWith('NUM-') ? '6' : '7';
}

/** AK502 to AK506: what is wrong with the set as a whole, each code once, five at most. */
function setCodes(findings: readonly Finding[]): string[] {
  const codes = findings
    .filter(f => f.severity === 'fatal' && f.rule !== 'IN-07')
    .map(({ rule, params }) => {
      if (rule === 'X12-08') return params['closed'] === '' ? '2' : '3';
      return SET_CODES[rule] ?? '5';
    });
  return [...new Set(codes)].slice(0, 5);
}

const SET_CODES: Readonly<Record<string, string>> = { 'SN-03': '1', 'X12-05': '4', 'X12-12': '7' };

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
function groupBy<T, K>(members: readonly T[], keyOf: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    groups.set(key, [...(groups.get(key) ?? []), member]);
  }
  return groups;
}
