import type { Consent } from './state.ts';

/** What a party may let another read its files for (ingest.md ING-35); nothing else is a purpose. */
export const PURPOSES = [
  'financing',
  'scoring',
  'audit',
  'rating',
  'regulator',
  'product',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Whether a consent stands on a day: begun, not over, not withdrawn. */
export function isLiveConsent(consent: Consent | undefined, on: string): consent is Consent {
  if (consent?.withdrawnOn !== null) return false;
  return consent.from <= on && on <= consent.until;
}
