import { fatal, warning, type Finding } from '../../finding.ts';
import {
  MessageSegments,
  splitSegments,
  textOf,
  type Marks,
  type Segment,
  type SegmentSource,
} from './segment.ts';

/** One transaction set: ST and the segments up to SE, and the envelopes around it. */
export type X12Message = {
  readonly type: string;
  readonly gs: Segment | undefined;
  readonly isa: Segment;
  readonly segments: MessageSegments;
  readonly findings: Finding[];
  isHeld: boolean;
};

export type X12File = {
  readonly messages: readonly X12Message[];
  readonly findings: readonly Finding[];
};

/** The functional group that each transaction set belongs in (GS01). */
const GROUPS: Readonly<Record<string, string>> = {
  '810': 'IN',
  '820': 'RA',
  '824': 'AG',
  '850': 'PO',
  '855': 'PR',
  '856': 'SH',
  '857': 'BS',
  '860': 'PC',
  '861': 'RC',
  '865': 'CA',
  '997': 'FA',
  '999': 'FA',
};

/** The marks of an interchange from its ISA, or undefined where it has none. */
function readX12Marks(text: string): { marks: Marks; findings: Finding[] } | undefined {
  if (!/^ISA[^A-Za-z0-9\s]/.test(text)) return undefined;
  const element = text.charAt(3);
  let at = 3;
  for (let n = 1; n < 16 && at >= 0; n += 1) at = text.indexOf(element, at + 1);
  if (at < 0 || at + 2 >= text.length) return undefined;
  const component = text.charAt(at + 1);
  const mark = text.charAt(at + 2);
  const terminator = mark === '\r' && text.charAt(at + 3) === '\n' ? '\r\n' : mark;
  const findings: Finding[] = [];
  const found = String(at + 3);
  if (at !== 103) findings.push(warning('X12-02', { line: 1, path: 'ISA' }, { found }));
  if (/[\r\n]/.test(terminator)) findings.push(warning('X12-03', { line: 1, path: 'ISA' }));
  // No set that is read here repeats an element, and senders declare hyphens in ISA11 that then
  // stand in numbers and postcodes: the repetition mark is left in the text.
  return { marks: { element, component, terminator, release: '', repeat: '' }, findings };
}

/**
 * Reads interchanges, groups and transaction sets, and holds their control numbers and counts
 * against each other. After a damaged set the reading goes on at the next ST.
 */
export function readX12(text: string): X12File {
  const head = readX12Marks(text);
  if (!head) return { messages: [], findings: [fatal('X12-01', { line: 1 })] };
  const { marks, findings } = head;
  const walk = new X12Walk({ text, marks }, findings);
  for (const segment of splitSegments(text, { from: 0, line: 1 }, marks)) walk.take(segment);
  return walk.finish();
}

/** A set whose SE has not come yet. */
type Open = { readonly st: Segment; readonly segments: MessageSegments };

class X12Walk {
  readonly #source: SegmentSource;
  readonly #findings: Finding[];
  readonly #messages: X12Message[] = [];
  readonly #interchanges = new Set<string>();
  readonly #groups = new Set<string>();
  #isa: Segment | undefined;
  #gs: Segment | undefined;
  #open: Open | undefined;
  #inGroup: X12Message[] = [];
  #inInterchange: X12Message[] = [];
  #groupCount = 0;
  #damaged = 0;
  #controls = new Set<string>();
  #misfits = new Set<string>();

  constructor(source: SegmentSource, findings: readonly Finding[]) {
    this.#source = source;
    this.#findings = [...findings];
  }

  take(segment: Segment): void {
    const step = STEPS[segment.tag];
    if (step) step(this, segment);
    else this.#open?.segments.add(segment);
  }

  finish(): X12File {
    this.#cutMessage();
    if (this.#gs) this.#say('X12-06', this.#gs, { stated: '', found: 'no GE' }, this.#inGroup);
    if (this.#isa) {
      this.#say('X12-07', this.#isa, { stated: '', found: 'no IEA' }, this.#inInterchange);
    }
    return { messages: this.#messages, findings: this.#findings };
  }

  openInterchange(isa: Segment): void {
    this.#cutMessage();
    if (this.#isa) {
      this.#say('X12-07', this.#isa, { stated: '', found: 'no IEA' }, this.#inInterchange);
    }
    const control = textOf(isa, 13);
    if (this.#interchanges.has(control)) this.#repeat(isa, 'ISA13', control);
    this.#interchanges.add(control);
    this.#isa = isa;
    this.#groupCount = 0;
    this.#inInterchange = [];
  }

  openGroup(gs: Segment): void {
    this.#cutMessage();
    if (this.#gs) this.#say('X12-06', this.#gs, { stated: '', found: 'no GE' }, this.#inGroup);
    const control = textOf(gs, 6);
    if (this.#groups.has(control)) this.#repeat(gs, 'GS06', control);
    this.#groups.add(control);
    this.#gs = gs;
    this.#groupCount += 1;
    this.#inGroup = [];
    this.#damaged = 0;
    this.#controls = new Set();
    this.#misfits = new Set();
  }

  openMessage(st: Segment): void {
    this.#cutMessage();
    this.#open = { st, segments: new MessageSegments(this.#source, st) };
  }

  closeMessage(se: Segment): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) {
      this.#damaged += 1;
      this.#say('X12-08', se, { opened: '', closed: textOf(se, 2) }, []);
      return;
    }
    const message = this.#message(open);
    if (!message) return;
    const [control, closing] = [textOf(open.st, 2), textOf(se, 2)];
    if (control !== closing) {
      message.findings.push(fatal('X12-08', at(se), { opened: control, closed: closing }));
    }
    const found = String(open.segments.length + 2);
    const stated = textOf(se, 1);
    if (!isCount(stated, found)) message.findings.push(fatal('X12-05', at(se), { stated, found }));
  }

  closeGroup(ge: Segment): void {
    this.#cutMessage();
    const stated = textOf(ge, 1);
    const found = String(this.#inGroup.length);
    if (!isCount(stated, found)) {
      const isExplained = isCount(stated, String(this.#inGroup.length + this.#damaged));
      this.#say('X12-06', ge, { stated, found }, isExplained ? [] : this.#inGroup);
    }
    const [opened, closed] = [this.#gs ? textOf(this.#gs, 6) : '', textOf(ge, 2)];
    if (!isCount(opened, closed)) this.#say('X12-09', ge, { opened, closed }, this.#inGroup);
    this.#gs = undefined;
  }

  closeInterchange(iea: Segment): void {
    this.#cutMessage();
    const [stated, found] = [textOf(iea, 1), String(this.#groupCount)];
    if (!isCount(stated, found)) this.#say('X12-07', iea, { stated, found }, this.#inInterchange);
    const [opened, closed] = [this.#isa ? textOf(this.#isa, 13) : '', textOf(iea, 2)];
    if (!isCount(opened, closed)) {
      this.#say('X12-10', iea, { opened, closed }, this.#inInterchange);
    }
    this.#isa = undefined;
  }

  #message(open: Open): X12Message | undefined {
    const { st, segments } = open;
    const isa = this.#isa;
    if (!isa) return undefined;
    const type = textOf(st, 1);
    const message: X12Message = {
      type,
      gs: this.#gs,
      isa,
      segments,
      findings: [],
      isHeld: false,
    };
    this.#fitGroup(type);
    const control = textOf(st, 2);
    if (this.#controls.has(control)) {
      message.findings.push(fatal('X12-12', at(st), { control }));
    }
    this.#controls.add(control);
    this.#messages.push(message);
    this.#inGroup.push(message);
    this.#inInterchange.push(message);
    return message;
  }

  /** X12-04 once for each type in a group. */
  #fitGroup(type: string): void {
    const gs = this.#gs;
    const expected = GROUPS[type];
    const found = gs ? textOf(gs, 1) : '';
    if (!gs || expected === undefined || expected === found || this.#misfits.has(type)) return;
    this.#misfits.add(type);
    this.#findings.push(warning('X12-04', at(gs), { found, type, expected }));
  }

  /** A set without SE: what stands of it is kept and held back. */
  #cutMessage(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const message = this.#message(open);
    const params = { opened: textOf(open.st, 2), closed: '' };
    message?.findings.push(fatal('X12-08', at(open.st), params));
  }

  #repeat(segment: Segment, name: string, control: string): void {
    this.#findings.push(warning('X12-11', at(segment), { name, control }));
  }

  #say(
    rule: string,
    segment: Segment,
    params: Record<string, string>,
    held: readonly X12Message[],
  ): void {
    this.#findings.push(fatal(rule, at(segment), params));
    for (const message of held) message.isHeld = true;
  }
}

const STEPS: Readonly<Record<string, (walk: X12Walk, segment: Segment) => void>> = {
  ISA: (walk, segment) => walk.openInterchange(segment),
  GS: (walk, segment) => walk.openGroup(segment),
  ST: (walk, segment) => walk.openMessage(segment),
  SE: (walk, segment) => walk.closeMessage(segment),
  GE: (walk, segment) => walk.closeGroup(segment),
  IEA: (walk, segment) => walk.closeInterchange(segment),
};

function at(segment: Segment): { path: string; line: number; column: number } {
  return { path: segment.tag, line: segment.line, column: 1 };
}

/** Counts and control numbers are equal as numbers: `000000263` is `263`. */
function isCount(a: string, b: string): boolean {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return BigInt(a) === BigInt(b);
  return a === b;
}
