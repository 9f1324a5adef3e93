import type { ResolvedBlock, ResolvedField, Said } from '../template/index.ts';
import { drawQr, fieldRow, qrHeight, QR_SIDE, type QrMark } from './blocks-head.ts';
import type { Box } from './flow.ts';
import { child, CONTENT, type StructureNode, type TextStyle } from './page.ts';
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
  type Desk,
} from './write.ts';

type Of<K extends ResolvedBlock['block']> = Extract<ResolvedBlock, { block: K }>;

/** Rows of label-over-value cells with a hairline above each row. */
export function keyValueBoxes(desk: Desk, block: Of<'keyValue'>): readonly Box[] {
  const list = child(desk.root, 'L');
  const pad = 4.5 * desk.styles.scale;
  return rowsOf(block).map((fields, index) => {
    const row = fieldRow(desk, fields, { width: CONTENT.width, columns: block.columns });
    return {
      height: row.height + 2 * pad,
      gap: index === 0 ? 5 * desk.styles.scale : 0,
      keep: false,
      draw: ({ page, top }) => {
        if (index > 0) rule(desk, { page, top }, { x1: CONTENT.left, x2: CONTENT.right });
        row.draw(list, { page, top: top + pad });
      },
    };
  });
}

function rowsOf(block: Of<'keyValue'>): readonly (readonly ResolvedField[])[] {
  const rows: ResolvedField[][] = [];
  let open: ResolvedField[] = [];
  for (const field of block.fields) {
    if (field.wide || open.length === block.columns) {
      if (open.length > 0) rows.push(open);
      open = [];
    }
    if (field.wide) rows.push([field]);
    else open.push(field);
  }
  if (open.length > 0) rows.push(open);
  return rows;
}

/** A section's head with a rule below; stays with what follows. */
export function headingBox(desk: Desk, block: Of<'heading'>): Box {
  const { styles } = desk;
  const [main, other] = block.text;
  const node = child(desk.root, block.level === 2 ? 'H2' : 'H3');
  const height = lineHeight(styles.heading) + 4;
  return {
    height,
    gap: 12 * styles.scale,
    keep: true,
    draw: ({ page, top }) => {
      const text = main?.text ?? '';
      const x = CONTENT.left;
      node.ops.push(textOp({ page, x, top, text, style: styles.heading }));
      if (other) {
        const beside = x + desk.measure(text, styles.heading) + 7;
        const drop = (lineHeight(styles.heading) - lineHeight(styles.subheading)) / 2 + 0.6;
        const language = child(node, 'Span', { language: other.language });
        language.ops.push(
          textOp({ page, x: beside, top: top + drop, text: other.text, style: styles.subheading }),
        );
      }
      const at = { x1: x, x2: CONTENT.right, width: 0.7, colour: COLOUR.strong };
      rule(desk, { page, top: top + height - 2 }, at);
      desk.bookmark(joined(block.text), page);
    },
  };
}

/** A paragraph in each language; no line of it stands alone at the end or the start of a page. */
export function paragraphBoxes(desk: Desk, said: Said): readonly Box[] {
  const { styles } = desk;
  return said.flatMap(({ text, language }, index) => {
    const style = index === 0 ? styles.body : styles.second;
    const node = child(desk.root, 'P', { language });
    const gap = (index === 0 ? 4 : 1) * styles.scale;
    return lineBoxes(desk, { node, text, style, x: CONTENT.left, width: CONTENT.width, gap });
  });
}

/** Numbered terms, each in each language. */
export function listBoxes(desk: Desk, block: Of<'list'>): readonly Box[] {
  const { styles } = desk;
  const list = child(desk.root, 'L');
  const indent = 16;
  return block.texts.flatMap((said, index) => {
    const item = child(list, 'LI');
    const label = child(item, 'Lbl');
    const body = child(item, 'LBody');
    const boxes = said.flatMap(({ text, language }, order) =>
      lineBoxes(desk, {
        node: said.length === 1 ? body : child(body, 'P', { language }),
        text,
        style: order === 0 ? styles.body : styles.second,
        x: CONTENT.left + indent,
        width: CONTENT.width - indent,
        gap: (order === 0 ? 2.5 : 0.5) * styles.scale,
      }),
    );
    const [first, ...others] = boxes;
    if (!first) return boxes;
    const numbered: Box = {
      ...first,
      draw: place => {
        const number = { ...place, x: CONTENT.left, text: `${index + 1}.`, style: styles.body };
        label.ops.push(textOp(number));
        first.draw(place);
      },
    };
    return [numbered, ...others];
  });
}

function lineBoxes(
  desk: Desk,
  at: {
    readonly node: StructureNode;
    readonly text: string;
    readonly style: TextStyle;
    readonly x: number;
    readonly width: number;
    readonly gap: number;
  },
): readonly Box[] {
  const { lines } = linesOf(desk, at.text, at);
  return lines.map((text, index) => ({
    height: lineHeight(at.style),
    gap: index === 0 ? at.gap : 0,
    keep: lines.length > 1 && (index === 0 || index === lines.length - 2),
    draw: ({ page, top }) => {
      at.node.ops.push(textOp({ page, x: at.x, top, text, style: at.style }));
    },
  }));
}

/** A remark in small type beside a bar. */
export function noteBox(desk: Desk, block: Of<'note'>): Box {
  const { styles } = desk;
  const parts = saidLines(desk, block.text, {
    width: CONTENT.width - 12,
    first: styles.small,
    second: styles.small,
  });
  const node = child(desk.root, 'Note');
  const height = heightOf(parts);
  return {
    height,
    gap: 7 * styles.scale,
    keep: false,
    draw: ({ page, top }) => {
      panel(desk, { page, top }, { x: CONTENT.left, width: 2, height, fill: COLOUR.strong });
      writeLines(node, parts, { page, top, x: CONTENT.left + 10 });
    },
  };
}

/** Who issued the paper and how to check it; with the QR code when it is not on the first page. */
export function signatureBox(
  desk: Desk,
  block: Of<'signature'>,
  more: { readonly address: string; readonly qr: QrMark | null },
): Box {
  const { styles } = desk;
  const inner = 14;
  const width = CONTENT.width - 2 * inner - (more.qr ? QR_SIDE + 28 : 0);
  const label = saidLines(desk, block.label, {
    width,
    first: styles.cellBold,
    second: styles.small,
  });
  const text = saidLines(desk, block.text, {
    width,
    first: styles.cell,
    second: styles.small,
  });
  const address = [linesOf(desk, more.address, { width, style: styles.cellBold })];
  const textHeight = heightOf(label) + 2 + heightOf(text) + 3 + heightOf(address);
  const height = Math.max(textHeight, more.qr ? qrHeight(more.qr) : 0) + 18;
  const node = child(desk.root, 'P');
  const figure = more.qr ? child(desk.root, 'Figure', { alt: more.qr.alt }) : null;
  return {
    height,
    gap: 12 * styles.scale,
    keep: false,
    draw: ({ page, top }) => {
      frame(desk, { page, top, height });
      const at = { page, x: CONTENT.left + inner };
      let y = writeLines(node, label, { ...at, top: top + 8 }) + 2;
      y = writeLines(node, text, { ...at, top: y }) + 3;
      writeLines(node, address, { ...at, top: y });
      if (figure && more.qr) {
        drawQr(desk, figure, more.qr, { page, top: top + 8, right: CONTENT.right - inner });
      }
    },
  };
}

function frame(desk: Desk, at: { page: number; top: number; height: number }): void {
  const { left, right } = CONTENT;
  const { page, top } = at;
  const bottom = top + at.height;
  const line = { op: 'line', page, width: 0.7, colour: COLOUR.strong } as const;
  desk.decoration.push(
    { ...line, x1: left, y1: top, x2: right, y2: top },
    { ...line, x1: left, y1: bottom, x2: right, y2: bottom },
    { ...line, x1: left, y1: top, x2: left, y2: bottom },
    { ...line, x1: right, y1: top, x2: right, y2: bottom },
  );
}
