import { addMonths } from '../calendar/index.ts';
import type { Refusal } from '../errors/index.ts';
import { parameterAt, type Context } from '../governance/context.ts';

/** Dates of a claim that decide its tenor. */
export type ClaimDates = {
  readonly invoiceOn: string;
  readonly acceptedOn: string | null;
  readonly dueOn: string;
};

export const TENOR_PARAMETERS = ['tenor.warnMonths', 'tenor.maxMonths'] as const;
const WARN_MONTHS = 6;
const MAX_MONTHS = 12;
const SCAN_MONTHS_MAX = 240;

/** Orders the dates of a claim; nothing lies after today but the due date. */
export function dateFaults(claim: ClaimDates, businessDate: string): Refusal[] {
  const pairs: readonly (readonly [string, string, string, string])[] = [
    ['invoiceOn', claim.invoiceOn, 'today', businessDate],
    ['acceptedOn', claim.acceptedOn ?? businessDate, 'today', businessDate],
    ['invoiceOn', claim.invoiceOn, 'dueOn', claim.dueOn],
    ['today', businessDate, 'dueOn', claim.dueOn],
  ];
  return pairs
    .filter(([, a, , b]) => a > b)
    .map(([first, a, second, b]) => ({
      code: 'DATES_DISORDERED',
      facts: { first, a, second, b },
    }));
}

/**
 * calendar months from the earliest of invoice, acceptance and (when given) confirmation to
 * the due date, clamped to month ends. Over 6 months a reason is due; over 12 there is none.
 * @example 31 August to 28 February is 6 months; to 1 March it is 7.
 */
export function tenorFaults(
  claim: ClaimDates & { readonly tenorReason: string | null },
  context: Pick<Context, 'businessDate' | 'parameters'>,
): Refusal[] {
  const accepted = claim.acceptedOn ?? claim.invoiceOn;
  const start = accepted < claim.invoiceOn ? accepted : claim.invoiceOn;
  const months = tenorMonths(start, claim.dueOn);
  if (months > monthsOf(context, 'tenor.maxMonths', MAX_MONTHS)) {
    return [{ code: 'TENOR_OVER_YEAR', facts: { months, start } }];
  }
  const isLong = months > monthsOf(context, 'tenor.warnMonths', WARN_MONTHS);
  return isLong && claim.tenorReason === null
    ? [{ code: 'TENOR_REASON_MISSING', facts: { months, start } }]
    : [];
}

/** The least number of whole months that reaches from `start` to `dueOn`. */
export function tenorMonths(start: string, dueOn: string): number {
  let months = 0;
  while (months < SCAN_MONTHS_MAX && addMonths(start, months) < dueOn) months++;
  return months;
}

function monthsOf(
  { parameters, businessDate }: Pick<Context, 'businessDate' | 'parameters'>,
  key: (typeof TENOR_PARAMETERS)[number],
  fallback: number,
): number {
  const value = parameterAt(parameters.get(key), businessDate, fallback);
  return typeof value === 'number' ? value : fallback;
}
