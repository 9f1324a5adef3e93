import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import type { XmlDocument } from '../xml.ts';
import { FoldedRecord, Unfolder, type ReaderPlace } from './fold.ts';
import { makeNode, pointerOf, type JsonNode, type Made } from './node.ts';
import { isOneALine, unescaped } from './text.ts';

export { pointerOf, type JsonNode } from './node.ts';

/** A JSON text as a tree: members are elements, items of a list repeat the list's own name. */
export type JsonDocument = Omit<XmlDocument, 'root'> & {
  readonly root: JsonNode;
  /** Where members stand twice in one object (MAP-03), or a line is no JSON (JSON-01). */
  readonly faults: readonly { readonly at: number; readonly finding: Finding }[];
};

class JsonRefusal extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.rule);
    this.finding = finding;
  }
}

/**
 * Reads JSON (RFC 8259), or lines of it (NDJSON), into a tree with places. Texts of numbers stay as
 * they are written. `null` and empty texts give no element. Refused are text that is no JSON
 * (JSON-01, with line and column; of NDJSON only its own line), and what passes the limits. Items of
 * lists that `isRecord` knows are kept by their place alone and read again when they are looked at.
 */
export function readJson(
  decoded: Decoded,
  limits: Limits,
  isRecord?: (node: JsonNode) => boolean,
): Result<JsonDocument, Finding[]> {
  const reader = new JsonReader(decoded.text, limits, isRecord);
  try {
    const root = reader.run();
    const { faults } = reader;
    const source = decoded.text;
    const byteAt = byteIndex(decoded);
    return ok({ root, source, byteAt, placeKind: 'json', pathOf: pointerOf, faults });
  } catch (error) {
    if (error instanceof JsonRefusal) return fail([error.finding]);
    throw error;
  }
}

/** A number of RFC 8259, and the texts that are neither number nor text. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const CONTROL = /[\u0000-\u001f]/;
const BLANK = /[ \t\r\n]*/y;
const END_OF_VALUE = /[\s,\]}]|$/y;

type Slot = {
  readonly name: string;
  readonly step: string;
  readonly parent: JsonNode;
  /** It is what a list holds. */
  readonly isItem?: boolean;
};

class JsonReader {
  readonly faults: { at: number; finding: Finding }[] = [];
  readonly #text: string;
  readonly #limits: Limits;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #seen = 0;
  /** The first end of a line from there; not known when it lies before. */
  #break = -1;
  #depth = 0;
  /** Values that stand, and all that were read. */
  #count = 0;
  #total = 0;
  readonly #isRecord: ((node: JsonNode) => boolean) | undefined;
  #unfolder: Unfolder | undefined;

  constructor(text: string, limits: Limits, isRecord?: (node: JsonNode) => boolean) {
    this.#text = text;
    this.#limits = limits;
    this.#isRecord = isRecord;
  }

  /** Reads one value from where the reader once stood. */
  valueAt(place: ReaderPlace, slot: Slot): void {
    this.#at = place.at;
    this.#line = place.line;
    this.#lineStart = place.lineStart;
    this.#seen = place.seen;
    this.#break = place.break;
    this.#value(slot);
  }

  run(): JsonNode {
    const root = makeNode({ name: '', step: '', parent: undefined }, this.#place(0));
    this.#blank();
    const isLines = isOneALine(this.#text);
    if (!isLines) this.#value({ name: 'item', step: '', parent: root });
    this.#blank();
    for (let index = isLines ? 0 : 1; this.#at < this.#text.length; index += 1) {
      this.#lineOf(root, index);
    }
    root.to = this.#text.length;
    return root;
  }

  /** A value on a line of its own; one that is broken is told, and the next line goes on. */
  #lineOf(root: JsonNode, index: number): void {
    const at = this.#at;
    if (!/(^|[\r\n])[ \t]*$/.test(this.#text.slice(Math.max(0, at - 200), at))) this.#malformed();
    const { length } = root.children;
    const { line, column } = this.#place(at);
    const before = { lineStart: this.#lineStart, seen: this.#seen };
    const end = this.#text.slice(at).search(/[\r\n]/);
    const to = end < 0 ? this.#text.length : at + end;
    this.#depth = 0;
    try {
      this.#value({ name: 'item', step: String(index), parent: root, isItem: true });
      if (this.#text.slice(this.#at, to).trim() !== '' || this.#at > to) this.#malformed();
    } catch (error) {
      if (!(error instanceof JsonRefusal) || error.finding.rule !== 'JSON-01') throw error;
      root.children.length = length;
      this.faults.push({ at, finding: fatal('JSON-01', { line, column }, error.finding.params) });
      this.#at = to;
      this.#line = line;
      this.#lineStart = before.lineStart;
      this.#seen = before.seen;
      this.#break = -1;
    }
    this.#blank();
  }

  #value(slot: Slot): void {
    this.#count += 1;
    this.#total += 1;
    const { treeMax, elementsMax } = this.#limits;
    if (this.#count > treeMax || this.#total > elementsMax) this.#refuse('LIM-11');
    const first = this.#text[this.#at];
    if (first === '{') this.#object(slot);
    else if (first === '[') this.#list(slot);
    else if (first === '"') this.#textOf(slot);
    else this.#bare(slot);
  }

  #object(slot: Slot): void {
    this.#deeper();
    const node = makeNode(slot, this.#place(this.#at));
    const before = this.#count;
    const place = this.#here();
    slot.parent.children.push(node);
    const seen = new Set<string>();
    this.#at += 1;
    this.#blank();
    if (this.#text[this.#at] !== '}') {
      for (;;) {
        const at = this.#at;
        const name = this.#string();
        if (seen.has(name)) this.#doubled(at, { node, name });
        seen.add(name);
        this.#take(':');
        this.#value({ name, step: escapeStep(name), parent: node });
        if (!this.#more('}')) break;
      }
    } else this.#at += 1;
    node.to = this.#at;
    this.#depth -= 1;
    if (slot.isItem !== true || this.#isRecord?.(node) !== true) return;
    const [text, limits] = [this.#text, this.#limits];
    this.#unfolder ??= new Unfolder(record => membersAt(text, limits, record));
    slot.parent.children.pop();
    slot.parent.children.push(new FoldedRecord(node, place, this.#unfolder));
    this.#count = before;
  }

  #here(): ReaderPlace {
    const [at, line, lineStart] = [this.#at, this.#line, this.#lineStart];
    return { at, line, lineStart, seen: this.#seen, break: this.#break };
  }

  /**
   * Items stand where the list does, under its name; a list in a list is an element of its own whose
   * items keep their positions, absent ones too.
   */
  #list(slot: Slot, isInner = false): void {
    this.#deeper();
    const { name, step, parent } = slot;
    this.#at += 1;
    this.#blank();
    if (this.#text[this.#at] === ']') this.#at += 1;
    else {
      for (let index = 0; ; index += 1) {
        const own = isInner
          ? { name: 'item', step: String(index) }
          : { name, step: joined(step, index) };
        this.#item({ ...own, parent, isItem: !isInner }, isInner);
        if (!this.#more(']')) break;
      }
    }
    this.#depth -= 1;
  }

  #item(slot: Slot, isInner: boolean): void {
    const { parent } = slot;
    const place = this.#place(this.#at);
    const before = parent.children.length;
    if (this.#text[this.#at] === '[') {
      const node = makeNode(slot, place);
      parent.children.push(node);
      this.#list({ name: 'item', step: '', parent: node }, true);
      node.to = this.#at;
      return;
    }
    this.#value(slot);
    if (isInner && parent.children.length === before) {
      const node = makeNode(slot, place);
      node.to = this.#at;
      parent.children.push(node);
    }
  }

  #textOf(slot: Slot): void {
    const place = this.#place(this.#at);
    const text = this.#string();
    if (text === '') return;
    const node = makeNode(slot, { ...place, from: place.from + 1 });
    node.text = text;
    node.to = this.#at - 1;
    slot.parent.children.push(node);
  }

  #bare(slot: Slot): void {
    const place = this.#place(this.#at);
    const text = this.#match(NUMBER) ?? this.#match(WORD);
    END_OF_VALUE.lastIndex = this.#at;
    if (text === undefined || !END_OF_VALUE.test(this.#text)) this.#malformed();
    if (text === 'null') return;
    const node = makeNode(slot, place);
    node.text = text;
    node.to = this.#at;
    slot.parent.children.push(node);
  }

  #string(): string {
    const from = this.#at;
    const to = this.#text[from] === '"' ? this.#endOfString(from + 1) : -1;
    if (to < 0) this.#malformed();
    if (to - from > this.#limits.textMax) this.#refuse('LIM-03');
    const inner = this.#text.slice(from + 1, to);
    const text = CONTROL.test(inner) ? undefined : unescaped(inner);
    if (text === undefined) this.#malformed();
    this.#at = to + 1;
    return text;
  }

  /** The quote that ends a text: the first that an even number of backslashes stands before. */
  #endOfString(from: number): number {
    let at = this.#text.indexOf('"', from);
    while (at >= 0) {
      let marks = 0;
      while (this.#text[at - 1 - marks] === '\\') marks += 1;
      if (marks % 2 === 0) return at;
      at = this.#text.indexOf('"', at + 1);
    }
    return -1;
  }

  #match(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #more(end: string): boolean {
    this.#blank();
    const next = this.#text[this.#at];
    if (next !== ',' && next !== end) this.#malformed();
    this.#at += 1;
    if (next === ',') this.#blank();
    return next === ',';
  }

  #take(mark: string): void {
    this.#blank();
    if (this.#text[this.#at] !== mark) this.#malformed();
    this.#at += 1;
    this.#blank();
  }

  #blank(): void {
    this.#match(BLANK);
  }

  #deeper(): void {
    this.#depth += 1;
    if (this.#depth > this.#limits.jsonDepthMax) this.#refuse('LIM-02');
  }

  #doubled(at: number, of: { readonly node: JsonNode; readonly name: string }): void {
    const { line, column } = this.#place(at);
    const path = `${pointerOf(of.node)}/${escapeStep(of.name)}`;
    const finding = fatal('MAP-03', { path, line, column }, { field: of.name, count: '2' });
    this.faults.push({ at, finding });
  }

  #place(at: number): Made {
    for (;;) {
      if (this.#break < this.#seen) this.#break = this.#nextBreak();
      if (this.#break >= at) break;
      this.#line += 1;
      this.#lineStart = this.#break + 1;
      this.#seen = this.#lineStart;
    }
    return { from: at, line: this.#line, column: at - this.#lineStart + 1 };
  }

  #nextBreak(): number {
    const next = this.#text.indexOf('\n', this.#seen);
    return next < 0 ? Infinity : next;
  }

  #malformed(): never {
    const found = this.#text.slice(this.#at, this.#at + 20);
    this.#refuse('JSON-01', { found: found === '' ? 'the end of the file' : found });
  }

  #refuse(rule: string, params: Record<string, string> = {}): never {
    const { line, column } = this.#place(this.#at);
    throw new JsonRefusal(fatal(rule, { line, column }, params));
  }
}

/** The members of a record, read from its place. */
function membersAt(text: string, limits: Limits, record: FoldedRecord): JsonNode[] {
  const { local: name, step } = record;
  const parent = makeNode({ name: '', step: '', parent: undefined }, record);
  new JsonReader(text, limits).valueAt(record.place, { name, step, parent });
  return parent.children[0]?.children ?? [];
}

function joined(step: string, index: number): string {
  return step === '' ? String(index) : `${step}/${index}`;
}

/** A member name as a step of a JSON pointer. */
function escapeStep(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
