import type { Deal } from '../../domain/securitisation/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { dealTerms } from '../fixture/deal-terms.ts';

/** CNY 10,000.00 a unit: 85, 6 and 9 of them are the worked example's claim of CNY 1,000,000.00. */
const UNIT = 1_000_000;

const CHANGES: Readonly<Record<string, (terms: Deal) => Deal>> = {
  trade: terms => terms,
  compatible: terms => ({ ...terms, mode: 'compatible' }),
  dollar: terms => ({ ...terms, currency: 'USD' }),
  unnamed: terms => ({ ...terms, parties: {} }),
  larger: terms => {
    const a = { ...terms.bonds['a'], original: '86000000' } as Deal['bonds'][string];
    return { ...terms, bonds: { ...terms.bonds, a } };
  },
  unpaid: terms => ({ ...terms, waterfalls: {} }),
  homeless: terms => ({
    ...terms,
    collections: [{ flow: 'principal', to: [['plan', 1_000_000]] }],
  }),
  retained: terms => {
    const c = {
      ...terms.bonds['c'],
      retention: { party: terms.parties['originator'], ppm: 500_000 },
    };
    return { ...terms, bonds: { ...terms.bonds, c: c as Deal['bonds'][string] } };
  },
  observing: terms => ({ ...terms, observations: { servicerRank: { type: 'count' } } }),
  floating: terms => {
    const interest = {
      kind: 'floating',
      index: 'LPR1Y',
      spreadPpb: 0,
      resets: { dates: ['2026-03-04'] },
      dayCount: 'ACT/365F',
    } as const;
    const a = { ...terms.bonds['a'], interest } as Deal['bonds'][string];
    return { ...terms, bonds: { ...terms.bonds, a } };
  },
};

/** The terms of the golden deal on the golden pool; one of several ways to get them wrong. */
export function goldenTerms(name: string, idNamed: (name: string) => string): Wire {
  const ids = { deal: idNamed('deal'), pool: idNamed('pool') };
  const parties = {
    manager: idNamed('bank'),
    custodian: idNamed('funder'),
    originator: idNamed('supplier'),
  };
  const days = {
    closing: '2026-03-03',
    collections: ['2026-03-04', '2026-03-06'],
    payments: ['2026-03-05', '2026-03-09'],
  };
  const change = CHANGES[name];
  if (!change) throw new Error(`no terms "${name}"`);
  return change(dealTerms({ ...ids, ...parties }, days, UNIT));
}
