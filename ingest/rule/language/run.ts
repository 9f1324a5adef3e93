import type { Description } from './describe.ts';
import { walkModel } from './model.ts';
import type { Match } from './match.ts';
import type { Place, Rule, RuleSet } from './rule-set.ts';
import { FOREIGN, type Tree, type TreeNode } from './tree.ts';
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
  const { variables: evaluators } = set;
  const run: Run = { tree, variables: new Map(), evaluators, answers: new Map() };
  const scope: Scope = { run, bindings: undefined };
  const broken: Broken[] = [];
  const index = indexOf(set);
  for (const node of tree.nodes) {
    for (const candidates of candidatesFor(node, index, scope)) {
      const place = placeOf(candidates, node, scope);
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

type Candidates = readonly { readonly place: Place; readonly match: Match }[];

/**
 * For a name, what each group has for it: the places that may mean it, in the order of the group.
 * Groups that have nothing for a name are left out.
 */
type Index = {
  readonly groups: readonly Candidates[];
  /** By the number of the name, once an element of it was met. */
  readonly named: (readonly Candidates[] | undefined)[];
};

const INDEXES = new WeakMap<RuleSet, Index>();

function indexOf(set: RuleSet): Index {
  const known = INDEXES.get(set);
  if (known) return known;
  const groups = set.groups.map(group =>
    group.places.flatMap(place => place.matches.map(match => ({ place, match }))),
  );
  const index: Index = { groups, named: [] };
  INDEXES.set(set, index);
  return index;
}

/** Elements of other namespaces have no name in common. */
function candidatesFor(node: TreeNode, index: Index, scope: Scope): readonly Candidates[] {
  const isForeign = node.name === FOREIGN;
  const known = index.named[node.name];
  if (known) return known;
  const candidates = index.groups
    .map(group =>
      group.filter(
        ({ match }) =>
          (match.name === undefined || match.name === node.name) &&
          (isForeign || match.suits(node, scope)),
      ),
    )
    .filter(group => group.length > 0);
  index.named[node.name] = candidates;
  return candidates;
}

function placeOf(candidates: Candidates, node: TreeNode, scope: Scope): Place | undefined {
  for (const { place, match } of candidates) if (match.meets(node, scope)) return place;
  return undefined;
}

function judge(place: Place, node: TreeNode, to: { scope: Scope; broken: Broken[] }): void {
  const scope = place.lets.length === 0 ? to.scope : withLets(place, node, to.scope);
  const { named } = scope.run.tree;
  for (const rule of place.rules) {
    if (rule.about !== undefined && !named.has(rule.about)) continue;
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
