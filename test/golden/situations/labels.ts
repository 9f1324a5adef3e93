import { partyOf, SUPPLIER } from '../../flow/trade.ts';
import { NAMES } from '../names.ts';
import { act, type Step } from './acting.ts';

/** Situations of green labels, by name. */
export const LABELS: Readonly<Record<string, readonly (string | Step)[]>> = {
  verifier: [
    ledger => {
      const verifier = NAMES['verifier'] ?? '';
      ledger.put('party', verifier, partyOf(verifier, 'professional'));
    },
  ],
  'verifier related': [
    ledger => {
      const verifier = NAMES['verifier'] ?? '';
      const { persons } = partyOf(SUPPLIER, 'enterprise');
      ledger.put('party', verifier, { ...partyOf(verifier, 'professional'), persons });
    },
  ],
  labelled: [
    'financed',
    act(
      'label.claim',
      'supplier maker',
      'label: @label; subject: @financing; taxonomy: euTaxonomy; version: v2021; code: A4.1; ' +
        'sharePpm: 600,000; until: 2026-12-31; evidence: [#1]',
    ),
  ],
  'label verified': [
    'verifier',
    act('label.verify', 'verifier maker', 'label: @label; report: paper 1'),
  ],
  'label refused': [
    'verifier',
    act('label.refuse', 'verifier maker', 'label: @label; report: paper 1; reason: noProof'),
  ],
  'label withdrawn': [
    act('label.withdraw', 'supplier maker', 'label: @label; report: paper 2; reason: sold'),
  ],
};
