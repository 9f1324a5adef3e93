import type { Act } from '../act/index.ts';
import type { Key } from './state.ts';

type Introduced = Pick<Key, 'key' | 'publicKey' | 'class' | 'person' | 'party'>;

/**
 * Keys that an act brings with it: each must sign the act too (proof of possession), and counts as
 * no approval. Their validity starts only when the act's event is applied.
 */
export function introducedKeys(act: Act): readonly Key[] {
  return introduced(act).map(key => ({ ...key, validFrom: '', validUntil: '', state: 'pending' }));
}

function introduced(act: Act): readonly Introduced[] {
  if (act.kind === 'channel.bootstrap') {
    return act.body.organisations.flatMap(({ party, keys }) =>
      keys.map(key => ({ ...key, party })),
    );
  }
  if (act.kind === 'party.apply') return [{ ...act.body.firstKey, party: act.body.party }];
  if (act.kind !== 'key.register' && act.kind !== 'key.recover') return [];
  const { key, publicKey, class: keyClass, person } = act.body;
  const party = act.kind === 'key.recover' ? act.body.party : act.actor;
  return [{ key, publicKey, class: keyClass, person, party }];
}
