import { isList, isObject, type Wire } from '../wire/index.ts';
import type { FieldClass } from './class-parts.ts';
import { FIELD_CLASSES } from './classes.ts';
import type { DocumentKind } from './document.ts';
import { masked } from './mask.ts';

export type Showing = 'shown' | 'masked' | 'absent';

/**
 * How much of a document a reader sees: the terms of the trade, who trades, and what is personal.
 * What is public or internal to the platform is shown, what is secret never.
 */
export type Sight = {
  readonly trade: 'shown' | 'absent';
  readonly identity: Showing;
  readonly personal: Showing;
};

/** Who reads its own files and may see persons in them. */
export const FULL_SIGHT: Sight = { trade: 'shown', identity: 'shown', personal: 'shown' };

export type Seen = {
  readonly document: Wire;
  /** Fields that were shown, masked or not: `seller.contact.email`, without places in lists. */
  readonly fields: readonly string[];
};

/**
 * A canonical document on the wire as a reader sees it. A member that has no class is left out, so
 * that nothing is shown for want of a rule.
 */
export function seenBy(document: Wire, sight: Sight): Seen {
  const classes = classesOfKind(isObject(document) ? document['kind'] : undefined);
  const fields = new Set<string>();
  const shown = classes && showAny(document, classes, { sight, path: '', fields });
  return { document: shown ?? {}, fields: [...fields].sort() };
}

/** A single value of a document by the place of its field: `seller.accounts[0].iban`. */
export function seenValue(
  kind: string,
  of: { readonly field: string; readonly value: string | null },
  sight: Sight,
): string | null {
  const found = classOfField(kind, of.field);
  if (of.value === null || found === undefined) return null;
  const showing = showingOf(found, sight);
  if (showing === 'absent') return null;
  return showing === 'shown' ? of.value : masked(of.value, found.mask ?? 'text');
}

/** Whether the value at a field is personal. */
export function isPersonal(kind: string, field: string): boolean {
  const found = classOfField(kind, field);
  return found !== undefined && found.class === 'personal';
}

function classOfField(kind: string, field: string): FieldClass | undefined {
  const names = field.split('.').map(name => name.replace(/\[\d+\]/g, ''));
  const found = names.reduce(memberOf, classesOfKind(kind));
  return found !== undefined && isClass(found) ? found : undefined;
}

/** Text of a file that no reader has taken apart: where persons are masked, so far as they are found. */
export function seenText(text: string | null, sight: Sight): string | null {
  if (text === null || sight.personal === 'absent') return null;
  return sight.personal === 'shown' ? text : masked(text, 'text');
}

type Classes = { readonly [name: string]: Classes | FieldClass };
type Walk = { readonly sight: Sight; readonly path: string; readonly fields: Set<string> };

type Found = Classes | FieldClass | undefined;

function classesOfKind(kind: unknown): Found {
  const isKnown = typeof kind === 'string' && Object.hasOwn(FIELD_CLASSES, kind);
  return isKnown ? FIELD_CLASSES[kind as DocumentKind] : undefined;
}

/** The class of a member; of a member of a leaf, such as an amount's currency, the leaf's own. */
function memberOf(of: Found, name: string): Found {
  if (of === undefined || isClass(of)) return of;
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

function isClass(of: Classes | FieldClass): of is FieldClass {
  return typeof of['class'] === 'string';
}

function showAny(value: Wire, classes: Classes | FieldClass, walk: Walk): Wire | undefined {
  if (isClass(classes)) return showLeaf(value, classes, walk);
  if (isList(value)) {
    const items = value.flatMap(item => showAny(item, classes, walk) ?? []);
    return items.length === 0 ? undefined : items;
  }
  return isObject(value) ? showMembers(value, classes, walk) : undefined;
}

function showMembers(
  value: { readonly [name: string]: Wire | undefined },
  classes: Classes,
  walk: Walk,
): Wire | undefined {
  const members: Record<string, Wire> = {};
  for (const [name, member] of Object.entries(value)) {
    const own = memberOf(classes, name);
    if (own === undefined || member === undefined) continue;
    const path = walk.path === '' ? name : `${walk.path}.${name}`;
    const shown = showAny(member, own, { ...walk, path });
    if (shown !== undefined) members[name] = shown;
  }
  return Object.keys(members).length === 0 ? undefined : members;
}

function showLeaf(value: Wire, of: FieldClass, { sight, path, fields }: Walk): Wire | undefined {
  const showing = showingOf(of, sight);
  if (showing === 'absent' || value === null) return undefined;
  fields.add(path);
  return showing === 'shown' ? value : maskedWire(value, of);
}

function showingOf(of: FieldClass, sight: Sight): Showing {
  if (of.class === 'public' || of.class === 'internal') return 'shown';
  if (of.class === 'personal') return sight.personal;
  if (of.class === 'secret') return 'absent';
  return of.mask === null ? sight.trade : sight.identity;
}

function maskedWire(value: Wire, of: FieldClass): Wire {
  if (typeof value === 'string') return masked(value, of.mask ?? 'text');
  if (isList(value)) return value.map(item => maskedWire(item, of));
  if (!isObject(value)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, maskedWire(member ?? null, of)]),
  );
}
