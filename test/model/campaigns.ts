import { CLAIMS } from './claims.ts';
import { LENDING } from './lending.ts';
import { CLAIM_REACH, LENDING_REACH, PARTNER_REACH, TREASURY_REACH, type Reach } from './reach.ts';
import { PARTNERING } from './partnering.ts';
import type { Campaign } from './run.ts';
import { TREASURY } from './treasury.ts';

/** Parts of the trade; each run stays within one, so that a hundred acts bring its objects to an end. */
export const CAMPAIGNS: readonly {
  readonly name: string;
  readonly campaign: Campaign;
  readonly reach: Reach;
  /** How many of a hundred runs are its own. */
  readonly percent: number;
}[] = [
  { name: 'claims and financings', campaign: CLAIMS, reach: CLAIM_REACH, percent: 100 },
  { name: 'orders and loans on them', campaign: LENDING, reach: LENDING_REACH, percent: 80 },
  { name: 'buffers of the broker', campaign: TREASURY, reach: TREASURY_REACH, percent: 60 },
  { name: 'partners and shares', campaign: PARTNERING, reach: PARTNER_REACH, percent: 60 },
];
