import type { CreditEvent } from '../../credit/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const creditSentences: Readonly<Record<CreditEvent['kind'], EventText>> = {
  'attestation.recorded': {
    en: 'An attestation on {@body.subject} was recorded.',
    zh: '已登记对 {@body.subject} 的评估证明。',
  },
};
