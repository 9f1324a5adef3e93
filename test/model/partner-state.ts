/** What a partner earned or gave back, once. */
export type ModelLine = {
  readonly partner: string;
  readonly kind: string;
  readonly base: bigint;
  readonly disbursed: bigint;
  readonly on: string;
};

/** A partner's statement of a month, or of a quarter's profit. */
export type ModelShare = {
  readonly id: string;
  readonly partner: string;
  readonly kind: string;
  readonly base: bigint;
  readonly gross: bigint;
  readonly reserve: bigint;
  readonly carried: bigint;
  readonly closedOn: string;
  status: 'computed' | 'disputed' | 'settled';
  payout: string;
};

/** Money on its way to a partner: its margin, or its share. */
export type ModelOrder = {
  readonly id: string;
  readonly partner: string;
  readonly amount: bigint;
  readonly of: 'margin' | 'share';
  status: 'instructed' | 'sent' | 'paid' | 'failed';
};

/** Partners as the second model knows them. */
export class ModelPartners {
  readonly lines = new Map<string, ModelLine>();
  /** Refunds that a statement left below zero, as lines of a later month. */
  readonly carries: ModelLine[] = [];
  readonly closed = new Set<string>();
  readonly shares = new Map<string, ModelShare>();
  readonly held = new Map<string, bigint>();
  readonly called = new Map<string, { readonly target: bigint; readonly dueOn: string }>();
  readonly orders = new Map<string, ModelOrder>();
  reserve = 0n;

  heldBy(partner: string): bigint {
    return this.held.get(partner) ?? 0n;
  }

  hold(partner: string, amount: bigint): void {
    this.held.set(partner, this.heldBy(partner) + amount);
  }
}
