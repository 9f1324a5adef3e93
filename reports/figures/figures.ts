import { isBusinessDate, isInstant } from '../../domain/calendar/index.ts';
import { fromWire, isCurrency, type Money, type MoneyWire } from '../../domain/money/index.ts';
import { canonicalBytes, isList, isObject, type Wire } from '../../domain/wire/index.ts';
import { stop } from '../fault.ts';

/** What a leaf holds: `money` {minor, currency}, `ppm` and `count` integers, the others text. */
export type LeafType = 'money' | 'ppm' | 'date' | 'count' | 'text' | 'code';

/** Where a figure comes from: a ledger key at a block height, or a row of a stored file. */
export type FigureSource =
  | { readonly key: string; readonly height: number }
  | { readonly file: string; readonly row: number };

/** One figure. `date` holds a BusinessDate or an Instant. */
export type FigureLeaf = { readonly src: FigureSource } & (
  | { readonly t: 'money'; readonly v: MoneyWire }
  | { readonly t: 'ppm' | 'count'; readonly v: number }
  | { readonly t: 'date' | 'text' | 'code'; readonly v: string }
);

/** A tree of figures: names and rows lead to leaves. An absent figure is `undefined`. */
export type FigureNode = FigureLeaf | readonly FigureNode[] | FigureGroup;

/** Named figures. */
export type FigureGroup = { readonly [name: string]: FigureNode | undefined };

export type Locale = 'zh' | 'en' | 'zh+en';

/** What a document says about itself; `height` is the one block height of all its figures. */
export type DocumentHead = {
  readonly documentId: string;
  readonly issuer: string;
  readonly issuerName: string;
  readonly kind: string;
  readonly number: string;
  readonly version: number;
  readonly supersedes?: string | undefined;
  readonly asOf: string;
  readonly height: number;
  readonly locale: Locale;
  readonly verifyAddress: string;
  /** `test` marks every page TEST: the channel's clock is not real. */
  readonly clock: 'real' | 'test';
};

/** The content of `figures.json` inside the PDF; its canonical bytes are what figuresHash names. */
export type Figures = {
  readonly format: 'tallystick-figures/1';
  readonly document: DocumentHead;
  readonly figures: FigureGroup;
};

/** An amount as GraphQL gives it: integer minor units as text, and the ISO 4217 code. */
export type AmountInput = { readonly minor: string; readonly currency: string };

/** Makes leaves of one source. Optional values stay absent. */
export type LeafMaker = {
  readonly money: (amount: AmountInput) => FigureLeaf;
  readonly ppm: (value: number) => FigureLeaf;
  readonly date: (value: string) => FigureLeaf;
  readonly count: (value: number) => FigureLeaf;
  readonly text: (value: string) => FigureLeaf;
  readonly code: (value: string) => FigureLeaf;
};

/** Leaves whose source is ledger key `key` at `height`. */
export function fromLedger(key: string, height: number): LeafMaker {
  return leavesOf({ key, height });
}

/** Leaves whose source is a row of the stored file with this hash. */
export function fromFile(file: string, row: number): LeafMaker {
  return leavesOf({ file, row });
}

/** The value as a leaf, or absent. */
export function optional<T>(
  value: T | undefined,
  make: (value: T) => FigureNode,
): FigureNode | undefined {
  return value === undefined ? undefined : make(value);
}

/** The canonical bytes of `figures.json`. */
export function figureBytes(figures: Figures): Uint8Array {
  return canonicalBytes(figures);
}

/** True for a leaf, false for a list or a group. */
export function isLeaf(node: FigureNode | undefined): node is FigureLeaf {
  return node !== undefined && !isRows(node) && 't' in node && 'src' in node && 'v' in node;
}

/** True for a list of figures. */
export function isRows(node: FigureNode | undefined): node is readonly FigureNode[] {
  return Array.isArray(node);
}

/** Every leaf with its path, in the order of the tree. */
export function* leaves(
  node: FigureNode,
  path = '',
): Generator<{ readonly path: string; readonly leaf: FigureLeaf }> {
  if (isLeaf(node)) {
    yield { path, leaf: node };
    return;
  }
  const entries = isRows(node)
    ? node.map((child, index) => [`${path}[${index}]`, child] as const)
    : Object.entries(node).map(
        ([name, child]) => [path ? `${path}.${name}` : name, child] as const,
      );
  for (const [place, child] of entries) if (child !== undefined) yield* leaves(child, place);
}

/** Reads a leaf's money. */
export function leafMoney(leaf: FigureLeaf, path: string): Money {
  if (leaf.t !== 'money') return stop('FIGURE_TYPE', { path, is: leaf.t, wanted: 'money' });
  return fromWire(leaf.v);
}

/**
 * Checks every leaf against its type and that all ledger sources name the document's height.
 * Refuses `FIGURE_TYPE`, `CHARACTER_REFUSED`, `HEIGHT_MIXED`.
 */
export function checkFigures(figures: Figures): void {
  const { height } = figures.document;
  for (const { path, leaf } of leaves(figures.figures)) {
    if (!isOfType(leaf)) stop('FIGURE_TYPE', { path, wanted: leaf.t });
    if (typeof leaf.v === 'string') refuseHidden(leaf.v, path);
    if ('height' in leaf.src && leaf.src.height !== height) {
      stop('HEIGHT_MIXED', { path, is: String(leaf.src.height), document: String(height) });
    }
  }
}

/** Refuses control characters, zero-width and bidirectional override marks: they hide text. */
export function refuseHidden(text: string, path: string): void {
  const match = HIDDEN.exec(text);
  const point = match?.[0].codePointAt(0);
  if (point === undefined) return;
  stop('CHARACTER_REFUSED', {
    path,
    code: `U+${point.toString(16).toUpperCase().padStart(4, '0')}`,
  });
}

/** Reads the bytes of a `figures.json` of this format; `null` when it is none. */
export function readFigures(wire: Wire): Figures | null {
  if (!isObject(wire) || wire['format'] !== 'tallystick-figures/1') return null;
  const head = wire['document'];
  const tree = wire['figures'];
  if (!isObject(head) || tree === undefined || isList(tree) || !isObject(tree)) return null;
  return wire as unknown as Figures;
}

const HIDDEN = /[\p{Cc}\u00ad\u061c\u115f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

function leavesOf(src: FigureSource): LeafMaker {
  return {
    money: amount => {
      if (!isCurrency(amount.currency) || !/^-?\d+$/.test(amount.minor)) {
        return stop('FIGURE_TYPE', { path: sourceText(src), wanted: 'money' });
      }
      return { v: { minor: amount.minor, currency: amount.currency }, t: 'money', src };
    },
    ppm: v => ({ v, t: 'ppm', src }),
    date: v => ({ v, t: 'date', src }),
    count: v => ({ v, t: 'count', src }),
    text: v => ({ v, t: 'text', src }),
    code: v => ({ v, t: 'code', src }),
  };
}

function sourceText(src: FigureSource): string {
  return 'key' in src ? src.key : `${src.file}#${src.row}`;
}

/** The types say what a leaf holds; a leaf that came from JSON is held to them here. */
function isOfType(leaf: FigureLeaf): boolean {
  if (leaf.t === 'money') return isCurrency(leaf.v.currency) && /^-?\d+$/.test(leaf.v.minor);
  if (leaf.t === 'ppm' || leaf.t === 'count') return Number.isSafeInteger(leaf.v);
  if (typeof leaf.v !== 'string' || leaf.v === '') return false;
  return leaf.t !== 'date' || isBusinessDate(leaf.v) || isInstant(leaf.v);
}
