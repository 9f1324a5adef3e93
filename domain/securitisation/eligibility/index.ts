export { examinePool, type Examined, type PoolExamination, type Verdict } from './examine.ts';
export { LEDGER_RULES, type RuleSet } from './rule-set.ts';
