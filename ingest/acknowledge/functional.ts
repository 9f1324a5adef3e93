import { readX12, textOf, type Segment } from '../format/edi/index.ts';
import type { Finding } from '../finding.ts';
import type { ReadRecord } from '../read.ts';
import { applicationAdvices } from './application.ts';
import { faultsOf, hasRule, type Answer, type AnswerOptions } from './answer.ts';
import { framed, groupBy, setOf, type JudgedSet } from './x12-frame.ts';

/**
 * Answers each interchange of X12 by one with a 997 for each of its groups (AK1 to AK9), and by one
 * with an 824 for each set whose content is at fault. Groups of acknowledgements are not answered.
 * `records` are those of the file, in its order.
 */
export function functionalAnswers(
  text: string,
  records: readonly ReadRecord[],
  options: AnswerOptions,
): Answer[] {
  const { messages, findings } = readX12(text);
  const judged = messages.flatMap((message, n): JudgedSet[] => {
    const record = records[n];
    const isAnswer = /^(997|999)$/.test(message.type) || !message.gs;
    return record && !isAnswer ? [{ message, record }] : [];
  });
  const interchanges = groupBy(judged, j => j.message.isa);
  return [...interchanges].flatMap(([isa, inside]) => {
    const gs = inside[0]?.message.gs;
    const groups = [...groupBy(inside, j => j.message.gs)];
    const sets = groups.flatMap(([own, members], n) =>
      own ? [set997(own, members, { ...options, findings, number: n + 1 })] : [],
    );
    const answer = framed(isa, gs, { syntax: '997', group: 'FA', sets }, options);
    const advices = applicationAdvices(inside, options.at);
    if (advices.length === 0) return [answer];
    return [answer, framed(isa, gs, { syntax: '824', group: 'AG', sets: advices }, options)];
  });
}

type WithFindings = AnswerOptions & { readonly findings: readonly Finding[] };

function set997(
  gs: Segment,
  judged: readonly JudgedSet[],
  options: WithFindings & { readonly number: number },
): string[][] {
  const accepted = judged.filter(j => j.record.accepted).length;
  const [all, good] = [String(judged.length), String(accepted)];
  const body = [
    ['AK1', textOf(gs, 1), textOf(gs, 6)],
    ...judged.flatMap(one => setAnswer(one, options)),
    ['AK9', verdictOf(accepted, judged.length), all, all, good, ...groupFaults(judged, options)],
  ];
  return setOf('997', options.number, body);
}

function verdictOf(accepted: number, received: number): string {
  if (accepted === received) return 'A';
  return accepted === 0 ? 'R' : 'P';
}

/** AK905 where a fault of the group itself held all of it back. */
function groupFaults(judged: readonly JudgedSet[], { findings }: WithFindings): string[] {
  if (!judged.every(j => j.message.isHeld)) return [];
  if (hasRule(findings, 'X12-09')) return ['4'];
  return hasRule(findings, 'X12-06') ? ['5'] : [];
}

function setAnswer({ message, record }: JudgedSet, { byteAt }: AnswerOptions): string[][] {
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
