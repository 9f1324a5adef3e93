import { readEdifact, textOf, type EdifactMessage, type Segment } from '../format/edi/index.ts';
import type { Finding } from '../finding.ts';
import type { ReadRecord } from '../read.ts';
import { faultsOf, stampOf, type Answer, type AnswerOptions } from './answer.ts';

type Judged = { readonly message: EdifactMessage; readonly record: ReadRecord };

/** UCI, UCM: this level and all below rejected; acknowledged; code list 0083. */
const REJECTED = '4';
const ACKNOWLEDGED = '7';

/**
 * Answers each EDIFACT interchange by one with a CONTRL: its verdict, those of its messages, and the
 * segments at fault. An interchange of acknowledgements alone, or without UNB, is not answered.
 */
export function controlAnswers(
  text: string,
  records: readonly ReadRecord[],
  options: AnswerOptions,
): Answer[] {
  const { messages, findings } = readEdifact(text);
  const interchanges = new Map<Segment, Judged[]>();
  for (const [n, message] of messages.entries()) {
    const record = records[n];
    const { unb } = message;
    if (!record || !unb || /^(CONTRL|APERAK)$/.test(message.type)) continue;
    interchanges.set(unb, [...(interchanges.get(unb) ?? []), { message, record }]);
  }
  return [...interchanges].map(([unb, judged]) =>
    interchange(unb, judged, { ...options, findings }),
  );
}

type WithFindings = AnswerOptions & { readonly findings: readonly Finding[] };

function interchange(unb: Segment, judged: readonly Judged[], options: WithFindings): Answer {
  const { day, time } = stampOf(options.at);
  const control = String(options.nextControl());
  const composite = (n: number): string => joined(unb, n);
  const isRejected = judged.every(j => j.message.isHeld);
  const code = isRejected ? [envelopeCode(options.findings)] : [];
  const body = [
    ['UNH', '1', 'CONTRL:D:3:UN'],
    [
      'UCI',
      escaped(textOf(unb, 5)),
      composite(2),
      composite(3),
      isRejected ? REJECTED : ACKNOWLEDGED,
      ...code,
    ],
    ...(isRejected ? [] : judged.flatMap(one => messageAnswer(one, options))),
  ];
  const segments = [
    ['UNB', composite(1), composite(3), composite(2), `${day.slice(2)}:${time}`, control],
    ...body,
    ['UNT', String(body.length + 1), '1'],
    ['UNZ', '1', control],
  ];
  const text = segments.map(elements => `${elements.join('+')}'`).join('\n');
  return { syntax: 'CONTRL', answers: `${textOf(unb, 2)} ${textOf(unb, 5)}`, control, text };
}

function messageAnswer({ message, record }: Judged, { byteAt }: AnswerOptions): string[][] {
  const { segments } = message;
  const unh = segments.head;
  const name = [escaped(textOf(unh, 1)), joined(unh, 2)];
  if (record.accepted) return [['UCM', ...name, ACKNOWLEDGED]];
  const faults = faultsOf(record, [...segments], byteAt);
  const code = faults.length > 0 ? [] : [messageCode(record.findings)];
  const notes = faults.flatMap(({ position, element, rule }, n) => {
    const isNew = faults[n - 1]?.position !== position;
    const head = isNew ? [['UCS', String(position)]] : [];
    return [...head, ['UCD', valueCode(rule), String(element)]];
  });
  return [['UCM', ...name, REJECTED, ...code], ...notes];
}

/** Code list 0085: invalid value, or missing. */
function valueCode(rule: string): string {
  return rule === 'MAP-01' ? '13' : '12';
}

/** Code list 0085 for a message as a whole; 18 says that it is none of the others. */
const CODES: Readonly<Record<string, string>> = {
  'SN-03': '14',
  'EDI-03': '29',
  'EDI-06': '28',
  'EDI-09': '26',
  'EDI-10': '13',
  'MAP-01': '13',
};

function messageCode(findings: readonly Finding[]): string {
  const found = findings.find(f => f.severity === 'fatal' && CODES[f.rule] !== undefined);
  return (found && CODES[found.rule]) ?? '18';
}

/** Why an interchange is rejected whole: its counts or references do not hold, or it is cut. */
function envelopeCode(findings: readonly Finding[]): string {
  const rules = new Set(findings.map(f => f.rule));
  if (rules.has('EDI-05') || rules.has('EDI-04')) return '29';
  if (rules.has('EDI-08') || rules.has('EDI-07')) return '28';
  return rules.has('EDI-02') ? '13' : '18';
}

/** A composite as it stands, with release characters before the marks in its components. */
function joined(segment: Segment, number: number): string {
  const pieces = segment.elements.find(e => e.number === number)?.pieces ?? [];
  return pieces.map(p => escaped(p.text)).join(':');
}

function escaped(text: string): string {
  return text.replace(/[?+:']/g, mark => `?${mark}`);
}
