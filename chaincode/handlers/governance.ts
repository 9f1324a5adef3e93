import { decideBootstrap, decideDayClose, decideDayOpen } from '../../domain/governance/index.ts';
import { handler } from '../handler.ts';
import { REGISTRY_KEY, registryKeyOf } from '../registry.ts';
import { COLLECTION_REGISTRY_KEY } from '../state-keys.ts';

/** Handlers of the channel's own acts. */
export const governanceHandlers = {
  'channel.bootstrap': handler<'channel.bootstrap', Parameters<typeof decideBootstrap>[0]>({
    load: async (tx, _act, input) => {
      const name = tx.stub.getChannelID();
      const registryKey = registryKeyOf(input);
      return { name, channel: await tx.entity('channel', name), registryKey };
    },
    decide: decideBootstrap,
    keep: ({ registryKey: value }) => {
      const place = { collection: COLLECTION_REGISTRY_KEY, key: REGISTRY_KEY };
      return value === null ? [] : [{ ...place, value }];
    },
  }),
  'day.open': handler<'day.open', Parameters<typeof decideDayOpen>[0]>({
    load: async tx => ({
      days: await tx.entity('openDays', 'channel'),
      periods: await tx.entity('periods', 'channel'),
    }),
    decide: decideDayOpen,
  }),
  'day.close': handler<'day.close', Parameters<typeof decideDayClose>[0]>({
    load: async (tx, act) => ({
      day: await tx.entity('day', act.body.date),
      days: await tx.entity('openDays', 'channel'),
    }),
    decide: decideDayClose,
  }),
};
