export type { Breach, Description } from './describe.ts';
export { readRuleSet, type RuleSet } from './rule-set.ts';
export { runRuleSet, type Broken } from './run.ts';
export { treeOf, type Tree, type TreeNode } from './tree.ts';
