import { ACT_KINDS, type Act, type KindSpec } from '../act/index.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Party } from '../party/index.ts';
import { bandOf, totalOf, type Band } from './band.ts';
import type { LatestRate } from './exchange.ts';
import { stepUpOf } from './signers.ts';

/** What an act asks of those who sign it, known before anybody has. */
export type SigningDemand = {
  /** `null` for kinds without amounts, and in a currency without an official rate. */
  readonly band: Band | null;
  /** The amounts that decide the band, together. */
  readonly total: MoneyWire | null;
  readonly stepUp: 'none' | 'one' | 'all';
};

/** The band, the total and the second factor of §9.1 that signing this act will ask for. */
export function signingDemand(
  act: Act,
  actor: Party | undefined,
  rates?: ReadonlyMap<string, LatestRate>,
): SigningDemand {
  const spec = ACT_KINDS[act.kind] as unknown as KindSpec<unknown>;
  const of = { businessDate: act.businessDate, ...(rates ? { rates } : {}) };
  const found = bandOf(spec, act.body, actor, of);
  const band = typeof found === 'string' ? found : null;
  const total = totalOf(spec, act.body, of);
  const stepUp = stepUpOf(spec, band ?? 'B0');
  if (!spec.band || band === null || typeof total !== 'bigint')
    return { band: null, total: null, stepUp };
  return { band, total: { minor: String(total), currency: 'CNY' }, stepUp };
}
