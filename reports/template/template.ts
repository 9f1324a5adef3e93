import { SERIES_MAX } from '../chart/index.ts';
import type { Locale } from '../figures/index.ts';
import { stop } from '../fault.ts';

export type Language = 'zh' | 'en';

/** An authored text in both languages. A digit needs `source`, the place it is quoted from. */
export type Text = { readonly zh?: string; readonly en?: string; readonly source?: string };

/** Shows a block only when the condition holds. No other logic exists in a template. */
export type When =
  | { readonly exists: string }
  | { readonly equals: readonly [path: string, value: string] }
  | { readonly above: readonly [path: string, value: number] }
  | { readonly below: readonly [path: string, value: number] };

export type Field = {
  readonly label: Text;
  readonly value: string | Text;
  readonly sub?: string;
  readonly wide?: boolean;
  readonly when?: When;
};

export type Column = {
  readonly label: Text;
  readonly value: string;
  readonly sub?: string;
  readonly align?: 'left' | 'right';
  readonly weight: number;
  readonly total?: string;
};

/** Bars of one row of figures; `value` and `base` are paths of amounts, one series each. */
type Series = { readonly label: Text; readonly value: string };

type Shown = { readonly when?: When; readonly items?: readonly string[] };

export type Block = Shown &
  (
    | {
        readonly block: 'title';
        readonly text: Text;
        readonly tagline: Text;
        readonly fields: readonly Field[];
      }
    | { readonly block: 'amount'; readonly label: Text; readonly money: string }
    | { readonly block: 'keyValue'; readonly columns: 2 | 3; readonly fields: readonly Field[] }
    | { readonly block: 'heading'; readonly level: 2 | 3; readonly text: Text }
    | { readonly block: 'para'; readonly text: Text }
    | { readonly block: 'list'; readonly texts: readonly Text[] }
    | {
        readonly block: 'table';
        readonly each: string;
        /** Rows printed at most; the rest stands in the attached figures, and the table says so. */
        readonly rowsMax?: number;
        readonly label: Text;
        readonly columns: readonly Column[];
        readonly totalLabel?: Text;
        readonly empty: Text;
      }
    | {
        readonly block: 'chart';
        readonly each: string;
        /** Rows drawn at most; the chart says how many more the table has. */
        readonly rowsMax: number;
        /** A sentence that says what the chart shows. */
        readonly text: Text;
        readonly label: string | Text;
        /** Where the bars begin: the path of an amount. The baseline without it. */
        readonly base?: string;
        readonly series: readonly Series[];
      }
    | { readonly block: 'note'; readonly text: Text }
    | { readonly block: 'signature'; readonly label: Text; readonly text: Text }
  );

export type BlockKind = Block['block'];

/** A document kind as data. `items` of a block name the rules of `rules` that it fills (DOC-17). */
export type Template = {
  readonly kind: string;
  readonly version: number;
  readonly short: string;
  readonly rules: readonly string[];
  readonly pagesMax?: 1;
  readonly codes: Readonly<Record<string, Readonly<Record<string, Text>>>>;
  readonly blocks: readonly Block[];
};

/** The languages of a locale, the governing one first. */
export function languagesOf(locale: Locale): readonly Language[] {
  return locale === 'zh+en' ? ['zh', 'en'] : [locale];
}

/** Placeholders `{path|format}` or `{path|format:list}` of a text. */
export const PLACEHOLDER = /\{([^{}|]+)\|([A-Za-z]+)(?::([A-Za-z]+))?\}/g;

const FORMATS = new Set([
  'money',
  'amount',
  'entry',
  'moneyWords',
  'ppm',
  'rate',
  'date',
  'time',
  'count',
  'days',
  'code',
  'text',
]);

/**
 * Checks a template as a whole: every text in every language, no digit in an authored text that
 * quotes no source, known formats and code lists, each rule filled by a block.
 * Refuses `MISSING_TRANSLATION`, `NUMBER_IN_TEXT`, `TEMPLATE_INVALID`.
 */
export function checkTemplate(template: Template, languages: readonly Language[]): void {
  for (const { text, place } of textsOf(template)) checkText({ text, place, languages });
  for (const { value, place } of placeholdersOf(template)) checkFormats(template, value, place);
  for (const block of template.blocks) if (block.block === 'chart') checkChart(block);
  const filled = new Set(template.blocks.flatMap(block => block.items ?? []));
  const open = template.rules.filter(rule => !filled.has(rule));
  if (open.length > 0) stop('TEMPLATE_INVALID', { kind: template.kind, open: open.join(' ') });
}

function checkText(at: { text: Text; place: string; languages: readonly Language[] }): void {
  for (const language of at.languages) {
    const written = at.text[language];
    if (written === undefined || written === '') {
      stop('MISSING_TRANSLATION', { place: at.place, language });
    }
    const authored = written.replace(PLACEHOLDER, '');
    if (/\d/.test(authored) && at.text.source === undefined) {
      stop('NUMBER_IN_TEXT', { place: at.place, text: authored });
    }
  }
}

function checkChart({ each, series }: Extract<Block, { block: 'chart' }>): void {
  if (series.length >= 1 && series.length <= SERIES_MAX) return;
  stop('TEMPLATE_INVALID', { chart: each, series: String(series.length) });
}

function checkFormats(template: Template, value: string, place: string): void {
  for (const [, path, format = '', list] of value.matchAll(PLACEHOLDER)) {
    const isKnown = FORMATS.has(format) && (list === undefined || list in template.codes);
    if (!isKnown) stop('TEMPLATE_INVALID', { place, path: path ?? '', format, list: list ?? '' });
  }
  if (/[{}]/.test(value.replace(PLACEHOLDER, ''))) stop('TEMPLATE_INVALID', { place, text: value });
}

function* textsOf(template: Template): Generator<{ text: Text; place: string }> {
  for (const [list, codes] of Object.entries(template.codes)) {
    for (const [code, text] of Object.entries(codes))
      yield { text, place: `codes.${list}.${code}` };
  }
  for (const [index, block] of template.blocks.entries()) {
    yield* walkTexts(block, `blocks[${index}]`);
  }
}

/** Every member that holds `zh` or `en` is an authored text. */
function* walkTexts(node: unknown, place: string): Generator<{ text: Text; place: string }> {
  if (typeof node !== 'object' || node === null) return;
  if ('zh' in node || 'en' in node) {
    yield { text: node as Text, place };
    return;
  }
  for (const [name, child] of Object.entries(node)) {
    const isText = TEXT_MEMBERS.has(name) && typeof child === 'object' && child !== null;
    if (isText && !Array.isArray(child)) yield { text: child as Text, place: `${place}.${name}` };
    else yield* walkTexts(child, `${place}.${name}`);
  }
}

const TEXT_MEMBERS = new Set(['text', 'label', 'tagline', 'empty', 'totalLabel']);

function* placeholdersOf(template: Template): Generator<{ value: string; place: string }> {
  yield* walkStrings(template.blocks, 'blocks');
}

function* walkStrings(node: unknown, place: string): Generator<{ value: string; place: string }> {
  if (typeof node === 'string') {
    yield { value: node, place };
  } else if (typeof node === 'object' && node !== null) {
    for (const [name, child] of Object.entries(node)) yield* walkStrings(child, `${place}.${name}`);
  }
}
