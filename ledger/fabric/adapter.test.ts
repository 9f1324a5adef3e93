import type { Clock } from '../clock.ts';
import { FabricAdapter } from './adapter.ts';
import { notSent } from './faults.ts';
import type { Profile } from './profile.ts';
import type { Prepared, Refused, Transport } from './transport.ts';

const TX_ID = 'ab'.repeat(32);
const prepared = { txId: TX_ID, envelope: new Uint8Array([1]) } as Prepared;
const unreachable = notSent('UNREACHABLE', 'read ECONNRESET');

/** Waits pass at once. */
const clock: Clock = {
  nowMs: () => 0,
  after(_milliseconds, run) {
    const timer = setImmediate(run);
    return () => {
      clearImmediate(timer);
    };
  },
};

/** A network whose peers endorse, and answer no question about the channel. */
function mute(endorsed: Prepared | Refused) {
  const ordered: Prepared[] = [];
  const transport = {
    kind: 'gateway',
    endorse: () => Promise.resolve(endorsed),
    evaluate: () => Promise.resolve(unreachable),
    order: (one: Prepared) => {
      ordered.push(one);
      return Promise.resolve(null);
    },
    close: () => Promise.resolve(),
  } as unknown as Transport;
  const profile = { channel: 'tally', chaincode: 'tally' } as Profile;
  const ledger = new FabricAdapter({ transport, profile, clock, random: () => 0 });
  return { ledger, ordered };
}

test('where the height cannot be asked, nothing is ordered and the act is not sent', async () => {
  const { ledger, ordered } = mute(prepared);
  expect(await ledger.order(prepared)).toEqual(unreachable);
  expect(ordered).toEqual([]);
  await ledger.close();
});

test('an act done before whose transaction cannot be read back is asked for again', async () => {
  const { ledger } = mute({ kind: 'refused', message: `ACT_DONE {"txId":"${TX_ID}"}` });
  const act = { id: 'act-1' as never, text: '{}' };
  expect(await ledger.submit(act, { record: () => Promise.resolve() })).toEqual(unreachable);
  await ledger.close();
});
