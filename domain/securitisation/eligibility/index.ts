export { candidateOf } from './from-ledger.ts';
export { judge } from './judge.ts';
export { examinePool, type Examined, type PoolExamination, type Verdict } from './examine.ts';
export { LEDGER_RULES, type RuleSet } from './rule-set.ts';
