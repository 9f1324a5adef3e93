import { addMonths, daysBetween, type BusinessDate } from '../../calendar/index.ts';
import type { Candidate } from './candidate.ts';

type Params = Readonly<Record<string, string | number>>;
type Wanting = { readonly found: string; readonly required: string };
type Check = (asset: Candidate, params: Params, on: BusinessDate) => Wanting | null;

/** Grades from best to worst. */
const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'CC', 'C', 'D'];

function must(held: boolean, found: string, required: string): Wanting | null {
  return held ? null : { found, required };
}

function numberOf(params: Params, name: string, otherwise: number): number {
  const value = params[name];
  return value === undefined ? otherwise : Number(value);
}

function minorOf(params: Params, name: string): bigint | null {
  const value = params[name];
  return value === undefined ? null : BigInt(value);
}

const claimChecks = {
  'EL-01': ({ claim }) => must(claim.confirmedByDebtor, 'not confirmed', "the debtor's key"),
  'EL-02': ({ claim }) => must(claim.deliveryProved, 'no proof', 'delivery proved'),
  'EL-03': ({ claim }) => must(claim.unconditional, 'conditional', 'due and certain'),
  'EL-04': ({ claim }) => must(!claim.defence, 'defence or set-off', 'none'),
  'EL-05': ({ claim }) => must(!claim.disputed, 'in dispute', 'none'),
  'EL-06': ({ claim }, params, on) => {
    const days = Math.max(0, daysBetween(claim.dueOn, on));
    const most = numberOf(params, 'days', 0);
    return must(days <= most, `${days} days overdue`, `at most ${most}`);
  },
  'EL-07': ({ claim }, params) => {
    const end = String(params['until'] ?? '');
    return must(end === '' || claim.dueOn <= end, claim.dueOn, `by ${end}`);
  },
  'EL-08': ({ claim }, params) => {
    const months = numberOf(params, 'months', 12);
    const latest = addMonths(claim.startOn, months);
    return must(claim.dueOn <= latest, claim.dueOn, `by ${latest}`);
  },
  'EL-09': ({ claim }, params) => {
    const currency = String(params['currency'] ?? 'CNY');
    return must(claim.currency === currency, claim.currency, currency);
  },
  'EL-10': ({ claim }, params) => {
    const [least, most] = [minorOf(params, 'min'), minorOf(params, 'max')];
    const within = (least === null || claim.face >= least) && (most === null || claim.face <= most);
    return must(within, claim.face.toString(), `${least ?? 0n} to ${most ?? 'any'}`);
  },
} as const satisfies Record<string, Check>;

const titleChecks = {
  'EL-11': ({ title }) =>
    must(title.free >= title.offered, title.free.toString(), title.offered.toString()),
  'EL-12': ({ title }) => must(!title.fingerprintUsed, 'already used', 'first use'),
  'EL-13': ({ title }) =>
    must(
      title.wholeContract || title.splitIdentified,
      'a part without identification',
      'the whole',
    ),
  'EL-14': ({ title }) => must(title.assignable, 'not assignable', 'assignable'),
  'EL-15': ({ title }) => must(title.noticePossible, 'not possible', 'notice to the debtor'),
} as const satisfies Record<string, Check>;

const obligorChecks = {
  'EL-16': ({ obligor }) => must(!obligor.defaulted, 'defaulted', 'none'),
  'EL-17': ({ obligor }) => must(!obligor.badRecord, 'bad record', 'none'),
  'EL-18': ({ obligor }, params) => {
    const least = String(params['grade'] ?? 'BBB');
    const rank = (grade: string | null): number => {
      const place = grade === null ? -1 : GRADES.indexOf(grade);
      return place < 0 ? GRADES.length : place;
    };
    return must(
      rank(obligor.grade) <= rank(least),
      obligor.grade ?? 'no grade',
      `${least} or better`,
    );
  },
  'EL-19': ({ obligor }, params) => {
    const cap = numberOf(params, 'ppm', 0);
    return must(
      obligor.affiliateSharePpm <= cap,
      `${obligor.affiliateSharePpm} ppm`,
      `at most ${cap}`,
    );
  },
  'EL-20': ({ obligor }) => must(!obligor.dishonest, 'on the list', 'no dishonest debtor'),
} as const satisfies Record<string, Check>;

const lawChecks = {
  'EL-21': ({ checks }) => must(!checks.negativeList, 'on the negative list', 'not on it'),
  'EL-22': ({ checks }) => must(!checks.screeningHit, 'hit', 'clear'),
  'EL-23': ({ checks }) => must(checks.planAccount, 'another account', "the plan's account"),
  'EL-24': ({ checks }) => must(checks.taxInvoiceVerified, 'not verified', 'verified tax invoice'),
  'EL-25': ({ checks }, params) => {
    const tolerance = numberOf(params, 'ppm', 0);
    const { matchDifferencePpm: found } = checks;
    const within = found !== null && Math.abs(found) <= tolerance;
    return must(within, found === null ? 'no match' : `${found} ppm`, `within ${tolerance}`);
  },
  'EL-26': ({ checks }, params) => {
    const until = String(params['until'] ?? '');
    const { licenceUntil } = checks;
    return must(
      licenceUntil !== null && licenceUntil >= until,
      licenceUntil ?? 'no licence',
      until,
    );
  },
  'EL-27': ({ checks }, params) => {
    const least = numberOf(params, 'ppm', 1_000_000);
    const { coveragePpm } = checks;
    const enough = coveragePpm !== null && coveragePpm >= least;
    return must(
      enough,
      coveragePpm === null ? 'unknown' : `${coveragePpm} ppm`,
      `at least ${least}`,
    );
  },
  'EL-28': ({ checks }) => must(checks.lookThroughComplete, 'incomplete', 'complete'),
  'EL-29': ({ checks }) => must(checks.leaseRegistered, 'not registered', 'registered ownership'),
} as const satisfies Record<string, Check>;

/** Each eligibility rule by its code: `null` when it holds (SEC-28). */
export const CHECKS: { readonly [C in RuleCode]: Check } = {
  ...claimChecks,
  ...titleChecks,
  ...obligorChecks,
  ...lawChecks,
};

export type RuleCode =
  | keyof typeof claimChecks
  | keyof typeof titleChecks
  | keyof typeof obligorChecks
  | keyof typeof lawChecks;
