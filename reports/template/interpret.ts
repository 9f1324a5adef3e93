import { stop } from '../fault.ts';
import {
  isLeaf,
  isRows,
  type FigureLeaf,
  type FigureNode,
  type Figures,
} from '../figures/index.ts';
import { formatLeaf } from './format.ts';
import { resolveChart, type Sight } from './resolve-chart.ts';
import {
  checkTemplate,
  languagesOf,
  PLACEHOLDER,
  type Block,
  type Column,
  type Field,
  type Language,
  type Template,
  type Text,
  type When,
} from './template.ts';
import type {
  ResolvedBlock,
  ResolvedCell,
  ResolvedField,
  ResolvedTable,
  Said,
} from './resolved.ts';

/**
 * Fills a template with figures. A path names a figure from the root; one that starts with a dot is
 * looked up in the row of the surrounding table. `document.…` names the document's own head.
 * Refuses `FIGURE_MISSING` with the path, `FIGURE_TYPE`, `MISSING_TRANSLATION`, `NUMBER_IN_TEXT`.
 */
export function interpret(template: Template, figures: Figures): readonly ResolvedBlock[] {
  const languages = languagesOf(figures.document.locale);
  checkTemplate(template, languages);
  const scope: Scope = { template, languages, root: rootOf(figures), row: null };
  return template.blocks.filter(block => holds(block.when, scope)).map(b => resolve(b, scope));
}

type Scope = {
  readonly template: Template;
  readonly languages: readonly Language[];
  readonly root: FigureNode;
  readonly row: FigureNode | null;
};

function resolve(block: Block, scope: Scope): ResolvedBlock {
  switch (block.block) {
    case 'title':
      return {
        block: 'title',
        text: say(block.text, scope),
        tagline: say(block.tagline, scope),
        fields: fields(block.fields, scope),
      };
    case 'amount':
      return {
        block: 'amount',
        label: say(block.label, scope),
        figure: one(say(`{${block.money}|money}`, scope)),
        words: say(`{${block.money}|moneyWords}`, scope),
      };
    case 'keyValue':
      return {
        block: 'keyValue',
        columns: block.columns,
        fields: fields(block.fields, scope),
      };
    case 'heading':
      return { block: 'heading', level: block.level, text: say(block.text, scope) };
    case 'para':
    case 'note':
      return { block: block.block, text: say(block.text, scope) };
    case 'list':
      return { block: 'list', texts: block.texts.map(text => say(text, scope)) };
    case 'signature':
      return {
        block: 'signature',
        label: say(block.label, scope),
        text: say(block.text, scope),
      };
    default:
      return resolveRows(block, scope);
  }
}

function resolveRows(
  block: Extract<Block, { block: 'table' | 'chart' }>,
  scope: Scope,
): ResolvedBlock {
  if (block.block === 'chart') return resolveChart(block, sightOf(scope));
  return resolveTable(block, scope);
}

function resolveTable(block: Extract<Block, { block: 'table' }>, scope: Scope): ResolvedTable {
  const rows = rowsAt(block.each, scope);
  const { columns } = block;
  const shown = rows.slice(
    0,
    block.rowsMax ?? (rows.length > ROWS_PRINTED ? ROWS_CUT : rows.length),
  );
  return {
    block: 'table',
    label: say(block.label, scope),
    columns: columns.map(column => ({
      label: say(column.label, scope),
      align: column.align ?? 'left',
      weight: column.weight,
    })),
    rows: shown.map(row => cells(columns, { ...scope, row })),
    cut: shown.length < rows.length ? cutNote(rows.length - shown.length, scope) : null,
    total: rows.length > 0 ? totalRow(block, scope) : null,
    empty: say(block.empty, scope),
  };
}

/** A longer table prints its first hundred rows (TABLE_CUT). */
const ROWS_PRINTED = 1000;
const ROWS_CUT = 100;

function cutNote(rows: number, scope: Scope): Said {
  const text = {
    zh: `其余 ${rows} 行见附件 figures.json`,
    en: `${rows} more rows in the attachment figures.json`,
  };
  return scope.languages.map(language => ({ language, text: text[language] }));
}

/** What a chart asks of the figures around it. */
function sightOf(scope: Scope): Sight {
  return {
    languages: scope.languages,
    rows: path => rowsAt(path, scope),
    say: (text, row) => say(text, row === undefined ? scope : { ...scope, row }),
    leaf: (path, row) => leafAt(path, { ...scope, row }),
  };
}

function rowsAt(path: string, scope: Scope): readonly FigureNode[] {
  const rows = lookUp(path, scope);
  return isRows(rows) ? rows : stop('FIGURE_TYPE', { path, wanted: 'list' });
}

function cells(columns: readonly Column[], scope: Scope): readonly ResolvedCell[] {
  return columns.map(({ value, sub }) => ({
    value: say(value, scope),
    sub: sub !== undefined && areKnown(sub, scope) ? one(say(sub, scope)) : null,
  }));
}

function totalRow(
  block: Extract<Block, { block: 'table' }>,
  scope: Scope,
): readonly ResolvedCell[] | null {
  const { totalLabel, columns } = block;
  if (totalLabel === undefined) return null;
  return columns.map(({ total }, index) => {
    const value =
      index === 0 && total === undefined ? say(totalLabel, scope) : say(total ?? '', scope);
    return { value, sub: null };
  });
}

function fields(list: readonly Field[], scope: Scope): readonly ResolvedField[] {
  return list
    .filter(field => holds(field.when, scope))
    .map(field => ({
      label: say(field.label, scope),
      value: say(field.value, scope),
      sub:
        field.sub !== undefined && areKnown(field.sub, scope) ? one(say(field.sub, scope)) : null,
      wide: field.wide ?? false,
    }));
}

/** The text in each language; a text without languages is filled once per language. */
function say(text: string | Text, scope: Scope): Said {
  const said = scope.languages.map(language => {
    const source = typeof text === 'string' ? text : text[language];
    if (source === undefined)
      return stop('MISSING_TRANSLATION', { language, text: JSON.stringify(text) });
    return { language, text: fill(source, language, scope) };
  });
  const [first] = said;
  return first && said.every(other => other.text === first.text) ? [first] : said;
}

function one(said: Said): string {
  return said.map(({ text }) => text).join(' / ');
}

function fill(source: string, language: Language, scope: Scope): string {
  return source.replace(PLACEHOLDER, (_, path: string, format: string, list?: string) => {
    const leaf = leafAt(path, scope);
    return formatLeaf(leaf, { path, format, list, language, codes: scope.template.codes });
  });
}

function leafAt(path: string, scope: Scope): FigureLeaf {
  const node = lookUp(path, scope);
  if (node === undefined) return stop('FIGURE_MISSING', { path });
  return isLeaf(node) ? node : stop('FIGURE_TYPE', { path, wanted: 'leaf' });
}

function lookUp(path: string, scope: Scope): FigureNode | undefined {
  const isOfRow = path.startsWith('.');
  let node: FigureNode | undefined = isOfRow ? (scope.row ?? undefined) : scope.root;
  for (const name of path.slice(isOfRow ? 1 : 0).split('.')) {
    if (node === undefined || isRows(node) || isLeaf(node)) return undefined;
    node = Object.hasOwn(node, name) ? node[name] : undefined;
  }
  return node;
}

/** True when every placeholder of a secondary line has its figure; the line is left out otherwise. */
function areKnown(source: string, scope: Scope): boolean {
  return [...source.matchAll(PLACEHOLDER)].every(
    ([, path]) => lookUp(path ?? '', scope) !== undefined,
  );
}

function holds(when: When | undefined, scope: Scope): boolean {
  if (when === undefined) return true;
  if ('exists' in when) {
    const node = lookUp(when.exists, scope);
    return node !== undefined && !(isRows(node) && node.length === 0);
  }
  if ('equals' in when) return leafAt(when.equals[0], scope).v === when.equals[1];
  if ('above' in when) return numberAt(when.above[0], scope) > BigInt(when.above[1]);
  return numberAt(when.below[0], scope) < BigInt(when.below[1]);
}

function numberAt(path: string, scope: Scope): bigint {
  const { v } = leafAt(path, scope);
  if (typeof v === 'string') return stop('FIGURE_TYPE', { path, wanted: 'number' });
  return typeof v === 'number' ? BigInt(v) : BigInt(v.minor);
}

/** The figures with the document's head beside them, so that templates can name both. */
function rootOf(figures: Figures): FigureNode {
  const { document } = figures;
  const src = { key: `document~${document.documentId}`, height: document.height };
  const code = (v: string): FigureLeaf => ({ v, t: 'code', src });
  const head = {
    number: code(document.number),
    documentId: code(document.documentId),
    issuerName: { v: document.issuerName, t: 'text', src } as FigureLeaf,
    asOf: { v: document.asOf, t: 'date', src } as FigureLeaf,
    height: { v: document.height, t: 'count', src } as FigureLeaf,
    version: { v: document.version, t: 'count', src } as FigureLeaf,
  };
  return { ...figures.figures, document: head };
}
