import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blockRecord, decodeBlock, decodeTransaction } from '../../ledger/block.ts';
import {
  openEmbeddedLedger,
  type CallRequest,
  type CollectionDefinition,
  type EmbeddedLedger,
  type EmbeddedLedgerOptions,
} from '../../ledger/embedded/index.ts';
import { Probe } from './probe.ts';
import type { Endorsement, Target, TargetTransaction } from './runner.ts';

/** Collections that the cases speak of. */
export const CASE_COLLECTIONS: readonly CollectionDefinition[] = [
  collection('shared', "OR('BrokerMSP.member','EnterprisesMSP.member')"),
  {
    ...collection('guarded', "OR('BrokerMSP.member','EnterprisesMSP.member')"),
    memberOnlyRead: true,
    memberOnlyWrite: true,
  },
  {
    ...collection('endorsed', "OR('BrokerMSP.member','EnterprisesMSP.member')"),
    endorsementPolicy: { signaturePolicy: "AND('BrokerMSP.peer','EnterprisesMSP.peer')" },
  },
  { ...collection('brief', "OR('BrokerMSP.member','EnterprisesMSP.member')"), blockToLive: 2 },
  collection('missed', "OR('BrokerMSP.member','EnterprisesMSP.member')"),
];

/** Where the processes of mode `each` find the probe contract. */
export const PROBE_MODULE = {
  url: new URL('./probe.ts', import.meta.url).href,
  name: 'Probe',
};

function collection(name: string, policy: string): CollectionDefinition {
  return {
    name,
    policy,
    requiredPeerCount: 0,
    maxPeerCount: 3,
    blockToLive: 0,
    memberOnlyRead: false,
    memberOnlyWrite: false,
  };
}

export type EmbeddedTarget = Target & {
  readonly ledger: EmbeddedLedger;
  readonly folder: string;
  close(): Promise<void>;
};

/** A fresh embedded ledger with the probe contract; blocks are cut by hand. */
export async function openEmbeddedTarget(
  options: Partial<EmbeddedLedgerOptions> = {},
): Promise<EmbeddedTarget> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-conformance-'));
  const ledger = await openEmbeddedLedger({
    folder,
    contract: Probe,
    collections: CASE_COLLECTIONS,
    cutting: 'manual',
    endorse: process.env['TALLY_EMBEDDED_ENDORSE'] === 'each' ? 'each' : 'once',
    contractModule: PROBE_MODULE,
    ...options,
    test: {
      disseminate: (name, organisation) => name !== 'missed' || organisation !== 'EnterprisesMSP',
      ...options.test,
    },
  });
  const envelopes = new Map<string, Uint8Array>();
  const blocks = async (): Promise<number> => Number((await ledger.info()).height) - 1;
  return {
    name: 'embedded',
    ledger,
    folder,
    blocks,
    async endorse(name, transaction) {
      const endorsed = await ledger.endorse(requestOf(transaction));
      if (endorsed.kind === 'refused') return { kind: 'refused', text: endorsed.message };
      if (endorsed.kind === 'failed') return { kind: 'refused', text: endorsed.cause };
      envelopes.set(name, endorsed.envelope);
      const { response, readWriteSet } = endorsed.transaction;
      const reads = (readWriteSet[0]?.reads ?? []).map(({ key, version }) =>
        version ? `${key}@${version.block - 1}.${version.index}` : `${key}@nil`,
      );
      return { kind: 'endorsed', answer: Buffer.from(response.payload).toString(), reads };
    },
    async block(names) {
      const ordered = names.map(name => ledger.order(envelopes.get(name) ?? new Uint8Array(0)));
      await ledger.cut();
      const places = await Promise.all(ordered);
      if (new Set(places.map(one => one.block)).size > 1) throw new Error('more than one block');
      return places.map(one => one.code);
    },
    async ask(transaction): Promise<Endorsement> {
      const request = requestOf(transaction);
      const answer = await ledger.ask(request);
      if (answer.kind === 'refused') return { kind: 'refused', text: answer.message };
      if (answer.kind === 'failed') return { kind: 'refused', text: answer.cause };
      return { kind: 'endorsed', answer: Buffer.from(answer.bytes).toString(), reads: [] };
    },
    async events() {
      const found: string[] = [];
      const height = await blocks();
      for await (const { number, bytes } of ledger.blocks(0n)) {
        for (const [index, tx] of blockRecord(bytes).txs.entries()) {
          const envelope = decodeBlock(bytes).envelopes[index] ?? new Uint8Array(0);
          if (tx.code !== 0 || number === 0n) continue;
          const { event } = decodeTransaction(envelope);
          if (event) found.push(`${event.name}:${Buffer.from(event.payload).toString()}`);
        }
        if (Number(number) === height) break;
      }
      return found;
    },
    async close() {
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function requestOf(transaction: TargetTransaction): CallRequest {
  const { to, as, args } = transaction;
  const entries = Object.entries(transaction.transient);
  return {
    function: transaction.function,
    args,
    transient: Object.fromEntries(entries.map(([name, text]) => [name, Buffer.from(text)])),
    ...(as ? { as } : {}),
    ...(to ? { organisations: to } : {}),
  };
}
