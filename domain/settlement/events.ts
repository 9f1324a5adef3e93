import type { EntityRef } from '../event/entity-ref.ts';
import type { JournalLine } from '../journal/posting.ts';
import type { MoneyWire } from '../money/index.ts';
import type { DebtChange, Division, Payout, UsedFor } from './state.ts';

export type SettlementEvent =
  | {
      readonly kind: 'cash.stated';
      readonly statement: string;
      readonly account: string;
      readonly sequence: string;
      readonly opening: MoneyWire;
      readonly closing: MoneyWire;
      readonly entries: number;
      readonly file: string;
      readonly suspect: boolean;
      readonly on: string;
    }
  | {
      readonly kind: 'cash.received';
      readonly entry: string;
      readonly account: string;
      readonly amount: MoneyWire;
      readonly valueOn: string;
      readonly payer: string | null;
      readonly payerRef: string;
      readonly statement: string;
      readonly on: string;
    }
  | {
      readonly kind: 'cash.reversed';
      readonly entry: string;
      readonly reverses: string;
      readonly account: string;
      readonly amount: MoneyWire;
      readonly valueOn: string;
      readonly statement: string;
      /** What the operator's balance bears of it, where the money had become others'. */
      readonly cover: MoneyWire | null;
      readonly on: string;
    }
  | {
      readonly kind: 'payment.matched';
      readonly match: string;
      readonly payment: string;
      readonly tier: number;
      readonly amount: MoneyWire;
      readonly allocations: readonly UsedFor[];
      readonly divisions: readonly Division[];
      /** Financings as they stand after the division. */
      readonly debts: readonly DebtChange[];
      readonly lines: readonly JournalLine[];
      readonly on: string;
    }
  | {
      readonly kind: 'payment.unmatched';
      readonly match: string;
      readonly payment: string;
      readonly amount: MoneyWire;
      readonly reason: string;
      readonly on: string;
    }
  | ({ readonly kind: 'payout.instructed'; readonly on: string } & Omit<
      Payout,
      'status' | 'instructedOn' | 'file' | 'entry' | 'endedOn' | 'reason'
    >)
  | {
      readonly kind: 'payout.sent';
      readonly file: string;
      readonly account: string;
      readonly payouts: readonly string[];
      readonly total: MoneyWire;
      readonly on: string;
    }
  | {
      readonly kind: 'payout.confirmed';
      readonly payout: string;
      readonly financing: string | null;
      readonly entry: string;
      readonly account: string;
      readonly amount: MoneyWire;
      readonly valueOn: string;
      readonly on: string;
    }
  | {
      readonly kind: 'payout.failed';
      readonly payout: string;
      readonly financing: string | null;
      readonly purpose: Payout['purpose'];
      readonly source: Payout['source'];
      readonly amount: MoneyWire;
      readonly reason: string;
      readonly on: string;
    };

type Of<K extends SettlementEvent['kind']> = Extract<SettlementEvent, { kind: K }>;

const inFlight = (payout: string): EntityRef => ({ type: 'inFlight', id: `channel~${payout}` });

/** What a payout comes out of, where that keeps count of it. */
function behind(of: Pick<Payout, 'financing' | 'purpose' | 'source'>): readonly EntityRef[] {
  if (of.financing !== null) return [{ type: 'financing', id: of.financing }];
  return of.purpose === 'refund' ? [{ type: 'payment', id: of.source.sub }] : [];
}

/** Which entities an event changes, in the order in which they are changed. */
export const settlementTargets: {
  readonly [K in SettlementEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'cash.stated': ({ statement }) => [{ type: 'statement', id: statement }],
  'cash.received': ({ entry }) => [
    { type: 'cashEntry', id: entry },
    { type: 'payment', id: entry },
  ],
  'cash.reversed': ({ entry, reverses }) => [
    { type: 'cashEntry', id: entry },
    { type: 'payment', id: reverses },
  ],
  'payment.matched': ({ match, payment, debts }) => [
    { type: 'payment', id: payment },
    { type: 'match', id: match },
    ...debts.map(({ financing }) => ({ type: 'financing' as const, id: financing })),
  ],
  'payment.unmatched': ({ match, payment }) => [
    { type: 'payment', id: payment },
    { type: 'match', id: match },
  ],
  'payout.instructed': event => [
    { type: 'payout', id: event.payout },
    ...behind(event),
    inFlight(event.payout),
  ],
  'payout.sent': ({ file, payouts }) => [
    { type: 'payoutFile', id: file },
    ...payouts.map(payout => ({ type: 'payout' as const, id: payout })),
  ],
  'payout.confirmed': ({ payout, entry }) => [
    { type: 'payout', id: payout },
    { type: 'cashEntry', id: entry },
    inFlight(payout),
  ],
  'payout.failed': event => [
    { type: 'payout', id: event.payout },
    ...behind(event),
    ...(event.purpose === 'margin' ? [{ type: 'margin' as const, id: event.source.sub }] : []),
    inFlight(event.payout),
  ],
};
