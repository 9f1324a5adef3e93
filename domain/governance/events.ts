import type { EntityRef } from '../event/entity-ref.ts';
import type { Role, KeyClass } from '../party/roles.ts';
import type { Wire } from '../wire/index.ts';

export type FoundingKey = {
  readonly key: string;
  readonly publicKey: string;
  readonly class: KeyClass;
  readonly person: string;
  readonly roles: readonly Role[];
};

export type GovernanceEvent =
  | {
      readonly kind: 'channel.bootstrapped';
      readonly channel: string;
      readonly clock: 'wall' | 'test';
      readonly on: string;
      readonly organisations: readonly {
        readonly party: string;
        readonly kind: 'operator' | 'association' | 'auditor';
        readonly keys: readonly FoundingKey[];
      }[];
      readonly parameters: readonly { readonly key: string; readonly value: Wire }[];
    }
  | { readonly kind: 'day.opened'; readonly date: string }
  | { readonly kind: 'day.closed'; readonly date: string };

type Of<K extends GovernanceEvent['kind']> = Extract<GovernanceEvent, { kind: K }>;

/** Which entities an event changes, in the order in which they are changed. */
export const governanceTargets: {
  readonly [K in GovernanceEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'channel.bootstrapped': event => [
    { type: 'channel', id: event.channel },
    ...event.parameters.map(({ key }) => ({ type: 'param' as const, id: key })),
    ...event.organisations.flatMap(({ party, keys }) => [
      { type: 'party' as const, id: party },
      ...keys.map(({ key }) => ({ type: 'key' as const, id: key })),
      ...keys.map(({ publicKey }) => ({ type: 'publicKey' as const, id: publicKey })),
      ...persons(keys).map(person => ({ type: 'user' as const, id: `${party}~${person}` })),
    ]),
  ],
  'day.opened': ({ date }) => [
    { type: 'day', id: date },
    { type: 'openDays', id: 'channel' },
  ],
  'day.closed': ({ date }) => [
    { type: 'day', id: date },
    { type: 'openDays', id: 'channel' },
  ],
};

function persons(keys: readonly FoundingKey[]): readonly string[] {
  return [...new Set(keys.map(({ person }) => person))];
}
