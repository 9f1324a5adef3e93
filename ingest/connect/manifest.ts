/** How a system hands out more than one page. */
export type Paging =
  /** The answer holds the address of the next page in this field. */
  | { readonly kind: 'next'; readonly field: string }
  /** `Link: <…>; rel="next"`. */
  | { readonly kind: 'link' }
  /** A token of the answer goes into this parameter. */
  | { readonly kind: 'cursor'; readonly field: string; readonly parameter: string }
  /** Rows are skipped: `{skip}` and `{size}` stand in query or body. */
  | { readonly kind: 'skip'; readonly size: number }
  /** Pages are counted: `{page}` and `{size}` stand in query or body. */
  | { readonly kind: 'page'; readonly size: number; readonly first: number };

/** A list of records of one kind. `{since}`, `{skip}`, `{page}`, `{size}` and settings are filled in. */
export type StreamManifest = {
  readonly name: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Present: the page is asked for by POST with this body. */
  readonly body?: string;
  /** Names from the answer's root to the list of records, separated by points; empty: the root. */
  readonly records: string;
  /** Name of the record's time of last change, for the next run. */
  readonly cursor: string;
  /** How a time of change is written: RFC 3339, without its zone, with a blank, or the day alone. */
  readonly since: 'instant' | 'seconds' | 'blank' | 'date';
  readonly paging: Paging;
  /** Fields without which a record cannot be used. */
  readonly mandatory: readonly string[];
};

export type AuthScheme =
  | { readonly kind: 'none' | 'basic' | 'bearer' }
  /** The credential stands in this header after the prefix. */
  | { readonly kind: 'header'; readonly name: string; readonly prefix: string }
  /** OAuth 2 client credentials; the token path is relative to the base unless it is a URL. */
  | { readonly kind: 'oauth'; readonly token: string; readonly scope?: string }
  /** The credential goes into this parameter of the query; it is never logged. */
  | { readonly kind: 'query'; readonly name: string };

/** A system of one make, as data: what its settings are, how it lets in, what it lists. */
export type Manifest = {
  readonly preset: string;
  readonly title: string;
  readonly settings: readonly {
    readonly name: string;
    readonly secret: boolean;
    readonly example: string;
  }[];
  readonly auth: AuthScheme;
  readonly streams: readonly StreamManifest[];
};
