import type { ApplyEntity } from '../event/entity-ref.ts';
import type { Currency } from '../money/index.ts';
import type { JournalLine } from './posting.ts';
import type { JournalEntities } from './state.ts';

/** How journal entries and balances change by events. Other events leave them as they are. */
export const applyJournal: {
  readonly [T in keyof JournalEntities]: ApplyEntity<JournalEntities[T]>;
} = {
  journalEntry: (state, event) => {
    if (event.kind !== 'journal.posted') return state;
    const { act, period, on, lines } = event;
    return { act, period, on, lines };
  },
  balance: (state, event, id) => {
    const [party = '', currency = ''] = id.split('~');
    const empty = { party, currency: currency as Currency, folded: '0', count: 0, hash: null };
    const before = state ?? empty;
    if (event.kind === 'journal.posted') {
      const debit = movedOf(event.lines, { party, currency, side: 'debit' });
      return { ...before, folded: (BigInt(before.folded) - debit).toString() };
    }
    if (event.kind === 'balance.folded') {
      const folded = (BigInt(before.folded) + BigInt(event.sum)).toString();
      return { ...before, folded, count: before.count + event.acts.length, hash: event.hash };
    }
    return state;
  },
  balanceDelta: (state, event, id) => {
    if (event.kind === 'journal.posted') {
      const [party = '', currency = ''] = id.split('~');
      const minor = movedOf(event.lines, { party, currency, side: 'credit' }).toString();
      const { act, on } = event;
      return { party, currency: currency as Currency, act, on, minor };
    }
    // A folded row is taken away: the folded balance holds its amount now.
    return event.kind === 'balance.folded' ? undefined : state;
  },
};

function movedOf(
  lines: readonly JournalLine[],
  of: {
    readonly party: string;
    readonly currency: string;
    readonly side: JournalLine['side'];
  },
): bigint {
  return lines
    .filter(line => line.account === '2101' && line.side === of.side && line.sub === of.party)
    .filter(({ amount }) => amount.currency === of.currency)
    .reduce((total, { amount }) => total + BigInt(amount.minor), 0n);
}
