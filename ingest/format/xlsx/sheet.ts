import { ok, type Result } from '../../../domain/result/index.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import { columnName, type Cell, type CellPart, type Row } from '../csv/index.ts';
import { stepsOf } from './numbers.ts';
import { PartRefusal, walkPart, type Opened, type PartText } from './part.ts';
import { TextRun, unescapeText, type SharedText, type Workbook } from './workbook.ts';

/** The rows of a sheet that hold something, and what was found on the way. */
export type Sheet = {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
};

/**
 * Reads the cells of one sheet. A formula is its stored result and is never calculated; one without
 * a result is XLS-05. Merged cells have their value in the first cell alone (XLS-03).
 */
export function readSheet(
  book: Workbook,
  sheet: Workbook['sheets'][number],
  limits: Limits,
): Result<Sheet, Finding[]> {
  const content = book.archive.part(sheet.part);
  if (!content.ok) return content;
  if (!content.value) return ok({ name: sheet.name, rows: [], findings: [] });
  book.parts.set(sheet.part, content.value);
  const reader = new SheetReader(book, sheet.name, limits);
  const read = walkPart({ name: sheet.part, bytes: content.value, limits }, reader);
  if (!read.ok) return read;
  return ok({ name: sheet.name, rows: reader.rows(read.value), findings: reader.findings });
}

/** A cell as the sheet writes it. */
type RawCell = {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  text: string;
  from: number;
  to: number;
  isPlain: boolean;
  hasFormula: boolean;
};

type RawRow = { readonly line: number; readonly cells: RawCell[] };

class SheetReader {
  readonly findings: Finding[] = [];
  readonly #book: Workbook;
  readonly #name: string;
  readonly #limits: Limits;
  readonly #rows: RawRow[] = [];
  readonly #run = new TextRun();
  #cell: RawCell | undefined;
  #line = 0;
  #column = 0;
  #isValue = false;

  constructor(book: Workbook, name: string, limits: Limits) {
    this.#book = book;
    this.#name = name;
    this.#limits = limits;
  }

  readonly open = (element: Opened): void => {
    const { local, isMain, from } = element;
    if (!isMain) return;
    if (local === 'row') this.#openRow(element);
    else if (local === 'c') this.#openCell(element);
    else if (local === 'mergeCell') this.#merged(element.attribute('ref') ?? '');
    else if (this.#cell) this.#openInside(this.#cell, local, from);
  };

  readonly close = ({ local, to }: { readonly local: string; readonly to: number }): void => {
    const cell = this.#cell;
    if (!cell) return;
    this.#run.close(local, to);
    if (local === 'v') {
      this.#isValue = false;
      cell.to = to;
    }
    if (local === 'is') Object.assign(cell, this.#run.end());
    if (local === 'c') this.#closeCell(cell);
  };

  readonly text = (text: string): void => {
    if (this.#isValue && this.#cell) this.#cell.text += text;
    this.#run.add(text);
  };

  #openRow({ attribute }: Opened): void {
    const named = Number(attribute('r'));
    this.#line = Number.isInteger(named) && named > 0 ? named : this.#line + 1;
    this.#column = 0;
    this.#rows.push({ line: this.#line, cells: [] });
    if (this.#rows.length > this.#limits.rowsMax) this.#refuse('LIM-13');
  }

  #openCell({ attribute, from }: Opened): void {
    const letters = /^([A-Z]{1,3})\d+$/.exec(attribute('r') ?? '')?.[1];
    this.#column = letters === undefined ? this.#column + 1 : columnOf(letters);
    const type = attribute('t') ?? 'n';
    const style = Number(attribute('s') ?? 0);
    const own = { column: this.#column, type, style, text: '', from, to: from };
    this.#cell = { ...own, isPlain: true, hasFormula: false };
  }

  #openInside(cell: RawCell, local: string, from: number): void {
    if (local === 'f') cell.hasFormula = true;
    if (local === 'is') this.#run.begin();
    if (local === 't') this.#run.open(local, from);
    if (local !== 'v') return;
    this.#isValue = true;
    cell.from = from;
  }

  #closeCell(cell: RawCell): void {
    this.#cell = undefined;
    if (cell.hasFormula && cell.text === '' && cell.type !== 'str') {
      const place = { path: `${this.#name}!${columnName(cell.column)}${this.#line}` };
      this.findings.push(fatal('XLS-05', { ...place, line: this.#line, column: cell.column }));
    }
    if (cell.text === '') return;
    if (cell.column > this.#limits.columnsMax) this.#refuse('LIM-04');
    if (cell.text.length > this.#limits.cellMax) this.#refuse('LIM-03');
    this.#rows.at(-1)?.cells.push(cell);
  }

  #merged(ref: string): void {
    const path = `${this.#name}!${ref}`;
    this.findings.push(warning('XLS-03', { path }, { range: path }));
  }

  #refuse(rule: string): never {
    const place = { path: this.#name, line: this.#line, column: this.#column };
    throw new PartRefusal(fatal(rule, place));
  }

  /** Rows with cells at their columns; every row is as wide as its last filled cell. */
  rows(part: PartText): Row[] {
    const own: CellPart = { name: part.name, sheet: this.#name, byteAt: part.byteAt };
    const { sharedPart } = this.#book;
    const ofShared = sharedPart && { ...own, name: sharedPart.name, byteAt: sharedPart.byteAt };
    return this.#rows
      .filter(row => row.cells.some(cell => cell.text.trim() !== ''))
      .map(({ line, cells }) => {
        const wide: Cell[] = [];
        for (const raw of cells) {
          while (wide.length < raw.column - 1) wide.push(blankCell(wide.length + 1, own));
          wide[raw.column - 1] = this.#cellOf(raw, part, ofShared ?? own);
        }
        const first = cells[0]?.from ?? 0;
        return { line, from: first, to: cells.at(-1)?.to ?? first, cells: wide, part: own };
      });
  }

  #cellOf(raw: RawCell, part: PartText, ofShared: CellPart): Cell {
    if (raw.type === 's') return this.#sharedCell(raw, ofShared);
    const { column, type, from, to, isPlain } = raw;
    const own: CellPart = { name: part.name, sheet: this.#name, byteAt: part.byteAt };
    const text = type === 'str' ? unescapeText(raw.text) : raw.text;
    const escaped = !isPlain || part.source.slice(from, to) !== text;
    const cell: Cell = { text, from, to, escaped, column, part: own };
    const shown = this.#book.styles[raw.style] ?? { as: 'number' as const };
    const steps = type === 'n' ? stepsOf(text.trim(), shown, this.#book.system) : [];
    return steps.length > 0 ? { ...cell, steps } : cell;
  }

  #sharedCell({ column, text: index }: RawCell, part: CellPart): Cell {
    const { shared, sharedPart } = this.#book;
    const { text, from, to, isPlain } = shared[Number(index)] ?? NO_TEXT;
    const escaped = !isPlain || sharedPart?.source.slice(from, to) !== text;
    return { text, from, to, escaped, column, part };
  }
}

const NO_TEXT: SharedText = { text: '', from: 0, to: 0, isPlain: true };

/** A cell that the sheet does not hold. */
export function blankCell(column: number, part: CellPart): Cell {
  return { text: '', from: 0, to: 0, escaped: false, column, part };
}

function columnOf(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
