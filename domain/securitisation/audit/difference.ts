import { isList, isObject, type Wire } from '../../wire/index.ts';

/** One value that is not as it is recomputed, with its place. */
export type Difference = {
  /** Act kind and act id. */
  readonly object: string;
  readonly field: string;
  readonly recorded: string;
  readonly recomputed: string;
};

/** Every place at which two values differ; an absent one says `absent`. */
export function differencesOf(
  object: string,
  recorded: Wire | undefined,
  recomputed: Wire | undefined,
  field = '',
): Difference[] {
  if (isList(recorded) && isList(recomputed)) {
    const length = Math.max(recorded.length, recomputed.length);
    return Array.from({ length }, (_, at) => at).flatMap(at =>
      differencesOf(object, recorded[at], recomputed[at], `${field}[${at}]`),
    );
  }
  if (isObject(recorded) && isObject(recomputed)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(recomputed)]);
    return [...names].sort().flatMap(name => {
      const place = field === '' ? name : `${field}.${name}`;
      return differencesOf(object, recorded[name], recomputed[name], place);
    });
  }
  if (recorded === recomputed) return [];
  return [{ object, field, recorded: told(recorded), recomputed: told(recomputed) }];
}

function told(value: Wire | undefined): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
