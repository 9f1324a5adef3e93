import type { Draft } from '../../locator.ts';
import { FIELDS, type ProfileKind } from '../csv/index.ts';
import { first, firstPart, group, read, type Mapping, type RowOptions } from '../mapping.ts';
import type { JsonNode } from './parse.ts';

/**
 * How one document of a system stands in its JSON: `fields` are the names that mapping profiles use,
 * each with its paths, alternatives behind `|`; those of lines are relative to `lines`.
 */
export type JsonShape = {
  readonly kind: ProfileKind | 'financingClaim';
  readonly is: (node: JsonNode) => boolean;
  readonly lines?: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Written steps by field; those of `date` are for all dates. */
  readonly steps?: Readonly<Record<string, readonly string[]>>;
  /** Where the record's state stands, and the states in which it counts. */
  readonly state?: { readonly path: string; readonly live: readonly string[] };
  /** Completes a draft with what no path can say. */
  readonly complete?: (draft: Draft, node: JsonNode) => void;
};

/** One system: how its records are told, what it writes where nothing is. */
export type Dialect = {
  readonly name: string;
  readonly shapes: readonly JsonShape[];
  /** Texts that stand for nothing. */
  readonly absent?: RegExp;
  /** Whether a record may be this system's at all; asked before it is prepared. */
  readonly claims?: (node: JsonNode) => boolean;
  /** Changes a record's elements before it is told and mapped; doing it twice changes no more. */
  readonly prepare?: (node: JsonNode, source: string) => void;
};

/** Whether a record has all these members. */
export function has(...names: string[]): (node: JsonNode) => boolean {
  return node => names.every(name => node.children.some(child => child.local === name));
}

/** The text of a member; empty where there is none. */
export function textOf(node: JsonNode, name: string): string {
  return node.children.find(child => child.local === name)?.text ?? '';
}

const QUANTITIES = ['quantity', 'delivered', 'received', 'accepted', 'rejected', 'short'];

type Entry = {
  readonly place: readonly string[];
  readonly from: string[];
  readonly by: RowOptions;
};

const compiled = new WeakMap<JsonShape, Mapping>();

/** The mapping table of a shape. */
export function tableOf(shape: JsonShape): Mapping {
  const known = compiled.get(shape);
  if (known) return known;
  const { kind, fields, lines } = shape;
  const known2 = kind === 'financingClaim' ? CLAIM_PLACES : placesOf(kind);
  const entries = Object.entries(fields).map(([name, paths]): Entry => {
    const { place, isDate } = known2(name);
    const steps = shape.steps?.[name] ?? (isDate ? shape.steps?.['date'] : undefined);
    return { place: place.split('.'), from: alternatives(paths), by: steps ? { steps } : {} };
  });
  const table = rowsOf(entries, {
    lines: lines ? alternatives(lines) : ['.'],
    unit: fields['line.unit'],
  });
  compiled.set(shape, table);
  return table;
}

function alternatives(paths: string): string[] {
  return paths.split(/ *\| */).map(path => path.replaceAll('¦', '|'));
}

type Placed = { readonly place: string; readonly isDate: boolean };

/** Places of profile fields; a name that no table knows is a place itself. */
function placesOf(kind: ProfileKind): (name: string) => Placed {
  const known = new Map(FIELDS[kind].map(field => [field.name, field]));
  return name => {
    const field = known.get(name);
    const place = field?.place ?? name.replace(/^line\./, 'lines[].');
    return { place, isDate: field?.shape === 'date' };
  };
}

const CLAIM_PLACES = (name: string): Placed => ({ place: name, isDate: /On$/.test(name) });

type Around = { readonly lines: string[]; readonly unit: string | undefined };

/** Fields whose places begin alike stand in one part. */
function rowsOf(entries: readonly Entry[], around: Around): Mapping {
  const heads = [...new Set(entries.map(({ place }) => place[0] ?? ''))];
  return heads.flatMap(head => {
    const own = entries.filter(({ place }) => place[0] === head);
    const leaf = own.find(({ place }) => place.length === 1);
    if (leaf) return [leafRow(head, leaf, around.unit)];
    const inner = own.map(({ place, ...rest }) => ({ ...rest, place: place.slice(1) }));
    const name = head.replace(/\[\]$/, '');
    const rows = rowsOf(inner, around);
    if (head === 'lines[]') return [group(name, around.lines, rows)];
    const from = presence(inner);
    return [head.endsWith('[]') ? group(name, from, rows) : firstPart(name, from, rows)];
  });
}

function leafRow(field: string, { from, by }: Entry, unit: string | undefined): Mapping[number] {
  const row = first(field, ...from);
  const beside =
    QUANTITIES.includes(field) && unit !== undefined ? { beside: { unitCode: unit } } : {};
  return read(row, { ...by, ...beside });
}

/** A part stands where one of its values does. */
function presence(inner: readonly Entry[]): string[] {
  const paths = inner.flatMap(({ from }) => from);
  return paths.some(path => /[[@]/.test(path)) ? ['.'] : paths.map(path => `.[${path}]`);
}
