import type { BusinessDate } from '../../calendar/index.ts';
import type { Supplied } from '../facts/facts.ts';
import type { GateCode, Product } from '../table/index.ts';

/** PASS, FAIL, REFER to a person, or no facts to decide on (CR-50). */
export type GateStatus = 'PASS' | 'FAIL' | 'REFER' | 'NOT_EVALUABLE';

/** One fact behind a gate's answer; `source` names the record it was read from. */
export type GateEvidence = {
  readonly fact: string;
  readonly value: string;
  readonly source?: string;
};

export type GateResult = {
  readonly code: GateCode;
  readonly status: GateStatus;
  /** What the status counts as: a gate that cannot be evaluated is never waved through. */
  readonly counts: 'PASS' | 'FAIL' | 'REFER';
  readonly evidence: readonly GateEvidence[];
};

/** A claim put forward for funding, as the gates see it. */
export type ClaimFacts = {
  readonly ref: string;
  readonly verification: 'passed' | 'failed' | 'notAttempted';
  readonly voided: boolean;
  readonly redNoted: boolean;
  readonly altered: boolean;
  readonly pledged: boolean;
  readonly financed: boolean;
  readonly disputed: boolean;
  readonly setOffRight: boolean;
  readonly assignmentBarred: boolean;
  readonly assignmentConsent: boolean;
  readonly accepted: boolean;
  readonly assignable: boolean;
  readonly future: boolean;
  readonly contraMinor: bigint;
  readonly issuedOn: BusinessDate;
  readonly dueOn: BusinessDate;
  readonly tenorReason?: string;
};

/** What the gates decide on, beside the feature vector. */
export type GateFacts = {
  readonly role: 'supplier' | 'buyer';
  readonly product: Product;
  readonly screening: Supplied<{
    readonly screenedOn: BusinessDate;
    readonly openHits: readonly string[];
  }>;
  readonly negativeLists: Supplied<{
    readonly checkedOn: BusinessDate;
    readonly hits: readonly string[];
  }>;
  readonly identity: Supplied<{
    readonly complete: boolean;
    readonly ownersComplete: boolean;
    readonly refreshedOn: BusinessDate;
  }>;
  readonly business: Supplied<{ readonly industry: string; readonly use: string }>;
  readonly claims: Supplied<readonly ClaimFacts[]>;
  readonly buyerRecords: Supplied<
    readonly {
      readonly buyer: string;
      readonly inDefault: boolean;
      readonly balanceMinor: bigint;
      readonly over90Minor: bigint;
    }[]
  >;
  readonly circularTrades: Supplied<readonly string[]>;
  readonly voidedAfterFunding: Supplied<readonly string[]>;
  readonly sources: Supplied<
    readonly {
      readonly source: string;
      readonly kind: string;
      readonly lastOn: BusinessDate;
    }[]
  >;
  readonly overdues: Supplied<readonly { readonly ref: string; readonly days: number }[]>;
  readonly consents: Supplied<
    readonly { readonly source: string; readonly consent: boolean; readonly licence: boolean }[]
  >;
  readonly approvers: Supplied<readonly { readonly person: string; readonly related: boolean }[]>;
  readonly anchorRoom: Supplied<{
    readonly roomMinor: bigint;
    readonly concentrationFull: boolean;
  }>;
};
