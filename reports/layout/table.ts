import type { ResolvedCell, ResolvedTable, Said } from '../template/index.ts';
import type { Box, Place } from './flow.ts';
import { child, CONTENT, type StructureNode } from './page.ts';
import { COLOUR } from './style.ts';
import {
  heightOf,
  linesOf,
  panel,
  rule,
  saidLines,
  writeLines,
  writeSaid,
  type Desk,
  type Lines,
} from './write.ts';

const PAD = 5;

type Slot = { readonly x: number; readonly width: number; readonly align: 'left' | 'right' };
type Row = {
  readonly height: number;
  readonly draw: (
    place: Place,
    into: { readonly row: StructureNode | null; readonly tag: 'TH' | 'TD' },
  ) => void;
};

/** Heads on a panel, repeated on each page; hairlines between rows; a total below a strong rule. */
export function tableBoxes(desk: Desk, table: ResolvedTable): readonly Box[] {
  const slots = slotsOf(table);
  const node = child(desk.root, 'Table');
  const head = headRow(desk, table, slots);
  const headNode = child(node, 'TR');
  const pad = 3.2 * desk.styles.scale;
  const drawHead = (place: Place, row: StructureNode | null): void => {
    const { left: x, width } = CONTENT;
    panel(desk, place, { x, width, height: head.height + 2 * pad, fill: COLOUR.panel });
    head.draw({ ...place, top: place.top + pad }, { row, tag: 'TH' });
  };
  const repeat = {
    height: head.height + 2 * pad,
    draw: (place: Place) => {
      drawHead(place, null);
    },
  };
  const first: Box = {
    height: repeat.height,
    gap: 6 * desk.styles.scale,
    keep: true,
    draw: place => {
      drawHead(place, headNode);
    },
  };
  return [first, ...bodyBoxes(desk, table, { slots, node, pad, repeat })];
}

function bodyBoxes(
  desk: Desk,
  table: ResolvedTable,
  at: {
    readonly slots: readonly Slot[];
    readonly node: StructureNode;
    readonly pad: number;
    readonly repeat: NonNullable<Box['repeat']>;
  },
): readonly Box[] {
  if (table.rows.length === 0) return [remarkBox(desk, table.empty, at)];
  const rows = table.total === null ? table.rows : [...table.rows, table.total];
  const boxes = rows.map((cells, index): Box => {
    const isTotal = table.total !== null && index === rows.length - 1;
    const isLast = index === rows.length - 1;
    const row = cellRow(desk, cells, { slots: at.slots, isBold: isTotal });
    const rowNode = child(at.node, 'TR');
    return {
      height: row.height + 2 * at.pad,
      gap: 0,
      keep: table.total !== null && index === rows.length - 2,
      repeat: at.repeat,
      draw: ({ page, top }) => {
        const { left: x1, right: x2 } = CONTENT;
        if (isTotal) rule(desk, { page, top }, { x1, x2, width: 0.9, colour: COLOUR.strong });
        row.draw({ page, top: top + at.pad }, { row: rowNode, tag: 'TD' });
        const bottom = { page, top: top + row.height + 2 * at.pad };
        rule(desk, bottom, { x1, x2, ...(isLast ? { width: 0.9, colour: COLOUR.strong } : {}) });
      },
    };
  });
  return table.cut === null ? boxes : [...boxes, remarkBox(desk, table.cut, at)];
}

/** A row across the whole table: that it is empty, or that it goes on elsewhere. */
function remarkBox(
  desk: Desk,
  said: Said,
  at: { readonly node: StructureNode; readonly pad: number },
): Box {
  const { styles } = desk;
  const width = CONTENT.width - 2 * PAD;
  const parts = saidLines(desk, said, { width, first: styles.small, second: styles.small });
  const height = heightOf(parts) + 2 * at.pad;
  const cell = child(child(at.node, 'TR'), 'TD');
  return {
    height,
    gap: 0,
    keep: false,
    draw: ({ page, top }) => {
      writeLines(cell, parts, { page, top: top + at.pad, x: CONTENT.left + PAD });
      rule(desk, { page, top: top + height }, { x1: CONTENT.left, x2: CONTENT.right });
    },
  };
}

function headRow(desk: Desk, table: ResolvedTable, slots: readonly Slot[]): Row {
  const { head, headSecond } = desk.styles;
  return rowOf(
    desk,
    table.columns.map(({ label }, index) => ({
      said: label,
      parts: saidLines(desk, label, {
        width: slots[index]?.width ?? 0,
        first: head,
        second: headSecond,
      }),
      sub: [],
    })),
    slots,
  );
}

function cellRow(
  desk: Desk,
  cells: readonly ResolvedCell[],
  at: { readonly slots: readonly Slot[]; readonly isBold: boolean },
): Row {
  const { styles } = desk;
  return rowOf(
    desk,
    cells.map(({ value, sub }, index) => {
      const width = at.slots[index]?.width ?? 0;
      const first = at.isBold ? styles.cellBold : styles.cell;
      return {
        said: value,
        parts: saidLines(desk, value, { width, first, second: styles.headSecond }),
        sub: sub === null ? [] : [linesOf(desk, sub, { width, style: styles.headSecond })],
      };
    }),
    at.slots,
  );
}

function rowOf(
  desk: Desk,
  cells: readonly {
    readonly said: Said;
    readonly parts: readonly Lines[];
    readonly sub: readonly Lines[];
  }[],
  slots: readonly Slot[],
): Row {
  return {
    height: Math.max(...cells.map(({ parts, sub }) => heightOf(parts) + heightOf(sub))),
    draw: (place, { row, tag }) => {
      for (const [index, { said, parts, sub }] of cells.entries()) {
        const slot = slots[index];
        if (!slot) continue;
        const at = { ...place, ...edge(desk, slot) };
        if (row === null) {
          drawAgain(desk, [...parts, ...sub], at);
          continue;
        }
        const cell = child(row, tag, tag === 'TH' ? { scope: 'Column' } : {});
        const top = writeSaid(cell, said, parts, at);
        if (sub.length > 0) writeLines(child(cell, 'P'), sub, { ...at, top });
      }
    },
  };
}

/** Heads on a later page are decoration: the tags name them once. */
function drawAgain(
  desk: Desk,
  parts: readonly Lines[],
  at: Parameters<typeof writeLines>[2],
): void {
  const away: StructureNode = { tag: 'TH', children: [], ops: [] };
  writeLines(away, parts, at);
  desk.decoration.push(...away.ops);
}

function edge(
  desk: Desk,
  slot: Slot,
): { readonly x: number; readonly right?: number; readonly measure?: Desk['measure'] } {
  if (slot.align === 'left') return { x: slot.x };
  return { x: slot.x, right: slot.x + slot.width, measure: desk.measure };
}

function slotsOf(table: ResolvedTable): readonly Slot[] {
  const whole = table.columns.reduce((sum, { weight }) => sum + weight, 0);
  const slots: Slot[] = [];
  let x: number = CONTENT.left;
  for (const { weight, align } of table.columns) {
    const width = (CONTENT.width * weight) / whole;
    slots.push({ x: x + PAD, width: width - 2 * PAD, align });
    x += width;
  }
  return slots;
}
