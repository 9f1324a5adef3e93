import { toGb18030 } from './gb18030.ts';
import { decimal } from './ubl.ts';

/** What a cell holds; each dialect writes it in its own way. */
export type Cell =
  | { readonly text: string }
  | { readonly date: string | null }
  | { readonly amount: bigint }
  | { readonly count: number };

/** One column: its header in both languages and the canonical field it fills. */
export type Column<R> = {
  readonly zh: string;
  readonly en: string;
  readonly to: string;
  readonly cell: (row: R) => Cell;
};

/** How one program writes tables. */
export type Dialect = {
  readonly name: string;
  readonly language: 'zh' | 'en';
  readonly separator: ',' | ';' | '\t';
  readonly decimal: '.' | ',';
  readonly group: ',' | '.' | null;
  readonly dateOrder: 'YMD' | 'DMY';
  readonly charset: 'utf-8' | 'gb18030';
};

/** Three programs that the suppliers use. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: 'kingdee',
    language: 'zh',
    separator: ',',
    decimal: '.',
    group: ',',
    dateOrder: 'YMD',
    charset: 'gb18030',
  },
  {
    name: 'export',
    language: 'en',
    separator: ';',
    decimal: '.',
    group: null,
    dateOrder: 'YMD',
    charset: 'utf-8',
  },
  {
    name: 'continental',
    language: 'en',
    separator: '\t',
    decimal: ',',
    group: '.',
    dateOrder: 'DMY',
    charset: 'utf-8',
  },
];

/** The bytes of a table as the dialect's program writes them. */
export function writeTable<R>(
  dialect: Dialect,
  columns: readonly Column<R>[],
  rows: readonly R[],
): Buffer {
  const lines = [
    columns.map(column => quoted(dialect, column[dialect.language])),
    ...rows.map(row => columns.map(column => quoted(dialect, written(dialect, column.cell(row))))),
  ];
  const text = lines.map(cells => cells.join(dialect.separator)).join('\r\n') + '\r\n';
  return dialect.charset === 'gb18030' ? toGb18030(text) : Buffer.from(text, 'utf8');
}

/** The mapping profile that reads such a table; saved once, then named with each upload. */
export function profileOf<R>(
  dialect: Dialect,
  kind: string,
  columns: readonly Column<R>[],
  constants: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const { decimal: mark, group, dateOrder } = dialect;
  return {
    name: `${dialect.name}-${kind}`,
    version: 1,
    kind,
    format: 'csv',
    separator: dialect.separator,
    charset: dialect.charset,
    columns: columns.map(column => ({ from: column[dialect.language], to: column.to })),
    constants,
    dateOrder,
    decimal: mark,
    ...(group === null ? {} : { group }),
  };
}

function written(dialect: Dialect, cell: Cell): string {
  if ('text' in cell) return cell.text;
  if ('count' in cell) return String(cell.count);
  if ('date' in cell) return dateText(dialect, cell.date);
  return amountText(dialect, cell.amount);
}

function dateText({ dateOrder }: Dialect, date: string | null): string {
  if (date === null) return '';
  const [year = '', month = '', day = ''] = date.split('-');
  return dateOrder === 'DMY' ? `${day}.${month}.${year}` : date;
}

function amountText({ decimal: mark, group }: Dialect, fen: bigint): string {
  const [whole = '0', cents = '00'] = decimal(fen).split('.');
  const grouped = group === null ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${grouped}${mark}${cents}`;
}

function quoted({ separator }: Dialect, text: string): string {
  return text.includes(separator) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}
