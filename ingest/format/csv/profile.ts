import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { isList, isObject, type Wire } from '../../../domain/wire/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { DateOrder } from '../../locator.ts';
import { FIELDS, isTableKind, type TableKind } from './fields.ts';

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

/** How one table of a tenant is read (ING-13); saved under its name with a version. */
export type MappingProfile = {
  readonly name: string;
  readonly version: number;
  readonly kind: TableKind;
  readonly format: 'csv';
  /** Records before the header. */
  readonly skip?: number;
  readonly separator?: ',' | ';' | '\t' | '|';
  readonly charset?: string;
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
  const findings: Finding[] = [];
  const kind = wire['kind'];
  if (typeof kind !== 'string' || !isTableKind(kind)) {
    return fail([fatal('MAP-12', { path: 'kind' }, { value: String(kind) })]);
  }
  if (typeof wire['name'] !== 'string' || wire['name'] === '') {
    findings.push(fatal('MAP-12', { path: 'name' }));
  }
  const columns = wire['columns'];
  if (!isList(columns) || columns.length === 0) findings.push(fatal('MAP-12', { path: 'columns' }));
  const names = new Set(FIELDS[kind].map(f => f.name));
  for (const [at, column] of (isList(columns) ? columns : []).entries()) {
    findings.push(...columnFaults(column, { names, path: `columns[${at}]`, kind }));
  }
  for (const name of Object.keys(isObject(wire['constants']) ? wire['constants'] : {})) {
    if (!names.has(name)) findings.push(unknownField(`constants.${name}`, name, kind));
  }
  if (findings.length > 0) return fail(findings);
  const version = typeof wire['version'] === 'number' ? wire['version'] : 1;
  return ok({ ...(wire as unknown as MappingProfile), version, format: 'csv' });
}

function columnFaults(
  column: Wire,
  of: { names: ReadonlySet<string>; path: string; kind: string },
): Finding[] {
  if (!isObject(column) || typeof column['from'] !== 'string' || typeof column['to'] !== 'string') {
    return [fatal('MAP-12', { path: of.path })];
  }
  const findings: Finding[] = [];
  if (!of.names.has(column['to'])) {
    findings.push(unknownField(`${of.path}.to`, column['to'], of.kind));
  }
  const transforms = column['transforms'];
  for (const [at, transform] of (isList(transforms) ? transforms : []).entries()) {
    const name = isObject(transform) ? String(transform['name']) : '';
    if (TRANSFORMS.includes(name)) continue;
    const known = LATER.includes(name) ? 'not built yet' : 'unknown';
    const path = `${of.path}.transforms[${at}]`;
    findings.push(fatal('MAP-09', { path }, { transform: name, state: known }));
  }
  return findings;
}

function unknownField(path: string, field: string, kind: string): Finding {
  return fatal('MAP-11', { path }, { field, kind });
}
