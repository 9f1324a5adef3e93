import type { Match } from './match.ts';
import type { Place, RuleSet } from './rule-set.ts';
import type { TreeNode } from './tree.ts';
import type { Scope } from './values.ts';

/** The places of one group that may mean an element, in the order of the group. */
export type Candidates = readonly { readonly place: Place; readonly match: Match }[];

/** What a rule set has for the elements of one path of names, group by group. */
export type Plan = {
  readonly groups: readonly Candidates[];
  /** The plans of elements within, by the numbers of their names. */
  readonly within: Map<number, Plan>;
};

/** More paths than this no schema has; those of a document made up of names are not kept. */
const PLANS_MAX = 10_000;

/** Finds the plans of a rule set: each path of names is looked at once, whatever the document. */
class Planner {
  readonly #groups: readonly Candidates[];
  readonly #roots = new Map<number, Plan>();
  #kept = 0;

  constructor(set: RuleSet) {
    this.#groups = set.groups.map(group =>
      group.places.flatMap(place => place.matches.map(match => ({ place, match }))),
    );
  }

  planOf(node: TreeNode, above: Plan | undefined, scope: Scope): Plan {
    const siblings = above?.within ?? this.#roots;
    const known = siblings.get(node.name);
    if (known) return known;
    const groups = this.#groups
      .map(group => untilSure(group.filter(({ match }) => match.fits(node, scope))))
      .filter(group => group.length > 0);
    const plan: Plan = { groups, within: new Map() };
    if (this.#kept < PLANS_MAX) {
      siblings.set(node.name, plan);
      this.#kept += 1;
    }
    return plan;
  }
}

/** Behind a place that means every element of the path, no other of its group is asked. */
function untilSure(group: Candidates): Candidates {
  const sure = group.findIndex(({ match }) => match.isSure);
  return sure < 0 ? group : group.slice(0, sure + 1);
}

const PLANNERS = new WeakMap<RuleSet, Planner>();

export function plannerOf(set: RuleSet): Planner {
  const known = PLANNERS.get(set);
  if (known) return known;
  const made = new Planner(set);
  PLANNERS.set(set, made);
  return made;
}
