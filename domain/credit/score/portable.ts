import { canonicalBytes, type Wire } from '../../wire/index.ts';
import type { CreditFacts } from '../facts/facts.ts';
import type { Assessment } from './assessment.ts';
import type { GateFacts } from './gate-facts.ts';

/** SHA-256 of bytes as lower-case hexadecimal, handed in. */
export type Sha256 = (bytes: Uint8Array) => string;

/** Hashes by which a score can be replayed and its parts be opened (CR-16, CR-80). */
export type AssessmentHashes = {
  readonly inputsHash: string;
  readonly featureHash: string;
  readonly reportHash: string;
};

/**
 * A value as canonical JSON can carry it: minor units and figures that are no whole numbers become
 * text, absent members are left out. Numbers are rounded to 12 significant digits before (CR-3).
 */
export function portable(value: unknown): Wire {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(portable);
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name, portable(member)]));
  }
  return value as Wire;
}

/** Hashes of the inputs, of the feature vector and of the whole report. */
export function assessmentHashes(
  inputs: { readonly facts: CreditFacts; readonly gateFacts: GateFacts },
  assessment: Assessment,
  sha256: Sha256,
): AssessmentHashes {
  const hash = (value: unknown): string => sha256(canonicalBytes(portable(value)));
  return {
    inputsHash: hash(inputs),
    featureHash: hash(assessment.vector),
    reportHash: hash(assessment),
  };
}
