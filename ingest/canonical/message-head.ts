import {
  partyKey,
  type Message,
  type MessageKind,
  type Party,
  type Ref,
} from '../../domain/document/index.ts';
import { exactText } from '../../domain/evidence/index.ts';
import type { Currency } from '../../domain/money/index.ts';
import type { Draft } from '../locator.ts';
import { isComplete, reportMissing } from './head.ts';
import { buildHeader, identify, type CanonicalContext } from './header.ts';
import type { Built } from './invoice.ts';
import { present, readParty } from './parts.ts';
import type { CanonicalReader } from './reader.ts';

export type Head = {
  readonly number: string;
  readonly issuedOn: string;
  readonly issuer: Party;
  readonly recipient?: Party;
};

export type From<K extends MessageKind> = {
  readonly reader: CanonicalReader;
  readonly draft: Draft;
  readonly context: CanonicalContext;
  readonly kind: K;
};

/** What no amount of a message says; it stands in the header and is used nowhere. */
export const NO_CURRENCY: Currency = 'CNY';

/** Number, day, who sent it and to whom; MAP-01 for each that is missing. */
export function readMessageHead({ reader, draft }: From<MessageKind>): Head | undefined {
  const { values, parts } = draft;
  const required = {
    number: reader.identifier(values['number'], 'number'),
    issuedOn: reader.date(values['issuedOn'], 'issuedOn'),
    issuer: readParty(reader, parts['issuer'], 'issuer'),
  };
  reportMissing(reader, draft, required);
  if (!isComplete(required)) return undefined;
  const recipient = readParty(reader, parts['recipient'], 'recipient');
  return { ...required, ...present({ recipient }) };
}

/** Joins the header of a message with its own members. */
export function finish<K extends MessageKind, B extends object>(
  from: From<K>,
  head: Head,
  of: {
    readonly currency: Currency;
    readonly refs: readonly Ref[];
    readonly body: B;
    /** What else tells two messages of one number apart. */
    readonly about?: string | undefined;
  },
): Built<Extract<Message, { kind: K }>> {
  const { reader, draft, context, kind } = from;
  const { number, issuedOn, issuer, recipient } = head;
  const { currency, refs, body } = of;
  const about = of.about ?? refs.map(r => r.number).join(' ');
  const key = [kind, partyKey(issuer), exactText(number), issuedOn.slice(0, 4), about];
  const identified = identify(context, key);
  const header = buildHeader(
    { reader, draft, context, id: identified.id },
    { number, issuedOn, currency, refs },
  );
  const document = { ...header, kind, issuer, ...present({ recipient }), ...body };
  return { ...identified, document: document as unknown as Extract<Message, { kind: K }> };
}

export type Builder<K extends MessageKind> = (
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext,
) => Built<Extract<Message, { kind: K }>> | undefined;
