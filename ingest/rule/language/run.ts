import type { Description } from './describe.ts';
import { walkModel } from './model.ts';
import { plannerOf, type Candidates, type Plan } from './plan.ts';
import type { Place, Rule, RuleSet } from './rule-set.ts';
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
  const { variables: evaluators } = set;
  const run: Run = { tree, variables: new Map(), evaluators, answers: new Map() };
  const scope: Scope = { run, bindings: undefined };
  const broken: Broken[] = [];
  const planner = plannerOf(set);
  const plans: Plan[] = [];
  for (const node of tree.nodes) {
    const above = node.parent ? plans[node.parent.order] : undefined;
    const plan = planner.planOf(node, above, scope);
    plans.push(plan);
    for (const candidates of plan.groups) {
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
