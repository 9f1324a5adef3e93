import type { EntityRef } from '../event/entity-ref.ts';
import type { Currency } from '../money/index.ts';
import type { JournalLine } from './posting.ts';

export type JournalEvent =
  | {
      /** At most one an act: everything that the act moves. */
      readonly kind: 'journal.posted';
      readonly act: string;
      readonly period: string;
      readonly on: string;
      readonly lines: readonly JournalLine[];
    }
  | {
      readonly kind: 'balance.folded';
      readonly party: string;
      readonly currency: Currency;
      readonly upTo: string;
      /** Σ of the rows in minor units, how many, and the SHA-256 over them. */
      readonly sum: string;
      readonly acts: readonly string[];
      readonly hash: string;
    };

type Of<K extends JournalEvent['kind']> = Extract<JournalEvent, { kind: K }>;

/** Which entities an event changes, in the order in which they are changed. */
export const journalTargets: {
  readonly [K in JournalEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'journal.posted': ({ act, period, lines }) => [
    { type: 'journalEntry', id: `${period}~${act}` },
    ...balanceLines(lines, 'credit').map(place => {
      return { type: 'balanceDelta' as const, id: `${place}~${act}` };
    }),
    ...balanceLines(lines, 'debit').map(place => ({ type: 'balance' as const, id: place })),
  ],
  'balance.folded': ({ party, currency, acts }) => [
    { type: 'balance', id: `${party}~${currency}` },
    ...acts.map(act => ({ type: 'balanceDelta' as const, id: `${party}~${currency}~${act}` })),
  ],
};

/** `<party>~<currency>` of every client balance that one side of the lines touches. */
function balanceLines(lines: readonly JournalLine[], side: JournalLine['side']): string[] {
  const own = lines.filter(line => line.account === '2101' && line.side === side);
  return [...new Set(own.map(({ sub, amount }) => `${sub ?? ''}~${amount.currency}`))];
}
