import { testFigures } from '../../test/fixture/figures.ts';
import { DocumentStop } from '../fault.ts';
import { fromLedger, type FigureNode } from '../figures/index.ts';
import { interpret } from './interpret.ts';
import type { Block, Template } from './template.ts';
import type { ResolvedChart } from './resolved.ts';

const cny = (key: string, minor: string) => fromLedger(key, 7).money({ minor, currency: 'CNY' });
const row = (key: string, [name, paid, left]: readonly [string, string, string]): FigureNode => ({
  name: fromLedger(key, 7).text(name),
  paid: cny(key, paid),
  left: cny(key, left),
});

const chart: Extract<Block, { block: 'chart' }> = {
  block: 'chart',
  each: 'classes',
  rowsMax: 2,
  text: { zh: '至今收到 {total|money}。', en: '{total|money} received.' },
  label: '{.name|text}',
  series: [
    { label: { zh: '已付', en: 'Paid' }, value: '.paid' },
    { label: { zh: '余额', en: 'Left' }, value: '.left' },
  ],
};

function resolved(rows: readonly FigureNode[], block: Block = chart): ResolvedChart {
  const template: Template = {
    kind: 'TEST',
    version: 1,
    short: 'T',
    rules: [],
    codes: {},
    blocks: [block],
  };
  const figures = testFigures({ classes: rows, total: cny('deal~d', '150') });
  const [found] = interpret(template, figures);
  if (found?.block !== 'chart') throw new Error('no chart');
  return found;
}

const faultOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    if (error instanceof DocumentStop) return error.faults[0];
    throw error;
  }
  return null;
};

test('bars are the very figures of the table: minor units, and the text that the table prints', () => {
  const { rows, title } = resolved([row('class~a', ['A', '100', '900'])]);
  expect(rows).toEqual([
    {
      label: [{ language: 'zh', text: 'A' }],
      base: 0n,
      values: [100n, 900n],
      amounts: ['1.00', '9.00'],
    },
  ]);
  expect(title.map(({ text }) => text)).toEqual([
    '至今收到 CNY\u00a01.50。',
    'CNY\u00a01.50 received.',
  ]);
});

test('a base moves the bars: it is a figure too', () => {
  const based = { ...chart, base: '.left', series: chart.series.slice(0, 1) };
  expect(resolved([row('class~a', ['A', '100', '900'])], based).rows[0]).toMatchObject({
    base: 900n,
    values: [100n],
  });
});

test('unit, source and height are said in both languages, of several sources how many', () => {
  const rows = [row('class~a', ['A', '1', '2']), row('class~b', ['B', '1', '2'])];
  const [zh, en] = resolved(rows).caption.map(({ text }) => text);
  expect(zh).toContain('单位：CNY；来源：账本 class~a 等 2 条，区块高度 7');
  expect(en).toContain('Unit CNY. Source: ledger class~a and 1 more at height 7');
  expect(resolved(rows.slice(0, 1)).caption[0]?.text).toContain('账本 class~a，区块高度 7');
});

test('more rows than the chart draws are counted', () => {
  const rows = ['A', 'B', 'C'].map(name => row('class~a', [name, '1', '2']));
  const { rows: drawn, cut } = resolved(rows);
  expect(drawn).toHaveLength(2);
  expect(cut?.map(({ text }) => text)).toEqual(['其余 1 行见表格', 'The table has one more row']);
  expect(resolved(rows.slice(1)).cut).toBeNull();
});

test('two currencies are never drawn on one scale', () => {
  const dollars = fromLedger('class~b', 7).money({ minor: '1', currency: 'USD' });
  const rows = [row('class~a', ['A', '1', '2']), { name: dollars, paid: dollars, left: dollars }];
  const block = { ...chart, label: 'x' };
  expect(faultOf(() => resolved(rows, block))).toMatchObject({
    code: 'FIGURE_TYPE',
    facts: { currencies: 'CNY USD' },
  });
});

test.each([
  ['.name', 'FIGURE_TYPE'],
  ['.missing', 'FIGURE_MISSING'],
])('a bar of %s is refused', (value, code) => {
  const block = { ...chart, series: [{ label: { zh: '一', en: 'One' }, value }] };
  expect(faultOf(() => resolved([row('class~a', ['A', '1', '2'])], block))).toMatchObject({ code });
});

test.each([0, 4])('%i series are more or fewer than patterns tell apart', count => {
  const [one] = chart.series;
  const block = {
    ...chart,
    series: Array.from({ length: count }, () => one ?? { label: {}, value: '' }),
  };
  expect(faultOf(() => resolved([], block))).toMatchObject({ code: 'TEMPLATE_INVALID' });
});
