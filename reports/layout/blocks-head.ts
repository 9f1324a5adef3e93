import type { ResolvedBlock, ResolvedField } from '../template/index.ts';
import type { Box } from './flow.ts';
import { child, CONTENT, type TextStyle } from './page.ts';
import { COLOUR } from './style.ts';
import {
  heightOf,
  joined,
  lineHeight,
  linesOf,
  panel,
  rule,
  saidLines,
  textOp,
  writeLines,
  writeSaid,
  type Desk,
} from './write.ts';

/** 23.3 mm: the QR code must be at least 22 mm wide. */
export const QR_SIDE = 66;
/** White space that the code needs around it: four modules. */
const QR_QUIET = 6.5;
const QR_COLUMN = QR_SIDE + 22;

/** What the QR code shows and says beside it. */
export type QrMark = {
  readonly rows: readonly string[];
  readonly alt: string;
  readonly caption: readonly string[];
};

type Title = Extract<ResolvedBlock, { block: 'title' }>;

/** Issuer, title, what the paper is (and is not), its number; the QR code at the right. */
export function titleBox(
  desk: Desk,
  block: Title,
  more: { readonly issuerName: string; readonly qr: QrMark },
): Box {
  const { styles } = desk;
  const width = CONTENT.width - QR_COLUMN;
  const first = { width, first: styles.title, second: styles.subtitle };
  const title = saidLines(desk, block.text, first);
  const issuer = [linesOf(desk, more.issuerName, { width, style: styles.issuer })];
  const tagline = saidLines(desk, block.tagline, {
    width,
    first: styles.small,
    second: styles.small,
  });
  const strip = fieldRow(desk, block.fields, {
    width: CONTENT.width,
    columns: block.fields.length,
  });
  const textHeight = heightOf(issuer) + 4 + heightOf(title) + 3 + heightOf(tagline);
  const head = Math.max(textHeight, qrHeight(more.qr));
  const h1 = child(desk.root, 'H1');
  const lead = child(desk.root, 'P');
  const issuerNode = child(desk.root, 'P');
  const figure = child(desk.root, 'Figure', { alt: more.qr.alt });
  const stripNode = child(desk.root, 'L');
  return {
    height: head + 10 + strip.height,
    gap: 0,
    keep: false,
    draw: ({ page, top }) => {
      const at = { page, x: CONTENT.left };
      let y = writeLines(issuerNode, issuer, { ...at, top }) + 4;
      y = writeSaid(h1, block.text, title, { ...at, top: y }) + 3;
      writeSaid(lead, block.tagline, tagline, { ...at, top: y });
      drawQr(desk, figure, more.qr, { page, top, right: CONTENT.right });
      rule(desk, { page, top: top + head + 5 }, { x1: CONTENT.left, x2: CONTENT.right, ...STRONG });
      strip.draw(stripNode, { page, top: top + head + 10 });
      desk.bookmark(joined(block.text), page);
    },
  };
}

const STRONG = { width: 1.1, colour: COLOUR.accent };

/** Height of the code with its caption. */
export function qrHeight(qr: QrMark): number {
  return QR_SIDE + QR_QUIET + qr.caption.length * 9.6;
}

/** The code with its caption below, right edge at `right`. */
export function drawQr(
  desk: Desk,
  figure: ReturnType<typeof child>,
  qr: QrMark,
  at: { readonly page: number; readonly top: number; readonly right: number },
): void {
  const x = at.right - QR_SIDE;
  const { page, top } = at;
  figure.ops.push({
    op: 'modules',
    page,
    x,
    y: top,
    side: QR_SIDE,
    rows: qr.rows,
    fill: COLOUR.ink,
  });
  const style = desk.styles.foot;
  for (const [index, text] of qr.caption.entries()) {
    const x = at.right - desk.measure(text, style);
    const captionTop = top + QR_SIDE + QR_QUIET + index * lineHeight(style);
    figure.ops.push(textOp({ page, x, top: captionTop, text, style }));
  }
}

type Amount = Extract<ResolvedBlock, { block: 'amount' }>;

/** The amount that matters, in figures and in words, on a panel. */
export function amountBox(desk: Desk, block: Amount): Box {
  const { styles } = desk;
  const width = CONTENT.width - 28;
  const label = [linesOf(desk, joined(block.label), { width, style: styles.label })];
  const figure = [linesOf(desk, block.figure, { width, style: styles.figure })];
  const words = saidLines(desk, block.words, {
    width,
    first: styles.words,
    second: styles.second,
  });
  const height = heightOf(label) + heightOf(figure) + heightOf(words) + 18;
  const node = child(desk.root, 'P');
  const wordsNode = child(desk.root, 'P');
  return {
    height,
    gap: 10 * styles.scale,
    keep: false,
    draw: ({ page, top }) => {
      const { left, width: full } = CONTENT;
      panel(desk, { page, top }, { x: left, width: full, height, fill: COLOUR.panel });
      panel(desk, { page, top }, { x: left, width: 3, height, fill: COLOUR.accent });
      const at = { page, x: left + 16 };
      const y = writeLines(node, [...label, ...figure], { ...at, top: top + 8 });
      writeSaid(wordsNode, block.words, words, { ...at, top: y + 1 });
    },
  };
}

/** A row of label-over-value cells of equal width. */
export function fieldRow(
  desk: Desk,
  fields: readonly ResolvedField[],
  at: { readonly width: number; readonly columns: number },
): {
  readonly height: number;
  readonly draw: (list: ReturnType<typeof child>, place: { page: number; top: number }) => void;
} {
  const gap = 16;
  const width = (at.width - gap * (at.columns - 1)) / at.columns;
  const cells = fields.map(field => fieldCell(desk, field, field.wide ? at.width : width));
  return {
    height: Math.max(0, ...cells.map(cell => cell.height)),
    draw: (list, { page, top }) => {
      for (const [index, cell] of cells.entries()) {
        cell.draw(child(list, 'LI'), { page, top, x: CONTENT.left + index * (width + gap) });
      }
    },
  };
}

function fieldCell(
  desk: Desk,
  field: ResolvedField,
  width: number,
): {
  readonly height: number;
  readonly draw: (
    item: ReturnType<typeof child>,
    at: { readonly page: number; readonly top: number; readonly x: number },
  ) => void;
} {
  const { styles } = desk;
  const label = [linesOf(desk, joined(field.label), { width, style: styles.label })];
  const value = saidLines(desk, field.value, {
    width,
    first: valueStyle(desk, field, width),
    second: styles.second,
  });
  const sub = field.sub === null ? [] : [linesOf(desk, field.sub, { width, style: styles.small })];
  return {
    height: heightOf(label) + heightOf(value) + heightOf(sub),
    draw: (item, at) => {
      const below = writeLines(child(item, 'Lbl'), label, at);
      const body = child(item, 'LBody');
      const y = writeSaid(body, field.value, value, { ...at, top: below });
      if (sub.length > 0) writeLines(child(body, 'P'), sub, { ...at, top: y });
    },
  };
}

/** A long identifier is set smaller rather than cut in two. */
function valueStyle(desk: Desk, field: ResolvedField, width: number): TextStyle {
  const { value, small } = desk.styles;
  const text = field.value[0]?.text ?? '';
  const isIdentifier = /^[\x21-\x7e]+$/.test(text);
  return isIdentifier && desk.measure(text, value) > width ? { ...value, size: small.size } : value;
}
