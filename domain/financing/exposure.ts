import { daysBetween } from '../calendar/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { fromWire, multiplyPpm, toWire, zero, type Money, type MoneyWire } from '../money/index.ts';
import { shareOf } from '../rate/index.ts';
import { isObject } from '../wire/index.ts';
import type { Slice } from './state.ts';

/** Net assets of the operator: `{amount, asOf}`, at most this old. */
export const NET_ASSETS = { key: 'exposure.netAssets', daysMax: 100 } as const;
export const NET_ASSETS_PPM = { key: 'exposure.netAssetsPpm', fallback: 100_000 } as const;
/** Of what is allowed; from there on it is a warning. */
const WARN_PPM = 800_000;

/** What the broker risks, against what its net assets allow. */
export type ExposureNow = {
  /** Promised and not paid out yet, and what the buffer has paid for funders. */
  readonly frozen: MoneyWire;
  /** Financed in its own book. */
  readonly used: MoneyWire;
  readonly exposure: MoneyWire;
  readonly netAssets: MoneyWire | null;
  readonly asOf: string | null;
  /** Nothing, when the net assets are unknown or older than 100 days. */
  readonly allowed: MoneyWire;
  /** exposure ÷ net assets, up; `null` without net assets. */
  readonly sharePpm: number | null;
  readonly isWarned: boolean;
  readonly isAbove: boolean;
};

/** The net assets of a day and what part of them may be risked; `null` when nobody has filed any. */
export function netAssetsOn(
  context: Context,
): { readonly amount: Money; readonly asOf: string; readonly days: number; most: Money } | null {
  const { parameters, businessDate } = context;
  const value = parameterAt(parameters.get(NET_ASSETS.key), businessDate, null);
  if (!isObject(value) || typeof value['asOf'] !== 'string') return null;
  const found = value['amount'];
  if (!isObject(found) || typeof found['minor'] !== 'string') return null;
  const currency = found['currency'] as Money['currency'];
  const amount = fromWire({ minor: found['minor'], currency });
  const days = daysBetween(value['asOf'], businessDate);
  const part = parameterAt(
    parameters.get(NET_ASSETS_PPM.key),
    businessDate,
    NET_ASSETS_PPM.fallback,
  );
  const isFresh = days >= 0 && days <= NET_ASSETS.daysMax;
  const most = isFresh ? multiplyPpm(amount, BigInt(Number(part)), 'down') : zero(currency);
  return { amount, asOf: value['asOf'], days, most };
}

/** `exposure.now`: the slices of the broker's own risk line against its net assets. */
export function exposureNow(slices: readonly Slice[], context: Context): ExposureNow {
  const assets = netAssetsOn(context);
  const currency = assets?.amount.currency ?? 'CNY';
  const sum = (of: 'frozen' | 'used'): Money => {
    return { minor: slices.reduce((total, slice) => total + BigInt(slice[of]), 0n), currency };
  };
  const [frozen, used] = [sum('frozen'), sum('used')];
  const exposure = { minor: frozen.minor + used.minor, currency };
  const netAssets = assets ? toWire(assets.amount) : null;
  const allowed = assets?.most ?? zero(currency);
  return {
    frozen: toWire(frozen),
    used: toWire(used),
    exposure: toWire(exposure),
    netAssets,
    asOf: assets?.asOf ?? null,
    allowed: toWire(allowed),
    sharePpm: partOf(exposure, assets?.amount),
    isWarned: isNear(exposure, allowed),
    isAbove: exposure.minor > allowed.minor,
  };
}

function partOf(exposure: Money, assets: Money | undefined): number | null {
  return assets && assets.minor > 0n ? shareOf(exposure, assets, 'up') : null;
}

function isNear(exposure: Money, allowed: Money): boolean {
  return exposure.minor > 0n && exposure.minor * 1_000_000n >= allowed.minor * BigInt(WARN_PPM);
}
