import type { Finding } from './finding.ts';
import type { DraftDocument } from './format/mapped.ts';
import { emptyDraft, type Draft, type Lexical, type ManualLocator } from './locator.ts';

/**
 * What a person put over a value of a record: at a place of the file (`/Invoice/ID`, `row 7, column
 * Amount`) it is written as the file writes such values; at a field of the draft (`dueOn`,
 * `lines[0].net`) as ISO dates and numbers with a point.
 */
export type Correction = Omit<ManualLocator, 'kind' | 'path'> & {
  /** Position of the record in its file. */
  readonly record: number;
  readonly place: string;
  readonly after: string;
};

/** Every value of a draft with its field. */
export function lexicalsOf(draft: Draft, prefix = ''): { field: string; lexical: Lexical }[] {
  const attributes = (field: string, lexical: Lexical) =>
    Object.entries(lexical.attributes ?? {}).map(([name, own]) => ({
      field: `${field}@${name}`,
      lexical: own,
    }));
  const values = [
    ...Object.entries(draft.values),
    ...Object.entries(draft.lists).flatMap(([name, list]) =>
      list.map((one, n): [string, Lexical] => [`${name}[${n}]`, one]),
    ),
  ].flatMap(([name, lexical]) => {
    const field = `${prefix}${name}`;
    return [{ field, lexical }, ...attributes(field, lexical)];
  });
  const parts = Object.entries(draft.parts).flatMap(([name, part]) =>
    lexicalsOf(part, `${prefix}${name}.`),
  );
  const groups = Object.entries(draft.groups).flatMap(([name, group]) =>
    group.flatMap((part, n) => lexicalsOf(part, `${prefix}${name}[${n}].`)),
  );
  return [...values, ...parts, ...groups];
}

/** Puts corrections over drafts; those that the tree of the file already took are left alone. */
export function correctDrafts(
  given: Iterable<DraftDocument>,
  corrections: readonly Correction[],
): Iterable<DraftDocument> {
  return corrections.length === 0 ? given : corrected([...given], corrections);
}

function corrected(
  drafts: readonly DraftDocument[],
  corrections: readonly Correction[],
): readonly DraftDocument[] {
  for (const { record, place, after, ...rest } of corrections) {
    const draft = drafts[record]?.draft;
    if (!draft) continue;
    const manual: ManualLocator = { kind: 'manual', path: place, ...rest };
    const found = lexicalsOf(draft).filter(l => l.lexical.at.path === place || l.field === place);
    if (found.length === 0 && !place.startsWith('/')) setField(draft, place, { after, manual });
    for (const { lexical } of found) {
      if (!lexical.manual) Object.assign(lexical, { text: after, manual, ...BARE });
    }
    dropAnswered(drafts[record]?.findings ?? [], [place, ...found.map(f => f.field)]);
  }
  return drafts;
}

/** What mapping said about a value does not hold for the one put over it. */
function dropAnswered(findings: Finding[], paths: readonly string[]): void {
  for (let at = findings.length - 1; at >= 0; at -= 1) {
    if (paths.includes(findings[at]?.path ?? '')) findings.splice(at, 1);
  }
}

/** How the file's own text was read says nothing about what a person wrote. */
const BARE = { reading: undefined, steps: undefined, raw: undefined, constant: undefined };

const FIELD = /^[a-zA-Z]+(\[\d{1,6}\])?(\.[a-zA-Z]+(\[\d{1,6}\])?)*$/;

/** Whether a text can name a field of a draft. */
export function isField(text: string): boolean {
  return FIELD.test(text);
}

/** Sets a field that the file does not have; parts on the way are made, groups grow by one. */
function setField(
  draft: Draft,
  field: string,
  to: { readonly after: string; readonly manual: ManualLocator },
): void {
  if (!isField(field)) return;
  const steps = field.split('.');
  const last = steps.pop() ?? '';
  let into: Draft | undefined = draft;
  for (const step of steps) into = into && partOf(into, step);
  if (!into) return;
  const { at } = into;
  const lexical: Lexical = { text: to.after, at: { ...at, to: at.from }, manual: to.manual };
  const [, name = '', index] = /^(\w+?)(?:\[(\d+)\])?$/.exec(last) ?? [];
  if (index === undefined) into.values[name] = lexical;
  else (into.lists[name] ??= []).push(lexical);
}

function partOf(draft: Draft, step: string): Draft | undefined {
  const [, name = '', index] = /^(\w+?)(?:\[(\d+)\])?$/.exec(step) ?? [];
  if (index === undefined) return (draft.parts[name] ??= emptyDraft(draft.at));
  const group = (draft.groups[name] ??= []);
  if (Number(index) === group.length) group.push(emptyDraft(draft.at));
  return group[Number(index)];
}
