import { isFatal, type Finding } from '../finding.ts';
import { textOf } from '../format/edi/index.ts';
import { describeFinding } from '../rule/texts.ts';
import { stampOf } from './answer.ts';
import { setOf, type JudgedSet } from './x12-frame.ts';

/**
 * An application advice for each transaction set whose content is at fault: 824 beside the 997, with
 * the rules in words. OTI01 is TR for a set that is held back, TE for one that stands with errors.
 */
export function applicationAdvices(judged: readonly JudgedSet[], at: string): string[][][] {
  const faulty = judged.filter(
    ({ message, record }) => message.type !== '824' && record.findings.some(isFatal),
  );
  return faulty.map((one, n) => setOf('824', n + 1, adviceOf(one, at)));
}

function adviceOf({ message, record }: JudgedSet, at: string): string[][] {
  const { day, time } = stampOf(at);
  const { type, gs, segments } = message;
  const set = textOf(segments.head, 2);
  const group = gs ? textOf(gs, 6) : '';
  const original = [
    record.accepted ? 'TE' : 'TR',
    'TN',
    record.draft.values['number']?.text ?? set,
    gs ? textOf(gs, 2) : '',
    gs ? textOf(gs, 3) : '',
    gs ? textOf(gs, 4) : '',
    '',
    group,
    set,
    type,
  ];
  const faults = record.findings
    .filter(isFatal)
    .map(found => ['TED', codeOf(found), wordsOf(found)]);
  // 11: a response. The reference is the set's own, within its group.
  return [['BGN', '11', `${group}-${set}`, day, time], ['OTI', ...original], ...faults];
}

/** Data element 647; 024 is any other reason. */
function codeOf({ rule }: Finding): string {
  if (rule.startsWith('DUP-')) return '006';
  if (rule === 'MAP-01') return '007';
  if (rule.startsWith('DAT-')) return '009';
  return rule === 'X12-20' || rule === 'X12-21' || rule === 'TS-01' ? '010' : '024';
}

/** TED02 holds sixty characters of the basic set. */
function wordsOf(found: Finding): string {
  const { title } = describeFinding(found, 'en');
  const plain = title.replace(/[“”]/g, '"').replace(/[^\x20-\x7e]/g, ' ');
  return `${found.rule} ${plain}`.slice(0, 60).trim();
}
