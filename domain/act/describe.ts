import { isList, isObject, type Wire } from '../wire/index.ts';
import type { Act } from './act.ts';
import { ACT_KINDS } from './kinds/index.ts';
import type { Leaf, Schema } from './schema.ts';

/** One line of the signing sheet: where in the act, what kind of value, the value itself. */
export type Line = { readonly label: string; readonly type: Leaf; readonly value: Wire };

/**
 * Every field of an act in the order of its schema, read from the act itself, so that the sheet
 * shows exactly what is signed. A list gives one line an item and field: `items[0].face`.
 */
export function describe(act: Act): readonly Line[] {
  const lines: Line[] = [
    { label: 'actor', type: 'id', value: act.actor },
    { label: 'businessDate', type: 'date', value: act.businessDate },
  ];
  walk(ACT_KINDS[act.kind].body, act.body, '', lines);
  return lines;
}

function walk(
  schema: Schema<unknown>,
  value: Wire | undefined,
  label: string,
  lines: Line[],
): void {
  if (value === undefined) return;
  const { shape } = schema;
  if (shape.type === 'optional') walk(shape.of, value, label, lines);
  else if (shape.type === 'list') walkList(shape.item, value, label, lines);
  else if (shape.type === 'object') walkObject(shape.fields, value, label, lines);
  else if (shape.type === 'either') walk(alternativeOf(shape.of, value), value, label, lines);
  else lines.push({ label, type: shape.type === 'oneOf' ? 'code' : shape.type, value });
}

function walkList(item: Schema<unknown>, value: Wire, label: string, lines: Line[]): void {
  if (!isList(value)) return;
  value.forEach((entry, at) => walk(item, entry, `${label}[${at}]`, lines));
}

function walkObject(
  fields: Readonly<Record<string, Schema<unknown>>>,
  value: Wire,
  label: string,
  lines: Line[],
): void {
  if (!isObject(value)) return;
  for (const [name, field] of Object.entries(fields)) {
    walk(field, value[name], label === '' ? name : `${label}.${name}`, lines);
  }
}

function alternativeOf(schemas: readonly Schema<unknown>[], value: Wire): Schema<unknown> {
  const reads = (schema: Schema<unknown>): boolean => {
    const faults: { path: string; fault: string }[] = [];
    schema.read(value, '', faults);
    return faults.length === 0;
  };
  return schemas.find(reads) ?? (schemas[0] as Schema<unknown>);
}
