import type { Description } from './describe.ts';
import { walkModel } from './model.ts';
import type { Group, Place, Rule, RuleSet } from './rule-set.ts';
import type { Tree, TreeNode } from './tree.ts';
import { RuleFault, type Bindings, type Run, type Scope, type Value } from './values.ts';

/** A rule that a document breaks, and the element at which it does. */
export type Broken = {
  readonly id: string;
  readonly severity: 'fatal' | 'warning';
  readonly description: Description;
  readonly node: TreeNode;
};

/**
 * Runs a rule set over a document: one entry for each rule and each element at which it does not
 * hold. A condition that meets a value it cannot read (text for an amount) does not hold.
 */
export function runRuleSet(set: RuleSet, tree: Tree): Broken[] {
  const run: Run = { tree, variables: new Map(), evaluators: set.variables };
  const scope: Scope = { run, bindings: undefined };
  const broken: Broken[] = [];
  for (const group of set.groups) {
    const places = placesByName(group);
    for (const node of tree.nodes) {
      const place = placeOf(places, node, scope);
      if (place && place.rules.length > 0) judge(place, node, { scope, broken });
    }
  }
  for (const model of set.models) {
    walkModel(model, tree, (id, description, node) =>
      broken.push({ id, severity: 'fatal', description, node }),
    );
  }
  return broken;
}

/** For a name, the places that may mean it, in the order of the group. */
type PlacesByName = {
  readonly named: ReadonlyMap<number, readonly Candidate[]>;
  readonly others: readonly Candidate[];
};

type Candidate = { readonly place: Place; readonly meets: Place['matches'][number]['meets'] };

const INDEXES = new WeakMap<Group, PlacesByName>();

function placesByName(group: Group): PlacesByName {
  const known = INDEXES.get(group);
  if (known) return known;
  const all = group.places.flatMap(place => place.matches.map(match => ({ place, match })));
  const candidates = (isMeant: (name: number | undefined) => boolean): Candidate[] =>
    all.filter(a => isMeant(a.match.name)).map(a => ({ place: a.place, meets: a.match.meets }));
  const names = new Set(all.flatMap(({ match }) => (match.name === undefined ? [] : [match.name])));
  const named = new Map(
    [...names].map(name => [name, candidates(n => n === undefined || n === name)]),
  );
  const index = { named, others: candidates(n => n === undefined) };
  INDEXES.set(group, index);
  return index;
}

function placeOf(places: PlacesByName, node: TreeNode, scope: Scope): Place | undefined {
  const candidates = places.named.get(node.name) ?? places.others;
  for (const { place, meets } of candidates) if (meets(node, scope)) return place;
  return undefined;
}

function judge(place: Place, node: TreeNode, to: { scope: Scope; broken: Broken[] }): void {
  const scope = place.lets.length === 0 ? to.scope : withLets(place, node, to.scope);
  for (const rule of place.rules) {
    if (holds(rule, node, scope)) continue;
    const { id, severity, description } = rule;
    to.broken.push({ id, severity, description, node });
  }
}

function holds(rule: Rule, node: TreeNode, scope: Scope): boolean {
  try {
    return rule.holds(node, scope);
  } catch (error) {
    if (error instanceof RuleFault) return false;
    throw error;
  }
}

/** Binds the variables of a place; each is computed once, when a condition first asks for it. */
function withLets(place: Place, node: TreeNode, outer: Scope): Scope {
  let bindings: Bindings | undefined = outer.bindings;
  for (const { name, values } of place.lets) {
    const scope: Scope = { run: outer.run, bindings };
    let known: readonly Value[] | undefined;
    bindings = {
      name,
      get values() {
        known ??= values(node, scope);
        return known;
      },
      outer: bindings,
    };
  }
  return { run: outer.run, bindings };
}
