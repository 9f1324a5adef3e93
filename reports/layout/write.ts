import type { Said } from '../template/index.ts';
import { breakLines, type Measure } from './break.ts';
import type { Place } from './flow.ts';
import { COLOUR, type Styles } from './style.ts';
import { child, type DrawOp, type StructureNode, type TextStyle } from './page.ts';

/** What every block needs to lay itself out. */
export type Desk = {
  readonly measure: Measure;
  readonly styles: Styles;
  readonly root: StructureNode;
  /** Rules and panels, painted below all text and met by no reader of the tags. */
  readonly decoration: DrawOp[];
  readonly bookmark: (title: string, page: number) => void;
};

/** Lines of one style, broken to a width. */
export type Lines = { readonly lines: readonly string[]; readonly style: TextStyle };

export function linesOf(desk: Desk, text: string, at: { width: number; style: TextStyle }): Lines {
  return { lines: breakLines(text, { ...at, measure: desk.measure }), style: at.style };
}

/** The first language in `first`'s style, the second below it in `second`'s. */
export function saidLines(
  desk: Desk,
  said: Said,
  at: { readonly width: number; readonly first: TextStyle; readonly second: TextStyle },
): readonly Lines[] {
  return said.map(({ text }, index) =>
    linesOf(desk, text, { width: at.width, style: index === 0 ? at.first : at.second }),
  );
}

/** Both languages on one line: 债务人 Debtor. */
export function joined(said: Said): string {
  return said.map(({ text }) => text).join(' ');
}

export function heightOf(parts: readonly Lines[]): number {
  return parts.reduce((sum, { lines, style }) => sum + lines.length * lineHeight(style), 0);
}

export function lineHeight(style: TextStyle): number {
  return style.size * style.leading;
}

/** Writes parts below one another into `node`; answers the y below the last line. */
export function writeLines(
  node: StructureNode,
  parts: readonly Lines[],
  at: Place & { readonly x: number; readonly right?: number; readonly measure?: Measure },
): number {
  let y = at.top;
  for (const { lines, style } of parts) {
    for (const text of lines) {
      const x = at.right !== undefined && at.measure ? at.right - at.measure(text, style) : at.x;
      node.ops.push(textOp({ page: at.page, x, top: y, text, style }));
      y += lineHeight(style);
    }
  }
  return y;
}

/** A run of text whose line box starts at `top`; Han and capitals sit in the middle of the box. */
export function textOp(run: {
  readonly page: number;
  readonly x: number;
  readonly top: number;
  readonly text: string;
  readonly style: TextStyle;
}): DrawOp {
  const { style } = run;
  const baseline = run.top + lineHeight(style) / 2 + style.size * 0.36;
  const { weight, size, colour } = style;
  return { op: 'text', page: run.page, x: run.x, baseline, text: run.text, weight, size, colour };
}

/** A horizontal rule as decoration. */
export function rule(
  desk: Desk,
  place: Place,
  at: {
    readonly x1: number;
    readonly x2: number;
    readonly width?: number;
    readonly colour?: string;
  },
): void {
  const { x1, x2, width = 0.5, colour = COLOUR.line } = at;
  desk.decoration.push({
    op: 'line',
    page: place.page,
    x1,
    y1: place.top,
    x2,
    y2: place.top,
    width,
    colour,
  });
}

/** A filled rectangle as decoration. */
export function panel(
  desk: Desk,
  place: Place,
  at: {
    readonly x: number;
    readonly width: number;
    readonly height: number;
    readonly fill: string;
  },
): void {
  desk.decoration.push({ op: 'rect', page: place.page, y: place.top, ...at });
}

/**
 * Writes each language into its own part of `node`, so that a reader's voice knows the language. One
 * language alone is written into `node` itself.
 */
export function writeSaid(
  node: StructureNode,
  said: Said,
  parts: readonly Lines[],
  at: Place & { readonly x: number; readonly right?: number; readonly measure?: Measure },
): number {
  if (said.length === 1) return writeLines(node, parts, at);
  let top = at.top;
  for (const [index, part] of parts.entries()) {
    const language = said[index]?.language ?? 'zh';
    top = writeLines(child(node, 'Span', { language }), [part], { ...at, top });
  }
  return top;
}
