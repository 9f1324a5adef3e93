import type { BusinessDate } from '../../calendar/index.ts';
import type { FeatureVector } from '../feature/index.ts';
import {
  GATE_CODES,
  type CreditTables,
  type CreditTexts,
  type GateCode,
  type Language,
  type Policy,
} from '../table/index.ts';
import { CLAIM_GATES } from './gate-claim.ts';
import type { GateEvidence, GateFacts, GateResult, GateStatus } from './gate-facts.ts';
import { PARTY_GATES } from './gate-party.ts';

/** What one gate finds; the runner adds code and weight. */
export type GateFinding = {
  readonly status: GateStatus;
  readonly evidence: readonly GateEvidence[];
};

export type GateContext = {
  readonly facts: GateFacts;
  readonly vector: FeatureVector;
  readonly policy: Policy;
  readonly asOf: BusinessDate;
};
export type Gate = (context: GateContext) => GateFinding;

/**
 * Runs all gates, none short-circuits (CR-50). A gate without facts counts as FAIL where the policy
 * says so, and as REFER everywhere else: no gate is passed because nobody could look.
 */
export function runGates(
  facts: GateFacts,
  vector: FeatureVector,
  tables: CreditTables,
  asOf: BusinessDate,
): readonly GateResult[] {
  const context = { facts, vector, policy: tables.policy, asOf };
  const gates: Readonly<Record<GateCode, Gate>> = { ...PARTY_GATES, ...CLAIM_GATES };
  return GATE_CODES.map(code => {
    const { status, evidence } = gates[code](context);
    const strict = tables.policy.gates.failWhenNotEvaluable.includes(code);
    const counts = status === 'NOT_EVALUABLE' ? (strict ? 'FAIL' : 'REFER') : status;
    return { code, status, counts, evidence };
  });
}

/**
 * The bits of an attestation: bit n−1 is set when gate n counts as passed. A referred gate is
 * passed only where a person decides.
 */
export function gateBits(gates: readonly GateResult[], decidedBy: 'auto' | 'human'): number {
  return gates.reduce((bits, gate, at) => {
    const passed = gate.counts === 'PASS' || (gate.counts === 'REFER' && decidedBy === 'human');
    return passed ? bits + 2 ** at : bits;
  }, 0);
}

/** What people read of a gate that did not pass: name, sentence, next step and appeal. */
export function gateText(
  texts: CreditTexts,
  code: GateCode,
  language: Language,
): {
  readonly name: string;
  readonly reason: string;
  readonly next: string;
  readonly appeal: string;
} {
  const row = texts.gates.find(entry => entry.code === code);
  const appeal = texts.appeal[language];
  return row ? { ...row[language], appeal } : { name: code, reason: code, next: '', appeal };
}
