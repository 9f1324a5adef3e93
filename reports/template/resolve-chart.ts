import { formatGrouped } from '../../domain/money/index.ts';
import { stop } from '../fault.ts';
import { leafMoney, type FigureLeaf, type FigureNode } from '../figures/index.ts';
import type { ResolvedChart, Said } from './resolved.ts';
import type { Block, Language, Text } from './template.ts';

/** How a chart reads the figures: the very leaves that the tables print. */
export type Sight = {
  readonly languages: readonly Language[];
  readonly rows: (path: string) => readonly FigureNode[];
  readonly say: (text: string | Text, row?: FigureNode) => Said;
  readonly leaf: (path: string, row: FigureNode) => FigureLeaf;
};

/** Fills a chart. Refuses `FIGURE_TYPE` for what is no amount, or amounts of two currencies. */
export function resolveChart(
  block: Extract<Block, { block: 'chart' }>,
  sight: Sight,
): ResolvedChart {
  const all = sight.rows(block.each);
  const shown = all.slice(0, block.rowsMax);
  const paths = block.series.map(({ value }) => value);
  const base = block.base === undefined ? [] : [block.base];
  const leavesOf = (row: FigureNode) => [...base, ...paths].map(path => sight.leaf(path, row));
  const currency = currencyOf(block.each, shown.flatMap(leavesOf));
  return {
    block: 'chart',
    title: sight.say(block.text),
    caption: captionOf(shown.flatMap(leavesOf), currency, sight.languages),
    series: block.series.map(({ label }) => sight.say(label)),
    rows: shown.map(row => {
      const amounts = paths.map(path => leafMoney(sight.leaf(path, row), path));
      const start = block.base === undefined ? 0n : minorAt(block.base, row, sight);
      return {
        label: sight.say(block.label, row),
        base: start,
        values: amounts.map(({ minor }) => minor),
        amounts: amounts.map(amount => formatGrouped(amount)),
      };
    }),
    cut: shown.length < all.length ? cutOf(all.length - shown.length, sight.languages) : null,
  };
}

function minorAt(path: string, row: FigureNode, sight: Sight): bigint {
  return leafMoney(sight.leaf(path, row), path).minor;
}

function currencyOf(path: string, leaves: readonly FigureLeaf[]): string {
  const found = new Set(leaves.map(leaf => leafMoney(leaf, path).currency));
  if (found.size > 1) return stop('FIGURE_TYPE', { path, currencies: [...found].join(' ') });
  return [...found][0] ?? '';
}

function captionOf(
  leaves: readonly FigureLeaf[],
  currency: string,
  languages: readonly Language[],
): Said {
  const sources = leaves.flatMap(({ src }) => ('key' in src ? [src] : []));
  const keys = [...new Set(sources.map(({ key }) => key))];
  const [key = '', ...more] = keys;
  const height = sources[0]?.height ?? 0;
  const others = more.length;
  const text = {
    zh: `${key}${others > 0 ? ` 等 ${keys.length} 条` : ''}`,
    en: `${key}${others > 0 ? ` and ${others} more` : ''}`,
  };
  const said = {
    zh: `单位：${currency}；来源：账本 ${text.zh}，区块高度 ${height}；与表格为同一数字`,
    en: `Unit ${currency}. Source: ledger ${text.en} at height ${height}; the same figures as the table.`,
  };
  return languages.map(language => ({ language, text: said[language] }));
}

function cutOf(rows: number, languages: readonly Language[]): Said {
  const text = {
    zh: `其余 ${rows} 行见表格`,
    en: rows === 1 ? 'The table has one more row' : `The table has ${rows} more rows`,
  };
  return languages.map(language => ({ language, text: text[language] }));
}
