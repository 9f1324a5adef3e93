import { formatDecimal } from '../domain/money/index.ts';
import { isLeaf, isRows, leafMoney, type FigureNode } from './figures/index.ts';

/** A cell of a machine-readable table; an amount is plain decimal text. */
export type TableCell = {
  readonly kind: 'amount' | 'number' | 'date' | 'text';
  readonly text: string;
};

/** Columns in the order in which rows first name them, and the cells of each row. */
export type TableCells = {
  readonly columns: readonly string[];
  readonly rows: readonly ReadonlyMap<string, TableCell>[];
};

/** Rows of figures as cells; an amount has its currency in a column of its own (DOC-8). */
export function tableCells(rows: readonly FigureNode[]): TableCells {
  const cells = rows.map(row => new Map(cellsOf(row)));
  const columns = [...new Set(cells.flatMap(row => [...row.keys()]))];
  return { columns, rows: cells };
}

function cellsOf(row: FigureNode): readonly (readonly [string, TableCell])[] {
  if (isLeaf(row) || isRows(row)) return [];
  return Object.entries(row).flatMap(([name, leaf]): (readonly [string, TableCell])[] => {
    if (!isLeaf(leaf)) return [];
    if (leaf.t === 'money') {
      const amount = leafMoney(leaf, name);
      return [
        [name, { kind: 'amount', text: formatDecimal(amount) }],
        [`${name}_currency`, { kind: 'text', text: amount.currency }],
      ];
    }
    if (leaf.t === 'text' || leaf.t === 'code') return [[name, { kind: 'text', text: leaf.v }]];
    return [[name, { kind: leaf.t === 'date' ? 'date' : 'number', text: String(leaf.v) }]];
  });
}
