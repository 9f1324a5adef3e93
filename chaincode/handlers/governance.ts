import { decideBootstrap, decideDayClose, decideDayOpen } from '../../domain/governance/index.ts';
import { handler } from '../handler.ts';

/** Handlers of the channel's own acts. */
export const governanceHandlers = {
  'channel.bootstrap': handler<'channel.bootstrap', Parameters<typeof decideBootstrap>[0]>({
    load: async tx => {
      const name = tx.stub.getChannelID();
      return { name, channel: await tx.entity('channel', name) };
    },
    decide: decideBootstrap,
  }),
  'day.open': handler<'day.open', Parameters<typeof decideDayOpen>[0]>({
    load: async tx => ({ days: await tx.entity('openDays', 'channel') }),
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
