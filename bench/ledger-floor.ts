import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeIdentity } from '../ledger/block.ts';
import { issueCertificate } from '../ledger/embedded/certificate.ts';
import { createContractRuntime } from '../ledger/embedded/contract-runtime.ts';
import { openEmbeddedLedger, type CollectionDefinition } from '../ledger/embedded/index.ts';
import { createProposal, type Proposal } from '../ledger/embedded/proposal.ts';
import type { PeerCalls } from '../ledger/embedded/simulate.ts';
import type { SignedAct } from '../ledger/index.ts';
import { BenchContract } from './ledger-contract.ts';
import { measured, runAll, submitAll, type Rate } from './ledger-rate.ts';

const COLLECTIONS = JSON.parse(
  readFileSync(join(import.meta.dirname, '../chaincode/collections.json'), 'utf8'),
) as CollectionDefinition[];

/** Contract, stub and one signature check on one thread's event loop, over a plain map. */
export async function measureFloor(acts: readonly SignedAct[]): Promise<Rate> {
  const runtime = createContractRuntime(BenchContract);
  const client = benchClient();
  const calls = mapCalls();
  const proposals: Proposal[] = [];
  for (const act of acts) {
    const args = ['submit', act.text, '0'].map(text => Buffer.from(text));
    const place = { channel: 'tally', chaincode: 'tally', timestampMs: 0, transient: {} };
    proposals.push(createProposal({ ...place, args, client }));
  }
  return measured(acts.length, () =>
    runAll(proposals, async proposal => {
      const { channel, txId, args, carried } = proposal;
      const answer = await runtime.invoke({ channel, txId, args, signedProposal: carried, calls });
      if (answer.status !== 200) throw new Error(answer.message);
    }),
  );
}

/** The same acts through an embedded ledger of their own. */
export async function measureNoop(acts: readonly SignedAct[], warmUp: number): Promise<Rate> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'));
  const ledger = await openEmbeddedLedger({
    folder,
    contract: BenchContract,
    collections: COLLECTIONS,
  });
  try {
    await submitAll(ledger, acts.slice(0, warmUp));
    const rest = acts.slice(warmUp);
    return await measured(rest.length, () => submitAll(ledger, rest));
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Acts for {@link BenchContract}, signed beforehand. */
export function benchActs(count: number): SignedAct[] {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = publicKey.export({ format: 'jwk' });
  return Array.from({ length: count }, (_, at) => {
    const id = `act-${String(at)}`;
    const signature = sign('sha256', Buffer.from(id), privateKey).toString('base64url');
    return { id, text: JSON.stringify({ id, key, signature }) };
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
  return { bytes: encodeIdentity({ mspId: 'BenchMSP', pem }), id: 'bench', key };
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
