import type { MoneyWire } from '../money/index.ts';

/** What a firm is asked for: an issue of securities, or several of them together. */
export const ENGAGEMENT_KINDS = ['bond', 'equity', 'esop', 'abs', 'package'] as const;
export type EngagementKind = (typeof ENGAGEMENT_KINDS)[number];

/** Stages in their order (receivables.md §13). */
export const STAGES = [
  'intake',
  'diligence',
  'drafting',
  'internalApproval',
  'filing',
  'feedback',
  'registered',
  'issue',
  'postIssue',
] as const;
export type Stage = (typeof STAGES)[number];

/** Roles of the firms that take part. */
export const FIRM_ROLES = [
  'accountant',
  'lawyer',
  'rater',
  'bank',
  'appraiser',
  'verifier',
] as const;
export type FirmRole = (typeof FIRM_ROLES)[number];

/** Who takes what was done: the enterprise or the broker. */
export const RECEIVERS = ['enterprise', 'broker'] as const;
export type Receiver = (typeof RECEIVERS)[number];

export type Member = {
  readonly role: FirmRole;
  readonly firm: string;
  /** SHA-256 of the scope of its work. */
  readonly scope: string;
  readonly fee: MoneyWire;
  readonly invitedOn: string;
  readonly joinedOn: string | null;
  readonly leftOn: string | null;
};

/** A statement that a professional must have signed before a gate opens. */
export type Needed = { readonly statement: string; readonly role: FirmRole; readonly stage: Stage };

/** Who does what for an issue; key `engagement~<id>`. */
export type Engagement = {
  readonly engagement: string;
  readonly status: 'open' | 'closed' | 'abandoned';
  readonly kind: EngagementKind;
  readonly template: string;
  readonly enterprise: string;
  readonly size: MoneyWire;
  readonly baselineDays: number;
  /** Where its documents and confirmations lie: its own room, or that of the package it joined. */
  readonly room: string;
  readonly stage: Stage;
  /** Each stage with the day on which it began: the measure of R-126. */
  readonly stages: readonly { readonly stage: Stage; readonly on: string }[];
  readonly members: readonly Member[];
  readonly tasks: readonly { readonly task: string; readonly stage: Stage }[];
  readonly needs: readonly Needed[];
  /** Units that may be granted, and granted less lapsed: of an ESOP only. */
  readonly esop: { readonly pool: string; readonly granted: string } | null;
  readonly openedOn: string;
  readonly endedOn: string | null;
  readonly reason: string | null;
};

/** A piece of work; key `task~<engagement>~<code>`. */
export type Task = {
  readonly engagement: string;
  readonly task: string;
  readonly status: 'open' | 'assigned' | 'submitted' | 'accepted';
  readonly role: FirmRole;
  readonly receiver: Receiver;
  readonly stage: Stage;
  readonly dueOn: string;
  /** Tasks that are accepted before it is submitted. */
  readonly after: readonly string[];
  readonly firm: string | null;
  readonly docs: readonly string[];
  /** How often it was sent back. */
  readonly returns: number;
  readonly reason: string | null;
};

export type RoomDocument = {
  readonly hash: string;
  readonly kind: string;
  readonly owner: string;
  readonly readers: readonly string[];
  readonly deliveredOn: string;
  readonly supersededBy: string | null;
};

/** A figure that a confirmation is about; `source` is the object of the ledger that holds it. */
export type Figure = {
  readonly key: string;
  readonly value: string;
  readonly asOf: string;
  readonly source?: string | undefined;
};

/** A professional's signed statement on exact documents and figures. */
export type Confirmed = {
  readonly confirmation: string;
  readonly statement: string;
  readonly firm: string;
  readonly docs: readonly string[];
  readonly figures: readonly Figure[];
  readonly on: string;
  readonly status: 'alive' | 'lapsed' | 'withdrawn';
};

/** Documents and confirmations of one engagement, or of a package of them; key `room~<id>`. */
export type Room = {
  readonly room: string;
  readonly engagements: readonly string[];
  readonly parties: readonly string[];
  readonly requests: readonly {
    readonly kind: string;
    readonly of: string;
    readonly by: string;
    readonly on: string;
  }[];
  readonly documents: readonly RoomDocument[];
  readonly confirmations: readonly Confirmed[];
};

/** Units promised to somebody who is named off the ledger; key `esopGrant~<engagement>~<id>`. */
export type EsopGrant = {
  readonly engagement: string;
  readonly enterprise: string;
  readonly grant: string;
  /** Commitment to holder and terms, and the hash of the vesting schedule. */
  readonly commitment: string;
  readonly schedule: string;
  readonly units: string;
  readonly vested: string;
  readonly lapsed: string;
  readonly grantedOn: string;
};

export type EngagementEntities = {
  engagement: Engagement;
  task: Task;
  room: Room;
  esopGrant: EsopGrant;
};
