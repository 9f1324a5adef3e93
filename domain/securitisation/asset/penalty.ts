import { times, type Fraction } from '../../rate/index.ts';
import { toMinor, type Mode } from '../arithmetic.ts';
import type { LoanAsset, Penalty } from './asset.ts';
import type { FlowRow } from './flow.ts';

const NONE: Fraction = { n: 0n, d: 1n };

/** Penalties on what was paid early, by the age of the loan (SEC-17); rows stay without one else. */
export function withPenalties(asset: LoanAsset, rows: FlowRow[], mode: Mode): FlowRow[] {
  const { penalty, term, remaining } = asset;
  if (!penalty) return rows;
  // Row 0 is the opening; row i closes the period that was number `term − remaining + i`.
  return rows.map((row, index) => {
    const age = Math.max(0, term - remaining + index - 1);
    return { ...row, penalty: amountOf(penalty, row.prepayment, age, mode) };
  });
}

function amountOf(penalty: Penalty, prepaid: bigint, age: number, mode: Mode): bigint {
  if (penalty.kind === 'amount') {
    const charged = penalty.periods === undefined || age < penalty.periods;
    return charged && prepaid > 0n ? penalty.amount : 0n;
  }
  return toMinor(times({ n: prepaid, d: 1n }, partOf(penalty, age)), mode);
}

function partOf(penalty: Exclude<Penalty, { kind: 'amount' }>, age: number): Fraction {
  switch (penalty.kind) {
    case 'byTerm':
      return age < penalty.periods ? penalty.before : penalty.after;
    case 'part':
      return age < (penalty.periods ?? Infinity) ? penalty.part : NONE;
    case 'sliding': {
      const { start, step } = penalty;
      const left = start.n * step.d - step.n * start.d * BigInt(age);
      return left > 0n ? { n: left, d: start.d * step.d } : NONE;
    }
    case 'stepDown':
      return stepAt(penalty.steps, age);
  }
}

function stepAt(steps: readonly (readonly [number, Fraction])[], age: number): Fraction {
  let passed = 0;
  for (const [periods, part] of steps) {
    passed += periods;
    if (age < passed) return part;
  }
  return NONE;
}
