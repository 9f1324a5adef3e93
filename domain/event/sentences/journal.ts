import type { JournalEvent } from '../../journal/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const journalSentences: Readonly<Record<JournalEvent['kind'], EventText>> = {
  'journal.posted': {
    en: '{lines} lines were posted; debits equal credits.',
    zh: '已过账 {lines} 行，借贷相等。',
  },
  'balance.folded': {
    en: 'The balance of {@party} in {currency} was folded.',
    zh: '{@party} 的 {currency} 余额已归集。',
  },
};
