import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import { openArchive, type Archive } from './archive.ts';
import { shownAs, type Shown } from './numbers.ts';
import { walkPart, type PartHandlers, type PartText } from './part.ts';

/** A shared text with its characters' place in its part. */
export type SharedText = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly isPlain: boolean;
};

export type Workbook = {
  readonly archive: Archive;
  readonly system: 1900 | 1904;
  /** Visible sheets in order, with the name of the part that holds each. */
  readonly sheets: readonly { readonly name: string; readonly part: string }[];
  /** How the numbers of each cell style are shown. */
  readonly styles: readonly Shown[];
  readonly shared: readonly SharedText[];
  /** The part that the shared texts stand in. */
  readonly sharedPart?: PartText;
  readonly findings: readonly Finding[];
  /** Bytes of the parts that places count in. */
  readonly parts: Map<string, Uint8Array>;
};

type Walk = (name: string, handlers: PartHandlers) => Result<PartText | undefined, Finding[]>;

/**
 * Opens a workbook of SpreadsheetML (ECMA-376). Its parts are found by their relations, never by
 * their names. Macros are refused (LIM-08); links to other files are ignored and noted (XLS-04),
 * hidden sheets are not read and noted (XLS-02).
 */
export function openWorkbook(bytes: Uint8Array, limits: Limits): Result<Workbook, Finding[]> {
  if (bytes.length > limits.workbookMax) {
    return fail([fatal('LIM-01', {}, { bytes: String(bytes.length) })]);
  }
  const opened = openArchive(bytes, limits);
  if (!opened.ok) return opened;
  const archive = opened.value;
  const isMacro = archive.names.some(name => /vbaProject\.bin$|\/macrosheets\//i.test(name));
  if (isMacro) return fail([fatal('LIM-08', {})]);
  const parts = new Map<string, Uint8Array>();
  const walk: Walk = (name, handlers) => {
    const content = archive.part(name);
    if (!content.ok || !content.value) return content.ok ? ok(undefined) : content;
    parts.set(name, content.value);
    return walkPart({ name, bytes: content.value, limits }, handlers);
  };
  return assemble(archive, walk, parts);
}

function assemble(
  archive: Archive,
  walk: Walk,
  parts: Map<string, Uint8Array>,
): Result<Workbook, Finding[]> {
  const root = relationsOf(walk, '');
  if (!root.ok) return root;
  const book = root.value.find(r => r.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const relations = relationsOf(walk, book);
  if (!relations.ok) return relations;
  const listed = readSheets(walk, book);
  if (!listed.ok) return listed;
  const { all, system, isKnown } = listed.value;
  if (!isKnown) return fail([fatal('XLS-01', {}, { part: book })]);
  const targetOf = (type: string): string | undefined =>
    relations.value.find(r => r.type === type)?.target;
  const styles = readStyles(walk, targetOf('styles'));
  if (!styles.ok) return styles;
  const shared = readShared(walk, targetOf('sharedStrings'));
  if (!shared.ok) return shared;
  const visible = all.filter(sheet => sheet.isVisible);
  const sheets = visible.flatMap(({ name, relation }) => {
    const found = relations.value.find(r => r.id === relation && r.type === 'worksheet');
    return found ? [{ name, part: found.target }] : [];
  });
  const hidden = all.filter(sheet => !sheet.isVisible);
  const findings = [
    ...hidden.map(({ name }) => warning('XLS-02', { path: name }, { sheet: name })),
    ...(relations.value.some(r => r.type === 'externalLink') ? [warning('XLS-04', {})] : []),
  ];
  return ok({
    archive,
    system,
    sheets,
    styles: styles.value,
    ...shared.value,
    findings,
    parts,
  });
}

type Relation = { readonly id: string; readonly type: string; readonly target: string };

/** The relations of a part, targets as part names; those to outside have the type alone. */
function relationsOf(walk: Walk, part: string): Result<Relation[], Finding[]> {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const found: Relation[] = [];
  const read = walk(`${folder}_rels/${part.slice(slash)}.rels`, {
    open: ({ local, attribute }) => {
      if (local !== 'Relationship') return;
      const type = (attribute('Type') ?? '').replace(/^.*\//, '');
      const target = resolvePart(folder, attribute('Target') ?? '');
      found.push({ id: attribute('Id') ?? '', type, target });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return read.ok ? ok(found) : read;
}

function resolvePart(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const steps: string[] = [];
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

type Listed = {
  readonly all: { name: string; relation: string; isVisible: boolean }[];
  system: 1900 | 1904;
  isKnown: boolean;
};

function readSheets(walk: Walk, book: string): Result<Listed, Finding[]> {
  const listed: Listed = { all: [], system: 1900, isKnown: false };
  const read = walk(book, {
    open: ({ local, isMain, attribute }) => {
      if (!isMain) return;
      if (local === 'workbook') listed.isKnown = true;
      if (local === 'workbookPr' && /^(1|true|on)$/.test(attribute('date1904') ?? '')) {
        listed.system = 1904;
      }
      if (local !== 'sheet') return;
      const isVisible = (attribute('state') ?? 'visible') === 'visible';
      listed.all.push({
        name: attribute('name') ?? '',
        relation: attribute('id') ?? '',
        isVisible,
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return read.ok ? ok(listed) : read;
}

function readStyles(walk: Walk, part: string | undefined): Result<Shown[], Finding[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isInCells = false;
  if (part === undefined) return ok([]);
  const read = walk(part, {
    open: ({ local, isMain, attribute }) => {
      if (!isMain) return;
      if (local === 'numFmt')
        codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      if (local === 'cellXfs') isInCells = true;
      if (local === 'xf' && isInCells) formats.push(Number(attribute('numFmtId') ?? 0));
    },
    close: ({ local }) => {
      if (local === 'cellXfs') isInCells = false;
    },
    text: () => undefined,
  });
  return read.ok ? ok(formats.map(id => shownAs(id, codes.get(id)))) : read;
}

type SharedTexts = { readonly shared: readonly SharedText[]; readonly sharedPart?: PartText };

/** Texts in plain or in formatted runs; phonetic runs (`rPh`) are no part of a text. */
function readShared(walk: Walk, part: string | undefined): Result<SharedTexts, Finding[]> {
  if (part === undefined) return ok({ shared: [] });
  const shared: SharedText[] = [];
  const run = new TextRun();
  const read = walk(part, {
    open: element => {
      if (element.local === 'si') run.begin();
      run.open(element.local, element.from);
    },
    close: ({ local, to }) => {
      run.close(local, to);
      if (local === 'si') shared.push(run.end());
    },
    text: text => run.add(text),
  });
  if (!read.ok) return read;
  return ok(read.value ? { shared, sharedPart: read.value } : { shared });
}

/** Gathers the text of `t` elements between two points, with the place of the whole. */
export class TextRun {
  #text = '';
  #from = -1;
  #to = -1;
  #runs = 0;
  #isOpen = false;
  #phonetic = 0;

  begin(): void {
    this.#text = '';
    this.#from = -1;
    this.#to = -1;
    this.#runs = 0;
  }

  open(local: string, from: number): void {
    if (local === 'rPh') this.#phonetic += 1;
    if (local !== 't' || this.#phonetic > 0) return;
    this.#isOpen = true;
    this.#runs += 1;
    if (this.#from < 0) this.#from = from;
  }

  close(local: string, to: number): void {
    if (local === 'rPh') this.#phonetic -= 1;
    if (local !== 't' || !this.#isOpen) return;
    this.#isOpen = false;
    this.#to = to;
  }

  add(text: string): void {
    if (this.#isOpen) this.#text += text;
  }

  end(): SharedText {
    const text = unescapeText(this.#text);
    const isPlain = this.#runs <= 1;
    return { text, from: Math.max(0, this.#from), to: Math.max(0, this.#to), isPlain };
  }
}

/** `_x000D_` stands for a character that XML does not allow (ST_Xstring of ECMA-376). */
export function unescapeText(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
