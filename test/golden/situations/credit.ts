import { warn } from '../../flow/refusals.ts';
import { attest, FUNDER, LINES, scoreOf, SUPPLIER } from '../../flow/trade.ts';
import { dollars, type Step } from './acting.ts';

/** Situations in which credit is not what it was, by name. */
export const CREDIT: Readonly<Record<string, readonly (string | Step)[]>> = {
  'buyer on red': [warn(3)],
  'buyer on orange': [warn(2)],
  'supplier without consent': [
    ledger => ledger.delete('consent', `${SUPPLIER}~${FUNDER}~financing`),
  ],
  'supplier not scored': [
    ledger => ledger.delete('attestation', `score~${SUPPLIER}~supplier~confirmedReceivable`),
  ],
  'supplier of grade CCC': [ledger => attest(ledger, scoreOf(SUPPLIER, { grade: 'CCC' }))],
  'tables active': [
    ledger => {
      for (const [key, hash] of [
        ['credit.model', '1'],
        ['credit.policy', '2'],
      ] as const) {
        const value = { hash: hash.padStart(64, '0') };
        ledger.put('param', key, { key, rows: [{ effectiveOn: '2026-01-01', value, version: 1 }] });
      }
    },
  ],
  'no score yet': [
    ledger => ledger.delete('attestation', `score~${SUPPLIER}~supplier~confirmedReceivable`),
  ],
  'supplier line in dollars': [
    async ledger => {
      ledger.put(
        'line',
        LINES.supplier,
        dollars(await ledger.entity('line', LINES.supplier)) as never,
      );
    },
  ],
};
