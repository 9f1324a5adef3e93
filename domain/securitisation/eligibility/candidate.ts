import type { BusinessDate } from '../../calendar/index.ts';
import type { RuleCode } from './checks.ts';

/** What is known of an asset when it is judged. Absent knowledge never counts as good. */
export type Candidate = {
  readonly id: string;
  readonly claim: {
    readonly confirmedByDebtor: boolean;
    readonly deliveryProved: boolean;
    readonly unconditional: boolean;
    readonly defence: boolean;
    readonly disputed: boolean;
    readonly startOn: BusinessDate;
    readonly dueOn: BusinessDate;
    readonly currency: string;
    readonly face: bigint;
  };
  readonly title: {
    readonly free: bigint;
    readonly offered: bigint;
    readonly fingerprintUsed: boolean;
    readonly wholeContract: boolean;
    readonly splitIdentified: boolean;
    readonly assignable: boolean;
    readonly noticePossible: boolean;
  };
  readonly obligor: {
    readonly defaulted: boolean;
    readonly badRecord: boolean;
    /** Grade of the debtor: AAA, AA, A, BBB …; `null` without one. */
    readonly grade: string | null;
    readonly affiliateSharePpm: number;
    readonly dishonest: boolean;
  };
  readonly checks: {
    readonly negativeList: boolean;
    readonly screeningHit: boolean;
    readonly planAccount: boolean;
    readonly taxInvoiceVerified: boolean;
    readonly matchDifferencePpm: number | null;
    readonly licenceUntil: BusinessDate | null;
    readonly coveragePpm: number | null;
    readonly lookThroughComplete: boolean;
    readonly leaseRegistered: boolean;
  };
  /** The record behind each finding, where there is one. */
  readonly evidence: Readonly<Partial<Record<RuleCode, string>>>;
};
