import { fatal, type Finding } from '../../finding.ts';
import {
  MessageSegments,
  splitSegments,
  textOf,
  type Marks,
  type Segment,
  type SegmentSource,
} from './segment.ts';

/** One message: UNH and the segments up to UNT, and the interchange around it. */
export type EdifactMessage = {
  readonly type: string;
  readonly unb: Segment | undefined;
  readonly segments: MessageSegments;
  readonly findings: Finding[];
  isHeld: boolean;
};

export type EdifactFile = {
  readonly messages: readonly EdifactMessage[];
  readonly findings: readonly Finding[];
};

/** The marks that UNA states, or those of ISO 9735, and where the first segment begins. */
function readEdifactMarks(text: string): { marks: Marks; start: number } {
  const hasUna = text.startsWith('UNA');
  const stated = hasUna ? text.slice(3, 9) : ":+.? '";
  const blank = (mark: string): string => (mark === ' ' ? '' : mark);
  const marks = {
    component: stated.charAt(0),
    element: stated.charAt(1),
    release: blank(stated.charAt(3)),
    repeat: blank(stated.charAt(4)),
    terminator: stated.charAt(5) || "'",
  };
  return { marks, start: hasUna ? 9 : 0 };
}

/**
 * Reads an interchange, its groups and messages, and holds their references and counts against each
 * other. After a damaged message the reading goes on at the next UNH.
 */
export function readEdifact(text: string): EdifactFile {
  const { marks, start } = readEdifactMarks(text);
  const body = withoutObjects(text, marks);
  const walk = new EdifactWalk({ text: body, marks });
  const first = { from: start, line: text.slice(0, start).split('\n').length };
  for (const segment of splitSegments(body, first, marks)) walk.take(segment);
  return walk.finish();
}

/** Objects between UNO and UNP are any bytes: blanked by the length that UNO states. */
function withoutObjects(text: string, marks: Marks): string {
  if (!text.includes(`UNO${marks.element}`)) return text;
  const { element, terminator } = marks;
  const form = new RegExp(
    `${escape(terminator)}\\s*UNO${escape(element)}[^${escape(terminator)}]*?(\\d+)${escape(terminator)}`,
  );
  const found = form.exec(text);
  if (!found) return text;
  const from = found.index + found[0].length;
  const length = Number(found[1]);
  if (length > text.length - from) return text;
  return text.slice(0, from) + ' '.repeat(length) + text.slice(from + length);
}

function escape(mark: string): string {
  return mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A message whose UNT has not come yet. */
type Open = { readonly unh: Segment; readonly segments: MessageSegments };

class EdifactWalk {
  readonly #source: SegmentSource;
  readonly #findings: Finding[] = [];
  readonly #messages: EdifactMessage[] = [];
  readonly #references = new Set<string>();
  #unb: Segment | undefined;
  #une: Segment | undefined;
  #open: Open | undefined;
  #inGroup: EdifactMessage[] = [];
  #inInterchange: EdifactMessage[] = [];
  #groups = 0;
  #damaged = 0;
  #hasUnb = false;
  #hasUnz = false;

  constructor(source: SegmentSource) {
    this.#source = source;
  }

  take(segment: Segment): void {
    const step = STEPS[segment.tag];
    if (step) step(this, segment);
    else this.#open?.segments.add(segment);
  }

  finish(): EdifactFile {
    this.#cutMessage();
    if (!this.#hasUnb) this.#findings.unshift(fatal('EDI-01', { line: 1 }));
    if (!this.#hasUnz) {
      this.#findings.push(fatal('EDI-02', {}));
      for (const message of this.#messages) message.isHeld = true;
    }
    return { messages: this.#hasUnb ? this.#messages : [], findings: this.#findings };
  }

  openInterchange(unb: Segment): void {
    this.#cutMessage();
    this.#unb = unb;
    this.#hasUnb = true;
    this.#hasUnz = false;
    this.#groups = 0;
    this.#damaged = 0;
    this.#inInterchange = [];
    this.#references.clear();
  }

  openGroup(ung: Segment): void {
    this.#cutMessage();
    this.#une = ung;
    this.#groups += 1;
    this.#inGroup = [];
  }

  openMessage(unh: Segment): void {
    this.#cutMessage();
    this.#open = { unh, segments: new MessageSegments(this.#source, unh) };
  }

  closeMessage(unt: Segment): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) {
      this.#damaged += 1;
      this.#findings.push(fatal('EDI-10', at(unt), { reference: textOf(unt, 2) }));
      return;
    }
    const message = this.#message(open);
    const [stated, found] = [textOf(unt, 1), String(open.segments.length + 2)];
    if (!isCount(stated, found)) message.findings.push(fatal('EDI-03', at(unt), { stated, found }));
    const [opened, closed] = [textOf(open.unh, 1), textOf(unt, 2)];
    if (opened !== closed) message.findings.push(fatal('EDI-06', at(unt), { opened, closed }));
  }

  closeGroup(une: Segment): void {
    this.#cutMessage();
    const [stated, found] = [textOf(une, 1), String(this.#inGroup.length)];
    if (!isCount(stated, found)) this.#say('EDI-04', une, { stated, found }, this.#inGroup);
    const [opened, closed] = [this.#une ? textOf(this.#une, 5) : '', textOf(une, 2)];
    if (opened !== closed) this.#say('EDI-07', une, { opened, closed }, this.#inGroup);
    this.#une = undefined;
  }

  closeInterchange(unz: Segment): void {
    this.#cutMessage();
    this.#hasUnz = true;
    const hasGroups = this.#groups > 0;
    const count = hasGroups ? this.#groups : this.#inInterchange.length;
    const [stated, found] = [textOf(unz, 1), String(count)];
    if (!isCount(stated, found)) {
      const isExplained = !hasGroups && isCount(stated, String(count + this.#damaged));
      const of = hasGroups ? 'groups' : 'messages';
      this.#say('EDI-05', unz, { stated, found, of }, isExplained ? [] : this.#inInterchange);
    }
    const [opened, closed] = [this.#unb ? textOf(this.#unb, 5) : '', textOf(unz, 2)];
    if (this.#unb && opened !== closed) {
      this.#say('EDI-08', unz, { opened, closed }, this.#inInterchange);
    }
  }

  #message(open: Open): EdifactMessage {
    const { unh, segments } = open;
    const message: EdifactMessage = {
      type: textOf(unh, 2),
      unb: this.#unb,
      segments,
      findings: [],
      isHeld: false,
    };
    const reference = textOf(unh, 1);
    if (this.#references.has(reference)) {
      message.findings.push(fatal('EDI-09', at(unh), { reference }));
    }
    this.#references.add(reference);
    this.#messages.push(message);
    this.#inGroup.push(message);
    this.#inInterchange.push(message);
    return message;
  }

  #cutMessage(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const params = { opened: textOf(open.unh, 1), closed: '' };
    this.#message(open).findings.push(fatal('EDI-06', at(open.unh), params));
  }

  #say(
    rule: string,
    segment: Segment,
    params: Record<string, string>,
    held: readonly EdifactMessage[],
  ): void {
    this.#findings.push(fatal(rule, at(segment), params));
    for (const message of held) message.isHeld = true;
  }
}

const STEPS: Readonly<Record<string, (walk: EdifactWalk, segment: Segment) => void>> = {
  UNB: (walk, segment) => walk.openInterchange(segment),
  UNG: (walk, segment) => walk.openGroup(segment),
  UNH: (walk, segment) => walk.openMessage(segment),
  UNT: (walk, segment) => walk.closeMessage(segment),
  UNE: (walk, segment) => walk.closeGroup(segment),
  UNZ: (walk, segment) => walk.closeInterchange(segment),
};

function at(segment: Segment): { path: string; line: number; column: number } {
  return { path: segment.tag, line: segment.line, column: 1 };
}

function isCount(a: string, b: string): boolean {
  return /^\d+$/.test(a) && /^\d+$/.test(b) && BigInt(a) === BigInt(b);
}
