import { ACT_KINDS, type Act, type KindSpec } from '../act/index.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Party } from '../party/index.ts';
import { bandOf, totalOf, type Band } from './band.ts';
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
export function signingDemand(act: Act, actor: Party | undefined): SigningDemand {
  const spec = ACT_KINDS[act.kind] as unknown as KindSpec<unknown>;
  const found = bandOf(spec, act.body, actor);
  const [band, total] = [typeof found === 'string' ? found : null, totalOf(spec, act.body)];
  const stepUp = stepUpOf(spec, band ?? 'B0');
  if (!spec.band || band === null || total === null) return { band: null, total: null, stepUp };
  return { band, total: { minor: String(total), currency: 'CNY' }, stepUp };
}
