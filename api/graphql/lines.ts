import type { Act } from '../../domain/act/index.ts';
import { ACT_KINDS, type Schema } from '../../domain/act/index.ts';
import { isList, isObject, type Wire } from '../../domain/wire/index.ts';

/** One line of the signing sheet: where the value stands, what it is, the value. */
export type ActLine = { readonly label: string; readonly type: string; readonly value: Wire };

/** Every leaf of an act's body in the order of its schema; nothing that is signed is left out. */
export function linesOf(act: Act): readonly ActLine[] {
  const head: ActLine[] = [
    { label: 'kind', type: 'code', value: act.kind },
    { label: 'businessDate', type: 'date', value: act.businessDate },
  ];
  return [...head, ...leaves(ACT_KINDS[act.kind].body, act.body as unknown as Wire, 'body')];
}

function leaves(
  schema: Schema<unknown>,
  value: Wire | undefined,
  label: string,
): readonly ActLine[] {
  const { shape } = schema;
  if (value === undefined) return [];
  if (shape.type === 'optional') return leaves(shape.of, value, label);
  if (shape.type === 'list' && isList(value)) {
    return value.flatMap((item, at) => leaves(shape.item, item, `${label}.${at}`));
  }
  if (shape.type === 'object' && isObject(value)) {
    return Object.entries(shape.fields).flatMap(([name, field]) =>
      leaves(field, value[name], `${label}.${name}`),
    );
  }
  if (shape.type === 'either') return eitherLeaves(shape.of, value, label);
  return [{ label, type: shape.type, value }];
}

function eitherLeaves(
  schemas: readonly Schema<unknown>[],
  value: Wire,
  label: string,
): readonly ActLine[] {
  const fitting = schemas.find(schema => {
    const faults: { path: string; fault: string }[] = [];
    schema.read(value, '', faults);
    return faults.length === 0;
  });
  return fitting ? leaves(fitting, value, label) : [{ label, type: 'wire', value }];
}
