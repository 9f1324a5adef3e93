import { isObject, type Wire } from '../wire/index.ts';

/** How long before its day a change is announced, and who must agree. */
export type NoticeClass = 'risk' | 'price' | 'structure';

type Known = {
  readonly notice: NoticeClass;
  readonly accepts: (value: Wire) => boolean;
  /** For risk: which direction protects more. */
  readonly tighter?: 'lower' | 'higher';
};

const whole =
  (least: number, most: number) =>
  (value: Wire): boolean =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most;
const days = whole(0, 366);
const ppm = whole(0, 10_000_000);
const object = (value: Wire): boolean => isObject(value);
const money = (value: Wire): boolean => {
  const { minor, currency } = isObject(value) ? value : {};
  return typeof minor === 'string' && /^\d{1,30}$/.test(minor) && currency === 'CNY';
};
const netAssets = (value: Wire): boolean =>
  isObject(value) &&
  money(value['amount'] ?? null) &&
  typeof value['asOf'] === 'string' &&
  typeof value['document'] === 'string';
const list = (value: Wire): boolean => Array.isArray(value);

/** Every parameter by key (§9.3). */
const KNOWN: Readonly<Record<string, Known>> = {
  'tenor.warnMonths': { notice: 'structure', accepts: whole(1, 12) },
  'tenor.maxMonths': { notice: 'structure', accepts: whole(1, 12) },
  'holding.tierMax': { notice: 'structure', accepts: whole(1, 10) },
  'leaves.max': { notice: 'structure', accepts: whole(2, 500) },
  'default.days': { notice: 'structure', accepts: days },
  'credit.model': { notice: 'structure', accepts: object },
  'credit.policy': { notice: 'structure', accepts: object },
  'credit.texts': { notice: 'structure', accepts: object },
  'calendar.business': { notice: 'structure', accepts: object },
  'residualTenor.daysMin': { notice: 'risk', accepts: days, tighter: 'higher' },
  'offer.days': { notice: 'risk', accepts: whole(1, 90), tighter: 'lower' },
  'buffer.t0FactorPpm': { notice: 'risk', accepts: ppm, tighter: 'higher' },
  'exposure.netAssetsPpm': { notice: 'risk', accepts: whole(0, 100_000), tighter: 'lower' },
  'exposure.netAssets': { notice: 'risk', accepts: netAssets },
  'fx.divergePpm': { notice: 'risk', accepts: whole(0, 100_000), tighter: 'lower' },
  'hedge.coverPpm': { notice: 'risk', accepts: whole(0, 1_000_000), tighter: 'higher' },
  'margin.floorMinor': { notice: 'risk', accepts: whole(0, 1_000_000_000), tighter: 'higher' },
  'share.valueAddedPpm': { notice: 'price', accepts: whole(0, 1_000_000) },
  'share.dataPpm': { notice: 'price', accepts: whole(0, 1_000_000) },
  'share.profitPpm': { notice: 'price', accepts: whole(0, 1_000_000) },
  'price.aprMaxPpm': { notice: 'price', accepts: ppm },
  'price.fees': { notice: 'price', accepts: list },
  'late.graceDays': { notice: 'price', accepts: days },
  'late.multiplePpm': { notice: 'price', accepts: ppm },
};

const NOTICE_DAYS = { price: 7, structure: 7 } as const;
const LOOSENING_DAYS = 1;

/** What a change asks for: days of notice, and whether the auditor signs. */
export type Change = {
  readonly notice: NoticeClass;
  readonly days: number;
  readonly auditor: boolean;
};

/**
 * Notice and signers of a new value over the one in force; `null` when the key is unknown or cannot
 * have the value. Risk that tightens needs no notice; what cannot be compared counts as loosening.
 */
export function changeOf(key: string, value: Wire, current: Wire): Change | null {
  const known = Object.hasOwn(KNOWN, key) ? KNOWN[key] : undefined;
  if (!known?.accepts(value)) return null;
  const { notice, tighter } = known;
  if (notice !== 'risk') {
    return { notice, days: NOTICE_DAYS[notice], auditor: notice === 'structure' };
  }
  if (typeof value === 'number' && typeof current === 'number' && tighter) {
    const tightens = tighter === 'lower' ? value <= current : value >= current;
    if (tightens) return { notice, days: 0, auditor: false };
  }
  return { notice, days: LOOSENING_DAYS, auditor: true };
}
