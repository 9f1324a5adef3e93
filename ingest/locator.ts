import type { NumberMarks } from '../domain/document/index.ts';

/**
 * Where a value stands in its file. `from` and `to` are byte offsets, `to` excluded. `escaped` says
 * that the bytes hold XML entities, comments, CDATA or doubled quotes, which decoding takes away.
 */
export type Locator = FileLocator | DerivedLocator | ManualLocator;

export type FileLocator = {
  readonly kind: 'xml' | 'cell' | 'edi' | 'json' | 'mt';
  /** The attachment or part that the bytes are counted in, where it is not the file itself. */
  readonly within?: string;
  /** XPath with positions, `row 7, column Amount`, a JSON pointer, segments and elements, a tag. */
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly escaped: boolean;
  readonly line: number;
  readonly column: number;
};

export type DerivedLocator = {
  readonly kind: 'derived';
  readonly formula: string;
  readonly inputs: readonly string[];
};

/** A value that a person put over what the file says; the file itself stays as it is. */
export type ManualLocator = {
  readonly kind: 'manual';
  /** The place in the file, or the field where the file has none. */
  readonly path: string;
  /** What stood there; `null` where nothing did. */
  readonly before: string | null;
  readonly by: string;
  readonly reason: string;
};

/** A value as its file writes it, with its place; attributes such as a unit or a currency beside. */
export type Lexical = {
  readonly text: string;
  readonly at: FileLocator;
  readonly attributes?: Readonly<Record<string, Lexical>>;
  /** How a mapping profile says the text is to be read. */
  readonly reading?: Reading;
  /** The file's own text where steps of a profile have changed it, and those steps. */
  readonly raw?: string;
  readonly steps?: readonly string[];
  /** A constant of the mapping profile: it stands in no file. */
  readonly constant?: true;
  /** A person's correction, in place of what the file says. */
  readonly manual?: ManualLocator;
};

/** The order of day, month and year in dates that are not ISO. */
export type DateOrder = 'ISO' | 'DMY' | 'MDY' | 'YMD';

export type Reading = {
  readonly dateOrder?: DateOrder;
  readonly marks?: NumberMarks;
  readonly negate?: boolean;
};

/**
 * What a mapping has found before any rule ran: every field optional. Names are those of the
 * canonical model; single values, repeated values, parts and repeated parts are kept apart.
 */
export type Draft = {
  readonly at: FileLocator;
  readonly values: Record<string, Lexical>;
  readonly lists: Record<string, Lexical[]>;
  readonly parts: Record<string, Draft>;
  readonly groups: Record<string, Draft[]>;
};

export function emptyDraft(at: FileLocator): Draft {
  return { at, values: {}, lists: {}, parts: {}, groups: {} };
}
