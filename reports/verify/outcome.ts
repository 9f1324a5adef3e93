import type { Figures } from '../figures/index.ts';
import type { DocumentRecord } from './record.ts';

/** The checks in their fixed order (DOC-24). */
export const STEPS = [
  'hash',
  'proof',
  'coverage',
  'signature',
  'signer',
  'issuer',
  'figures',
  'status',
  'deep',
] as const;

export type StepName = (typeof STEPS)[number];

export type VerifyCode =
  | 'HASH_NOT_ON_LEDGER'
  | 'PROOF_INVALID'
  | 'CHANGED_AFTER_SIGNING'
  | 'SIGNATURE_BROKEN'
  | 'UNKNOWN_SIGNER'
  | 'REVOKED_SIGNER'
  | 'WRONG_ISSUER'
  | 'FIGURES_DIFFER'
  | 'REPLACED'
  | 'WITHDRAWN'
  | 'EXPIRED'
  | 'NOT_YET'
  | 'LAYOUT_DIFFERS'
  | 'FIGURES_NOT_FROM_LEDGER'
  | 'NOT_READABLE';

/** One check: passed, failed with its code, or not run with the reason. */
export type Step = {
  readonly step: number;
  readonly name: StepName;
} & (
  | { readonly outcome: 'passed'; readonly facts: Facts }
  | { readonly outcome: 'failed'; readonly code: VerifyCode; readonly facts: Facts }
  | { readonly outcome: 'notRun'; readonly reason: string }
);

export type Facts = Readonly<Record<string, string>>;

/** What a step function answers. */
export type Finding =
  | { readonly outcome: 'passed'; readonly facts: Facts }
  | { readonly outcome: 'failed'; readonly code: VerifyCode; readonly facts: Facts }
  | { readonly outcome: 'notRun'; readonly reason: string };

/**
 * Green only when steps 1 to 8 all passed. Amber: the document is genuine but no longer (or not yet)
 * current, or a step could not be run. Red: anything else. `code` is the first failure, or CURRENT.
 */
export type Verdict = {
  readonly code: VerifyCode | 'CURRENT';
  readonly colour: 'green' | 'amber' | 'red';
  readonly steps: readonly Step[];
  readonly record: DocumentRecord | null;
  /** The attached figures, once step 7 has found them to be those of the record; else `null`. */
  readonly figures: Figures | null;
  /** Things said besides the steps: a QR code that leads to another document, active content. */
  readonly remarks: readonly Remark[];
};

export type Remark = {
  readonly code: 'QR_OTHER_DOCUMENT' | 'QR_OTHER_ADDRESS' | 'ACTIVE_CONTENT';
  readonly facts: Facts;
};

export function passed(facts: Facts = {}): Finding {
  return { outcome: 'passed', facts };
}

export function failed(code: VerifyCode, facts: Facts = {}): Finding {
  return { outcome: 'failed', code, facts };
}

export function notRun(reason: string): Finding {
  return { outcome: 'notRun', reason };
}

const AMBER: ReadonlySet<string> = new Set(['REPLACED', 'WITHDRAWN', 'EXPIRED', 'NOT_YET']);

/** The verdict over all steps: the first failure decides. */
export function verdictOf(
  steps: readonly Step[],
  seen: {
    readonly record: DocumentRecord | null;
    readonly figures: Figures | null;
    readonly remarks: readonly Remark[];
  },
): Verdict {
  const { record, remarks } = seen;
  const isProved = record !== null && steps[6]?.outcome === 'passed';
  const rest = { steps, record, figures: isProved ? seen.figures : null, remarks };
  const first = steps.find(step => step.outcome === 'failed');
  if (first) return { code: first.code, colour: AMBER.has(first.code) ? 'amber' : 'red', ...rest };
  const isWhole = steps.every(step => step.outcome === 'passed' || step.name === 'deep');
  return { code: 'CURRENT', colour: isWhole && remarks.length === 0 ? 'green' : 'amber', ...rest };
}
