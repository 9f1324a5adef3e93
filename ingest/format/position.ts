type Named = { readonly local: string; readonly uri: string };
type Sibling = Named & { readonly position: number };
type Parent = { readonly children: readonly Sibling[] };

/** How far back a sibling of the same name is looked for before all of them are counted by name. */
const NEAR = 64;
const COUNTED = new WeakMap<Parent, { seen: number; readonly last: Map<string, number> }>();

/**
 * The position that a new element has among the equal ones of its parent. Many siblings of many
 * names cost no more than as many of one.
 */
export function nextPosition(parent: Parent | undefined, tag: Named): number {
  if (!parent) return 1;
  const { children } = parent;
  const near = Math.max(0, children.length - NEAR);
  for (let at = children.length - 1; at >= near; at -= 1) {
    const sibling = children[at];
    if (sibling && isEqual(sibling, tag)) return sibling.position + 1;
  }
  return near === 0 ? 1 : 1 + lastPosition(parent, tag);
}

function lastPosition(parent: Parent, tag: Named): number {
  const { children } = parent;
  const counted = COUNTED.get(parent) ?? { seen: 0, last: new Map<string, number>() };
  COUNTED.set(parent, counted);
  for (const sibling of children.slice(counted.seen)) {
    counted.last.set(keyOf(sibling), sibling.position);
  }
  counted.seen = children.length;
  return counted.last.get(keyOf(tag)) ?? 0;
}

function isEqual(a: Named, b: Named): boolean {
  return a.local === b.local && a.uri === b.uri;
}

function keyOf({ local, uri }: Named): string {
  return `${local} ${uri}`;
}
