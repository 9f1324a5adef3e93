import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { isList, isObject, type Wire } from '../../../domain/wire/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { DateOrder } from '../../locator.ts';
import { FIELDS, isProfileKind, type ProfileKind } from './fields.ts';

/** One step that a profile may apply to a cell; the list is closed. */
export type ProfileTransform =
  | { readonly name: 'trim' | 'upper' }
  | { readonly name: 'date'; readonly order: DateOrder }
  | {
      readonly name: 'decimal';
      readonly decimal: '.' | ',';
      readonly group?: ',' | '.' | ' ' | "'";
      readonly trailingMinus?: boolean;
      readonly parentheses?: boolean;
    }
  /** The sign stands in another column: `D`, `DR`, `借` and `S` make the amount negative. */
  | { readonly name: 'dc'; readonly column: string }
  | { readonly name: 'split'; readonly separator: string; readonly part: number }
  | { readonly name: 'lookup'; readonly table: Readonly<Record<string, string>> }
  | { readonly name: 'default'; readonly value: string };

export type ProfileColumn = {
  readonly from: string;
  readonly to: string;
  readonly transforms?: readonly ProfileTransform[];
};

/**
 * How one table of a tenant is read (ING-13); saved under its name with a version. For a QIF file it
 * names account and currency as constants and has no columns.
 */
export type MappingProfile = {
  readonly name: string;
  readonly version: number;
  readonly kind: ProfileKind;
  readonly format: 'csv' | 'qif';
  /** Records before the header. */
  readonly skip?: number;
  readonly separator?: ',' | ';' | '\t' | '|';
  readonly charset?: string;
  /** The sheet of a workbook; without it the one sheet that has the profile's columns. */
  readonly sheet?: string;
  readonly columns: readonly ProfileColumn[];
  readonly constants?: Readonly<Record<string, string>>;
  /** The field whose equal values in neighbouring rows make one document with several lines. */
  readonly rowGroup?: string;
  readonly dateOrder?: DateOrder;
  readonly decimal?: '.' | ',';
  readonly group?: ',' | '.' | ' ' | "'";
};

const TRANSFORMS = ['trim', 'upper', 'date', 'decimal', 'dc', 'split', 'lookup', 'default'];
const LATER = ['regex', 'concat', 'unitPrice'];

/**
 * Reads a profile from outside. MAP-09 names a transform that does not exist or is not built yet,
 * MAP-11 a field that the kind does not have, MAP-12 any other fault of its form.
 */
export function readProfile(wire: Wire | undefined): Result<MappingProfile, Finding[]> {
  if (!isObject(wire)) return fail([fatal('MAP-12', { path: '' })]);
  const { kind, version } = wire;
  if (typeof kind !== 'string' || !isProfileKind(kind))
    return fail([fatal('MAP-12', { path: 'kind' })]);
  const findings = [...formFaults(wire), ...fieldFaults(wire, kind)];
  if (findings.length > 0) return fail(findings);
  const read = wire as unknown as MappingProfile;
  const format = kind === 'statement' ? 'qif' : 'csv';
  return ok({ ...read, version: typeof version === 'number' ? version : 1, format });
}

type Members = Readonly<Record<string, Wire>>;

function formFaults(wire: Members): Finding[] {
  const findings: Finding[] = [];
  const { name, columns, kind } = wire;
  if (typeof name !== 'string' || name === '') findings.push(fatal('MAP-12', { path: 'name' }));
  const hasColumns = isList(columns) && columns.length > 0;
  if (!isList(columns) || hasColumns === (kind === 'statement')) {
    findings.push(fatal('MAP-12', { path: 'columns' }));
  }
  return findings;
}

function fieldFaults(wire: Members, kind: ProfileKind): Finding[] {
  const names = new Set(FIELDS[kind].map(f => f.name));
  const { columns, constants } = wire;
  const ofColumns = (isList(columns) ? columns : []).flatMap((column, at) =>
    columnFaults(column, { names, path: `columns[${at}]`, kind }),
  );
  const unknown = Object.keys(isObject(constants) ? constants : {}).filter(n => !names.has(n));
  return [...ofColumns, ...unknown.map(n => unknownField(`constants.${n}`, n, kind))];
}

function columnFaults(
  column: Wire,
  of: { names: ReadonlySet<string>; path: string; kind: string },
): Finding[] {
  if (!isObject(column) || typeof column['from'] !== 'string' || typeof column['to'] !== 'string') {
    return [fatal('MAP-12', { path: of.path })];
  }
  const isKnown = of.names.has(column['to']);
  const faults = isKnown ? [] : [unknownField(`${of.path}.to`, column['to'], of.kind)];
  const transforms = isList(column['transforms']) ? column['transforms'] : [];
  return [
    ...faults,
    ...transforms.flatMap((t, at) => transformFaults(t, `${of.path}.transforms[${at}]`)),
  ];
}

function transformFaults(transform: Wire, path: string): Finding[] {
  const written = isObject(transform) ? transform['name'] : undefined;
  const name = typeof written === 'string' ? written : '';
  if (TRANSFORMS.includes(name)) return [];
  const state = LATER.includes(name) ? 'not built yet' : 'unknown';
  return [fatal('MAP-09', { path }, { transform: name, state })];
}

function unknownField(path: string, field: string, kind: string): Finding {
  return fatal('MAP-11', { path }, { field, kind });
}
