import type { Language } from './template.ts';

/** One text in each language of the copy; one entry when all languages say the same. */
export type Said = readonly { readonly language: Language; readonly text: string }[];

export type ResolvedField = {
  readonly label: Said;
  readonly value: Said;
  readonly sub: string | null;
  readonly wide: boolean;
};

export type ResolvedColumn = {
  readonly label: Said;
  readonly align: 'left' | 'right';
  readonly weight: number;
};

export type ResolvedCell = { readonly value: Said; readonly sub: string | null };

export type ResolvedTable = {
  readonly block: 'table';
  readonly label: Said;
  readonly columns: readonly ResolvedColumn[];
  readonly rows: readonly (readonly ResolvedCell[])[];
  /** Said below the rows when some of them are only in the attached figures. */
  readonly cut: Said | null;
  readonly total: readonly ResolvedCell[] | null;
  readonly empty: Said;
};

export type ResolvedChart = {
  readonly block: 'chart';
  readonly title: Said;
  /** Unit, source and height of the figures. */
  readonly caption: Said;
  readonly series: readonly Said[];
  readonly rows: readonly {
    readonly label: Said;
    readonly base: bigint;
    /** Minor units, one a series, and the same as text. */
    readonly values: readonly bigint[];
    readonly amounts: readonly string[];
  }[];
  /** Said below when the table has more rows. */
  readonly cut: Said | null;
};

/** A block whose figures are text now; nothing is left to look up. */
export type ResolvedBlock =
  | {
      readonly block: 'title';
      readonly text: Said;
      readonly tagline: Said;
      readonly fields: readonly ResolvedField[];
    }
  | {
      readonly block: 'amount';
      readonly label: Said;
      readonly figure: string;
      readonly words: Said;
    }
  | {
      readonly block: 'keyValue';
      readonly columns: 2 | 3;
      readonly fields: readonly ResolvedField[];
    }
  | { readonly block: 'heading'; readonly level: 2 | 3; readonly text: Said }
  | { readonly block: 'para'; readonly text: Said }
  | { readonly block: 'note'; readonly text: Said }
  | { readonly block: 'list'; readonly texts: readonly Said[] }
  | { readonly block: 'signature'; readonly label: Said; readonly text: Said }
  | ResolvedTable
  | ResolvedChart;
