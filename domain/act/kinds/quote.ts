import type { Role } from '../../party/roles.ts';
import { kind } from '../kind.ts';
import { amount, date, hash, id, list, object, oneOf, ppm } from '../schema.ts';

const MAKER: readonly Role[] = ['maker', 'treasurer', 'director', 'admin'];
const CHECKER: readonly Role[] = ['checker', 'director'];
const APR_PPM_MAX = 1_000_000;
const FUND_ON = oneOf('asap', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday');

/** Sealed quotes and standing instructions (receivables.md ). */
export const quoteKinds = {
  'financing.quote': kind({
    /** `line` is the funder's own live limit on the debtor. */
    body: object({ quote: id, financing: id, line: id, commitment: hash, until: date }),
    endorsement: 'E0',
    visibility: 'V2',
    flow: 'finance',
    actors: ['funder', 'operator'],
    signers: () => [[{ of: 'actor', needs: [MAKER] }]],
    stepUp: 'none',
  }),
  'standing.place': kind({
    body: object({
      standing: id,
      buyers: list(id, 0, 50),
      aprMaxPpm: ppm(APR_PPM_MAX),
      amountMax: amount,
      fundOn: FUND_ON,
      until: date,
    }),
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'finance',
    actors: ['enterprise'],
    signers: () => [[{ of: 'actor', needs: [MAKER, CHECKER] }]],
    // What it may ask for later is approved here, so the band is of the largest amount.
    band: ({ amountMax }) => [amountMax],
    stepUp: 'none',
  }),
  'standing.cancel': kind({
    body: object({ standing: id }),
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'core',
    actors: ['enterprise'],
    signers: () => [[{ of: 'actor', needs: [MAKER] }]],
    stepUp: 'none',
  }),
} as const;
