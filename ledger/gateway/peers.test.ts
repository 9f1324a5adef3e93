import { generateKeyPairSync } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Profile } from '../fabric/profile.ts';
import { Peers } from './peers.ts';

// A line can die without a word: the library goes on to call it whole. What is known then is only
// that calls end at their deadline and that nothing else comes back.

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const node = { name: 'peer0', address: 'localhost:1', serverName: 'peer0', rootPem: '' };

function opened(count: number): { readonly peers: Peers; pass(milliseconds: number): void } {
  let nowMs = 1_000_000;
  const clock = { nowMs: () => nowMs } as unknown as Clock;
  const profile = {
    channel: 'tally',
    gateways: Array.from({ length: count }, () => node),
    identity: { mspId: 'BrokerMSP', certificate: 'certificate', key: privateKey },
    tls: null,
  } as unknown as Profile;
  return { peers: new Peers(profile, clock), pass: milliseconds => void (nowMs += milliseconds) };
}

test('a line on which nothing is heard but deadlines is opened anew, with what reads from it', () => {
  const { peers, pass } = opened(1);
  const silent = peers.current();
  peers.heard(silent);
  let ended = 0;
  silent.streams.add({ close: () => void (ended += 1) });
  pass(4_999);
  peers.late(silent);
  expect(peers.current()).toBe(silent);
  pass(1);
  peers.late(silent);
  const anew = peers.current();
  expect(anew).not.toBe(silent);
  expect(ended).toBe(1);
  // Other calls on the old line end later: they must not close the new one.
  peers.late(silent);
  expect(peers.current()).toBe(anew);
  peers.close();
});

test('a slow call on a line that answers others leaves it alone', () => {
  const { peers, pass } = opened(1);
  const peer = peers.current();
  pass(20_000);
  peers.heard(peer);
  pass(100);
  peers.late(peer);
  expect(peers.current()).toBe(peer);
  peers.close();
});

test('three failures within two seconds lead to the next peer, and back after half a minute', () => {
  const { peers, pass } = opened(2);
  const preferred = peers.current();
  peers.failed(preferred);
  peers.failed(preferred);
  expect(peers.current()).toBe(preferred);
  peers.failed(preferred);
  expect(peers.current()).not.toBe(preferred);
  pass(30_000);
  expect(peers.current()).toBe(preferred);
  peers.close();
});
