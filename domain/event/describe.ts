import { formatMoney, fromWire, isCurrency } from '../money/index.ts';
import { isList, isObject, type Wire } from '../wire/index.ts';
import type { EventKind, LedgerEvent } from './event.ts';
import { claimLifeSentences } from './sentences/claim-life.ts';
import { controlSentences } from './sentences/control.ts';
import { creditSentences } from './sentences/credit.ts';
import { bufferSentences } from './sentences/buffer.ts';
import { disputeSentences } from './sentences/dispute.ts';
import { engagementSentences } from './sentences/engagement.ts';
import { evidenceSentences } from './sentences/evidence.ts';
import { financingSentences } from './sentences/financing.ts';
import { governanceSentences } from './sentences/governance.ts';
import { hedgeSentences } from './sentences/hedge.ts';
import { labelSentences } from './sentences/label.ts';
import { lossSentences } from './sentences/loss.ts';
import { journalSentences } from './sentences/journal.ts';
import { loanSentences } from './sentences/order-loan.ts';
import { orderSentences } from './sentences/order.ts';
import { partnerSentences } from './sentences/partner.ts';
import { partySentences } from './sentences/party.ts';
import { quoteSentences } from './sentences/quote.ts';
import { receivableSentences } from './sentences/receivable.ts';
import { securitisationSentences } from './sentences/securitisation.ts';
import { settlementSentences } from './sentences/settlement.ts';
import type { EventText } from './sentences/text.ts';

/** The sentence of every event kind. */
export const EVENT_TEXTS: Readonly<Record<EventKind, EventText>> = {
  ...governanceSentences,
  ...controlSentences,
  ...partySentences,
  ...orderSentences,
  ...loanSentences,
  ...receivableSentences,
  ...claimLifeSentences,
  ...disputeSentences,
  ...labelSentences,
  ...hedgeSentences,
  ...financingSentences,
  ...quoteSentences,
  ...settlementSentences,
  ...lossSentences,
  ...bufferSentences,
  ...partnerSentences,
  ...journalSentences,
  ...creditSentences,
  ...engagementSentences,
  ...evidenceSentences,
  ...securitisationSentences,
};

export type DescribeOptions = {
  readonly language: keyof EventText;
  /** What a party is called for this reader; its id when left out. */
  readonly nameOf?: (party: string) => string;
};

/** One sentence about an event, with the event's own figures. */
export function describeEvent(event: LedgerEvent, options: DescribeOptions): string {
  const nameOf = options.nameOf ?? (party => party);
  const text = EVENT_TEXTS[event.kind][options.language];
  return text.replace(/\{(@?)([\w.]+)\}/g, (_, party: string, path: string) => {
    const value = valueAt(event, path);
    if (party === '@' && typeof value === 'string') return nameOf(value);
    return shown(value);
  });
}

function valueAt(event: LedgerEvent, path: string): Wire | undefined {
  let value: Wire | undefined = event;
  for (const name of path.split('.')) {
    if (!isObject(value)) return undefined;
    value = value[name];
  }
  return value;
}

function shown(value: Wire | undefined): string {
  if (value === undefined || value === null) return '–';
  if (isList(value)) return String(value.length);
  if (!isObject(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  const { minor, currency } = value;
  if (typeof minor !== 'string' || typeof currency !== 'string') return '–';
  return isCurrency(currency) ? formatMoney(fromWire({ minor, currency })) : minor;
}
