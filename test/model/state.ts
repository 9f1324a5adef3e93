import { ModelBuffer } from './buffer-state.ts';
import { ModelPartners } from './partner-state.ts';

/** A claim as the second model knows it. Amounts are minor units of CNY. */
export type ModelClaim = {
  readonly id: string;
  readonly invoice: string;
  readonly face: bigint;
  readonly dueOn: string;
  readonly offeredOn: string;
  status: string;
  /** What the debtor signed; empty when it did not. */
  undertaking: '' | 'irrevocable' | 'setOffReserved';
  flags: string[];
  frozen: boolean;
  agedTo: number;
};

/** A part of a claim: `amount = outstanding + splitOut + paid + writtenOff`. */
export type ModelHolding = {
  readonly id: string;
  readonly claim: string;
  readonly amount: bigint;
  readonly tier: number;
  holder: string;
  /** Who has what is left when the funder has its money. */
  residualTo: string;
  state: 'free' | 'reserved' | 'sold' | 'split' | 'closed';
  outstanding: bigint;
  splitOut: bigint;
  paid: bigint;
  writtenOff: bigint;
};

export type ModelFinancing = {
  readonly id: string;
  readonly holding: string;
  readonly claim: string;
  readonly holder: string;
  readonly requestedOn: string;
  readonly payOn: string;
  readonly days: number;
  readonly advance: bigint;
  readonly discount: bigint;
  readonly fee: bigint;
  status: string;
  acceptedOn: string;
  clearedOn: string;
  filed: boolean;
  principal: bigint;
  writtenOff: bigint;
  lateDue: bigint;
  lateTo: string;
  payout: string;
};

export type ModelPayout = {
  readonly id: string;
  readonly financing: string;
  readonly cash: bigint;
  status: 'instructed' | 'sent' | 'confirmed' | 'failed';
  /** It stands in a file: its bank knows it from then on. */
  filed: boolean;
  /** The broker's buffer pays it, not the funder. */
  readonly isBuffers?: boolean;
};

/** An order with a signature (300,000 of the weight) and a delivery (700,000). */
export type ModelOrder = {
  readonly id: string;
  readonly number: string;
  readonly registeredOn: string;
  value: bigint;
  status: string;
  version: number;
  revision: number;
  signed: boolean;
  /** Attested millionths of the delivery. */
  delivered: bigint;
  /** The loan that has first right on it; empty when none. */
  loan: string;
};

export type ModelDraw = {
  readonly id: string;
  readonly amount: bigint;
  status: 'asked' | 'instructed' | 'sent' | 'paid';
  payout: string;
};

export type ModelLoan = {
  readonly id: string;
  readonly order: string;
  readonly amount: bigint;
  readonly dueOn: string;
  status: string;
  /** The quote that waits for an answer, and its day. */
  quote: string;
  quotedOn: string;
  acceptedOn: string;
  readonly draws: ModelDraw[];
  principal: bigint;
  interestDue: bigint;
  lateDue: bigint;
  /** To this day interest is counted. */
  countedTo: string;
};

/** Days between two days, by a calendar of its own. */
export function daysFrom(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Business days on which a financing or a loan may begin, each with the next one, from a printed calendar. */
const NEXT_DAY: Readonly<Record<string, string>> = {
  '2026-03-03': '2026-03-04',
  '2026-03-04': '2026-03-05',
  '2026-03-05': '2026-03-06',
  '2026-03-06': '2026-03-09',
  '2026-03-09': '2026-03-10',
  '2026-03-10': '2026-03-11',
  '2026-03-25': '2026-03-26',
  // Before the days of Qingming.
  '2026-04-03': '2026-04-07',
  '2026-06-17': '2026-06-18',
};

/** The business day after one on which a financing may begin. */
export function nextDayOf(day: string): string {
  return NEXT_DAY[day] ?? '';
}

/** Half up, for amounts that are not negative. */
export function halfUp(amount: bigint, by: bigint): bigint {
  return (2n * amount + by) / (2n * by);
}

/** Everything the second model knows: plain maps, and money by account. */
export class ModelState {
  today = '2026-03-03';
  readonly claims = new Map<string, ModelClaim>();
  readonly holdings = new Map<string, ModelHolding>();
  readonly financings = new Map<string, ModelFinancing>();
  readonly payouts = new Map<string, ModelPayout>();
  readonly orders = new Map<string, ModelOrder>();
  readonly loans = new Map<string, ModelLoan>();
  readonly buffer = new ModelBuffer();
  readonly partners = new ModelPartners();
  /** Totals of invoices by number. */
  readonly invoices = new Map<string, bigint>();
  /** Debits less credits, by account and sub-account; never holds a zero. */
  readonly accounts = new Map<string, bigint>();
  /** What a funder has paid in: counted from the fold on. */
  folded = 0n;
  pending = 0n;
  /** What the operator has of its own, counted from the fold on. */
  ownFolded = 0n;
  /** Payments that were divided over a claim, whole. */
  readonly paid: { readonly entry: string; readonly minor: bigint; isBack: boolean }[] = [];
  searchedOn = '';
  /** Flags that were ever raised. */
  readonly flagsEver = new Set<string>();

  /** Debit of one account, credit of another. */
  post(debit: string, credit: string, amount: bigint): void {
    for (const [account, minor] of [
      [debit, amount],
      [credit, -amount],
    ] as const) {
      const left = (this.accounts.get(account) ?? 0n) + minor;
      if (left === 0n) this.accounts.delete(account);
      else this.accounts.set(account, left);
    }
  }

  /** Parts of a claim in which money is outstanding. */
  liveOf(claim: string): ModelHolding[] {
    return [...this.holdings.values()]
      .filter(part => part.claim === claim && part.outstanding > 0n)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** What is still owed on a claim, and what was given up of it. */
  openOf(claim: string): { readonly outstanding: bigint; readonly lost: bigint } {
    const parts = [...this.holdings.values()].filter(part => part.claim === claim);
    const sum = (pick: (part: ModelHolding) => bigint): bigint =>
      parts.reduce((whole, part) => whole + pick(part), 0n);
    return { outstanding: sum(part => part.outstanding), lost: sum(part => part.writtenOff) };
  }

  /** What live financings take of every line. */
  taken(): bigint {
    const open = ['committed', 'cleared', 'disbursing', 'active', 'overdue', 'defaulted'];
    return [...this.financings.values()].reduce((whole, { status, advance, principal }) => {
      if (!open.includes(status)) return whole + (status === 'writtenOff' ? principal : 0n);
      return (
        whole + (['committed', 'cleared', 'disbursing'].includes(status) ? advance : principal)
      );
    }, 0n);
  }

  /** What the card has given in all, accepted ones too: money that comes back refills no card. */
  cardTaken(): bigint {
    const gone = ['requested', 'cancelled', 'expired'];
    const given = [...this.financings.values()].filter(({ status }) => !gone.includes(status));
    return given.reduce((whole, { advance }) => whole + advance, 0n);
  }
}
