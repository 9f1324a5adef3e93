import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeIdentity } from '../ledger/block.ts';
import { issueCertificate } from '../ledger/embedded/certificate.ts';
import { createContractRuntime } from '../ledger/embedded/contract-runtime.ts';
import { openEmbeddedLedger, type CollectionDefinition } from '../ledger/embedded/index.ts';
import type { PeerCalls } from '../ledger/embedded/simulate.ts';
import { createProposal, type Proposal } from '../ledger/embedded/proposal.ts';
import type { Ledger, SignedAct } from '../ledger/index.ts';
import { BenchContract } from './ledger-contract.ts';
import type { Measured } from './run.ts';

const COLLECTIONS = JSON.parse(
  readFileSync(join(import.meta.dirname, '../chaincode/collections.json'), 'utf8'),
) as CollectionDefinition[];

const ACTS = 4000;
const IN_FLIGHT = 128;

/** `bench ledger`: acts a second without a ledger (floor) and through the embedded one. */
export async function run(_words: readonly string[]): Promise<Measured> {
  const acts = signedActs(ACTS + 500);
  const floor: number[] = [];
  const noop: number[] = [];
  for (let round = 0; round < 3; round++) {
    floor.push(await measureFloor(acts.slice(0, 2000)));
    noop.push(await measureLedger(acts));
  }
  const [floorRate, noopRate] = [median(floor), median(noop)];
  return {
    figures: { noopActsPerSecond: noopRate },
    reference: { floorActsPerSecond: floorRate },
    ratio: { noopToFloor: noopRate / floorRate },
  };
}

/** Contract, stub and one signature check on one thread's event loop, over a plain map. */
async function measureFloor(acts: readonly SignedAct[]): Promise<number> {
  const runtime = createContractRuntime(BenchContract);
  const client = benchClient();
  const calls = mapCalls();
  const proposals: Proposal[] = [];
  for (const act of acts) {
    proposals.push(
      await createProposal({
        channel: 'tally',
        chaincode: 'tally',
        timestampMs: 0,
        args: ['submit', act.text, '0'].map(text => Buffer.from(text)),
        transient: {},
        client,
      }),
    );
  }
  const begun = performance.now();
  await inFlight(proposals, async proposal => {
    const { channel, txId, args, signed } = proposal;
    const answer = await runtime.invoke({ channel, txId, args, signedProposal: signed, calls });
    if (answer.status !== 200) throw new Error(answer.message);
  });
  return perSecond(acts.length, begun);
}

export async function measureLedger(acts: readonly SignedAct[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'));
  const ledger = await openEmbeddedLedger({
    folder,
    contract: BenchContract,
    collections: COLLECTIONS,
  });
  try {
    await submitAll(ledger, acts.slice(0, 500));
    const begun = performance.now();
    await submitAll(ledger, acts.slice(500));
    return perSecond(acts.length - 500, begun);
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function submitAll(ledger: Ledger, acts: readonly SignedAct[]): Promise<void> {
  await inFlight(acts, async act => {
    const result = await ledger.submit(act, { record: () => Promise.resolve() });
    if (result.kind !== 'committed') throw new Error(JSON.stringify(result));
  });
}

async function inFlight<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const queue = [...all].reverse();
  const worker = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) await run(one);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

export function signedActs(count: number): SignedAct[] {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = publicKey.export({ format: 'jwk' });
  return Array.from({ length: count }, (_, at) => {
    const id = `act-${String(at)}`;
    const raw = sign('sha256', Buffer.from(id), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return { id, text: JSON.stringify({ id, key, signature: raw.toString('base64url') }) };
  });
}

function benchClient(): Proposal['client'] {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const fromMs = Date.UTC(2026, 0, 1);
  const name = { organisation: 'BenchMSP', commonName: 'bench' };
  const request = {
    ...name,
    unit: 'client',
    key,
    issuer: name,
    issuerKey: key,
    serial: 1n,
    fromMs,
  };
  const pem = issueCertificate({ ...request, isAuthority: false });
  const bytes = encodeIdentity({ mspId: 'BenchMSP', pem });
  return { bytes, id: 'bench', key };
}

/** Answers the stub from a map, as fast as can be. */
function mapCalls(): PeerCalls {
  const rows = new Map<string, Uint8Array>();
  const none = (): never => {
    throw new Error('not part of the floor');
  };
  return {
    getState: (_collection, key) => Promise.resolve(rows.get(key) ?? new Uint8Array(0)),
    putState: (_collection, key, value) => Promise.resolve(void rows.set(key, value)),
    deleteState: none,
    purgeState: none,
    getMetadata: none,
    putMetadata: none,
    getPrivateHash: none,
    openRange: none,
    nextRange: none,
    closeRange: none,
    history: none,
  };
}

function perSecond(count: number, begun: number): number {
  return Math.round((count * 1000) / (performance.now() - begun));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
