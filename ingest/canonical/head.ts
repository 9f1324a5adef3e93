import type { Party } from '../../domain/document/index.ts';
import type { Draft } from '../locator.ts';
import { readParty } from './parts.ts';
import type { CanonicalReader } from './reader.ts';

/** What every trade document must name. */
export type Head = {
  readonly number: string;
  readonly issuedOn: string;
  readonly buyer: Party;
  readonly seller: Party;
};

/** Number, day of issue, seller and buyer; each that is missing is MAP-01. */
export function readHead(reader: CanonicalReader, draft: Draft): Head | undefined {
  const number = reader.identifier(draft.values['number'], 'number');
  const issuedOn = reader.date(draft.values['issuedOn'], 'issuedOn');
  const seller = readParty(reader, draft.parts['seller'], 'seller');
  const buyer = readParty(reader, draft.parts['buyer'], 'buyer');
  const required = { number, issuedOn, seller, buyer };
  reportMissing(reader, draft, required);
  return isComplete(required) ? required : undefined;
}

/** MAP-01 for each required member that is absent and about which nothing was said yet. */
export function reportMissing(reader: CanonicalReader, draft: Draft, required: object): void {
  const reported = new Set(reader.findings.map(f => f.path.split('.')[0]));
  for (const [name, member] of Object.entries(required)) {
    if (member === undefined && !reported.has(name)) reader.missing(name, draft.at);
  }
}

type Complete<T> = { [N in keyof T]: Exclude<T[N], undefined> };

/** Whether no member is undefined. */
export function isComplete<T extends object>(value: T): value is T & Complete<T> {
  return Object.values(value).every(member => member !== undefined);
}
