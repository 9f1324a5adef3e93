import { dayNumber } from '../domain/calendar/index.ts';
import type { Refusal } from '../domain/errors/index.ts';

const HOUR_MS = 3_600_000;
/** The channel's zone: Asia/Shanghai, UTC + 8, no summer time. */
const ZONE_MS = 8 * HOUR_MS;

/**
 * R-6 on a `wall` channel: the transaction time lies between the business day's local midnight
 * less 1 h and plus 36 h. The only rule that reads the transaction time.
 */
export function timeFault(transactionTime: Date, businessDate: string): Refusal | null {
  const midnight = dayNumber(businessDate) * 24 * HOUR_MS - ZONE_MS;
  const time = transactionTime.getTime();
  if (time >= midnight - HOUR_MS && time <= midnight + 36 * HOUR_MS) return null;
  const facts = { t: transactionTime.toISOString(), d: businessDate };
  return { code: 'CLOCK_OUT_OF_RANGE', facts };
}
