import { barsOf, patternOf } from '../chart/index.ts';
import type { ResolvedChart } from '../template/index.ts';
import type { Box, Place } from './flow.ts';
import { child, CONTENT, type DrawOp, type StructureNode } from './page.ts';
import { COLOUR } from './style.ts';
import {
  heightOf,
  joined,
  lineHeight,
  saidLines,
  textOp,
  writeLines,
  writeSaid,
  type Desk,
} from './write.ts';

const PAD = 5;
/** Share of the width that names take. */
const LABEL_WIDTH = CONTENT.width * 0.27;
const SWATCH = 7;

/** Where the columns of a chart stand: names, bars, and the amounts of each series. */
type Plan = { readonly barLeft: number; readonly barWidth: number; readonly rights: number[] };

/**
 * A chart as one figure: a sentence as its title, a row of names, bars and exact amounts, the source
 * below. Nothing is drawn of a chart without rows; its table says that there is nothing.
 */
export function chartBoxes(desk: Desk, chart: ResolvedChart): readonly Box[] {
  if (chart.rows.length === 0) return [];
  const { styles } = desk;
  const title = saidLines(desk, chart.title, {
    width: CONTENT.width,
    first: styles.cellBold,
    second: styles.headSecond,
  });
  const said = { width: CONTENT.width, first: styles.headSecond, second: styles.headSecond };
  const foot = [
    ...(chart.cut === null ? [] : saidLines(desk, chart.cut, said)),
    ...saidLines(desk, chart.caption, said),
  ];
  const plan = planOf(desk, chart);
  const head = headOf(desk, chart, plan);
  const rows = rowsOf(desk, chart, plan);
  const titleNode = child(desk.root, 'P');
  const figure = child(desk.root, 'Figure', { alt: altOf(chart) });
  const note = child(desk.root, 'Note');
  return [
    {
      height: heightOf(title) + 3 + head.height + sumOf(rows) + 4 + heightOf(foot),
      gap: 9 * styles.scale,
      keep: false,
      draw: ({ page, top }) => {
        const at = { page, x: CONTENT.left };
        let y = writeSaid(titleNode, chart.title, title, { ...at, top }) + 3;
        for (const strip of [head, ...rows]) {
          strip.draw(figure, { page, top: y });
          y += strip.height;
        }
        writeLines(note, foot, { ...at, top: y + 4 });
      },
    },
  ];
}

type Strip = {
  readonly height: number;
  readonly draw: (figure: StructureNode, place: Place) => void;
};

function sumOf(strips: readonly Strip[]): number {
  return strips.reduce((sum, { height }) => sum + height, 0);
}

/** The amounts take what they need at the right, the bars what is left. */
function planOf(desk: Desk, chart: ResolvedChart): Plan {
  const { cell, head } = desk.styles;
  const widths = chart.series.map((said, index) => {
    const name = desk.measure(joined(said), head) + SWATCH + 4;
    const amounts = chart.rows.map(row => desk.measure(row.amounts[index] ?? '', cell));
    return Math.max(name, ...amounts) + 2 * PAD;
  });
  const rights = widths.map((_, index) => {
    return CONTENT.right - widths.slice(index + 1).reduce((sum, width) => sum + width, 0) - PAD;
  });
  const barLeft = CONTENT.left + LABEL_WIDTH;
  const right = CONTENT.right - widths.reduce((sum, width) => sum + width, 0);
  return { barLeft, barWidth: right - barLeft - PAD, rights };
}

/** The key: each series' pattern beside its name, above its amounts. */
function headOf(desk: Desk, chart: ResolvedChart, plan: Plan): Strip {
  const { head } = desk.styles;
  const height = lineHeight(head) + 2;
  return {
    height,
    draw: (figure, { page, top }) => {
      for (const [series, said] of chart.series.entries()) {
        const text = joined(said);
        const x = (plan.rights[series] ?? 0) - desk.measure(text, head);
        const y = top + (lineHeight(head) - SWATCH) / 2;
        const box = { page, x: x - SWATCH - 4, y, width: SWATCH, height: SWATCH };
        figure.ops.push(...surface(box, series), textOp({ page, x, top, text, style: head }));
      }
    },
  };
}

function rowsOf(desk: Desk, chart: ResolvedChart, plan: Plan): readonly Strip[] {
  const { cell, headSecond, scale } = desk.styles;
  const bars = barsOf(chart.rows, plan.barWidth);
  const pad = 2.4 * scale;
  return chart.rows.map((row, index) => {
    const label = saidLines(desk, row.label, {
      width: LABEL_WIDTH - 2 * PAD,
      first: cell,
      second: headSecond,
    });
    const height = Math.max(heightOf(label), lineHeight(cell)) + 2 * pad;
    return {
      height,
      draw: (figure, { page, top }) => {
        writeSaid(figure, row.label, label, { page, top: top + pad, x: CONTENT.left + PAD });
        const thickness = lineHeight(cell) * 0.78;
        const y = top + (height - thickness) / 2;
        figure.ops.push(axis(page, plan.barLeft, { top, height }));
        for (const { series, x, width } of bars[index] ?? []) {
          const box = { page, x: plan.barLeft + x, y, width, height: thickness };
          figure.ops.push(...surface(box, series));
        }
        for (const [series, text] of row.amounts.entries()) {
          const x = (plan.rights[series] ?? 0) - desk.measure(text, cell);
          const middle = top + (height - lineHeight(cell)) / 2;
          figure.ops.push(textOp({ page, x, top: middle, text, style: cell }));
        }
      },
    };
  });
}

function axis(page: number, x: number, at: { top: number; height: number }): DrawOp {
  const [y1, y2] = [at.top, at.top + at.height];
  return { op: 'line', page, x1: x, y1, x2: x, y2, width: 0.7, colour: COLOUR.strong };
}

type Surface = {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** A filled rectangle with the outline and stripes of its series. */
function surface(box: Surface, series: number): readonly DrawOp[] {
  const { fill, ink, stripes } = patternOf(series);
  const { page, x, y, width, height } = box;
  const ops: DrawOp[] = [{ op: 'rect', ...box, fill }];
  const line = { op: 'line', page, width: 0.5, colour: ink } as const;
  const [right, bottom] = [x + width, y + height];
  ops.push(
    { ...line, x1: x, y1: y, x2: right, y2: y },
    { ...line, x1: x, y1: bottom, x2: right, y2: bottom },
    { ...line, x1: x, y1: y, x2: x, y2: bottom },
    { ...line, x1: right, y1: y, x2: right, y2: bottom },
  );
  if (stripes === null) return ops;
  for (let at = x + stripes; at < right - 0.5; at += stripes) {
    ops.push({ ...line, x1: at, y1: y, x2: at, y2: bottom });
  }
  return ops;
}

/** What the chart says to those who do not see it: the title and every bar, in each language. */
function altOf({ title, rows, series }: ResolvedChart): string {
  return title
    .map(({ language, text }) => {
      const of = (said: ResolvedChart['title']): string =>
        (said.find(one => one.language === language) ?? said[0])?.text ?? '';
      const parts = rows.map(row => {
        const amounts = row.amounts.map((amount, index) => {
          return `${of(series[index] ?? [])} ${amount}`;
        });
        return `${of(row.label)}: ${amounts.join(', ')}`;
      });
      return `${text} ${parts.join('; ')}`;
    })
    .join(' / ');
}
