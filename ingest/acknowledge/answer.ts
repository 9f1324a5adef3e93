import { isFatal, type Finding } from '../finding.ts';
import type { Segment } from '../format/edi/index.ts';
import { lexicalsOf } from '../overlay.ts';
import type { ReadRecord } from '../read.ts';

/** A technical answer to one interchange or document, ready to be sent back. */
export type Answer = {
  readonly syntax: '997' | '824' | 'CONTRL' | 'MLR';
  /** Sender and control number of what it answers: one answer for each. */
  readonly answers: string;
  /** Its own control number or identifier. */
  readonly control: string;
  readonly text: string;
};

/** When it is written, and the numbers it may use. */
export type AnswerOptions = {
  /** UTC instant. */
  readonly at: string;
  /** The next control number; asked once for each interchange that is written. */
  readonly nextControl: () => number;
  /** Byte offsets of the characters of the text that was read. */
  readonly byteAt: (character: number) => number;
};

/** `20260301` and `1405` of an instant. */
export function stampOf(at: string): { readonly day: string; readonly time: string } {
  return { day: at.slice(0, 10).replaceAll('-', ''), time: at.slice(11, 16).replace(':', '') };
}

/** A segment that a fatal finding concerns: its position behind the header, and the element. */
export type Fault = {
  readonly segment: Segment;
  /** Counted from 1 at the header segment. */
  readonly position: number;
  readonly element: number;
  readonly rule: string;
};

/** The fatal findings of a record that stand at a value of a segment, in the order of segments. */
export function faultsOf(
  record: ReadRecord,
  segments: readonly Segment[],
  byteAt: AnswerOptions['byteAt'],
): Fault[] {
  const lexicals = new Map(lexicalsOf(record.draft).map(l => [l.field, l.lexical]));
  const faults = record.findings.filter(isFatal).flatMap(({ path, rule }): Fault[] => {
    const at = lexicals.get(path)?.at.from;
    if (at === undefined) return [];
    const index = segments.findIndex(s => byteAt(s.from) <= at && at < byteAt(s.to));
    const segment = segments[index];
    const element = segment?.elements.find(e =>
      e.pieces.some(p => byteAt(p.from) <= at && at <= byteAt(p.to)),
    );
    if (!segment || !element) return [];
    return [{ segment, position: index + 2, element: element.number, rule }];
  });
  return faults.sort((a, b) => a.position - b.position || a.element - b.element);
}

/** Whether a rule stands against a record. */
export function hasRule(findings: readonly Finding[], rule: string): boolean {
  return findings.some(f => f.rule === rule && isFatal(f));
}
