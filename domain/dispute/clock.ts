import { addBusinessDays, addDays } from '../calendar/index.ts';
import type { Refusal } from '../errors/index.ts';
import { ok, type Result } from '../result/index.ts';
import type { Dispute, DisputeStatus } from './state.ts';

const CLAIM_DAYS = 45;
const PARTNER_DAYS = 15;
const RESPOND_DAYS = 5;
const MEDIATE_DAYS = 15;
const PARTNER_MEDIATE_DAYS = 5;
/** All pauses together. */
export const PAUSE_DAYS_MAX = 15;
const REMIND_PPM = [500_000, 800_000, 1_000_000] as const;

export type DisputeClock = {
  /** The last day to answer; silence after it is an answer by default. */
  readonly respondUntil: string;
  /** The last day of the whole case. */
  readonly until: string;
  /** Business days that a mediation may take. */
  readonly mediationDays: number;
  /** Days of the reminders: half, four fifths and all of the time. */
  readonly remindOn: readonly string[];
};

/** The clocks of R-117; missing one never decides the case. */
export function clockOf(
  dispute: Pick<Dispute, 'object' | 'openedOn' | 'pausedDays'>,
): Result<DisputeClock, Refusal> {
  const { object, openedOn, pausedDays } = dispute;
  const partner = object.type === 'share';
  const respondUntil = addBusinessDays(openedOn, RESPOND_DAYS);
  if (!respondUntil.ok) return respondUntil;
  const days = partner ? PARTNER_DAYS : CLAIM_DAYS;
  const remindOn = REMIND_PPM.map(ppm =>
    addDays(openedOn, pausedDays + Math.ceil((days * ppm) / 1_000_000)),
  );
  return ok({
    respondUntil: respondUntil.value,
    until: addDays(openedOn, days + pausedDays),
    mediationDays: partner ? PARTNER_MEDIATE_DAYS : MEDIATE_DAYS,
    remindOn,
  });
}

/** The status on a day: silence past the time to answer counts as an answer. */
export function statusOn(dispute: Dispute, on: string): DisputeStatus {
  if (dispute.status !== 'open') return dispute.status;
  const clock = clockOf(dispute);
  return clock.ok && on > clock.value.respondUntil ? 'answered' : 'open';
}
