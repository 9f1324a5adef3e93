import { setTimeout as sleep } from 'node:timers/promises';
import { decodeBlock, decodeTransaction } from '../../ledger/block.ts';
import type { FabricLedger } from '../../ledger/fabric/adapter.ts';
import type { ProbeCall } from './probe.ts';
import type { Endorsement, Target, TargetTransaction } from './runner.ts';

/** One transaction of a case came into another block than meant: the case is run again. */
export class BlockMissed extends Error {}

/** A ledger for each organisation's client, by MSP id. */
export type FabricLedgers = Readonly<Record<string, FabricLedger>>;

type Prepared = { readonly txId: string; readonly envelope: Uint8Array };

const SUBMITTER = 'BrokerMSP';
/** A block is announced a moment before its writes can be read. */
const APPLIED_MS = 60;

/** Which arguments of a probe call are keys, by the call's name; the first one when not here. */
const KEYS: Readonly<Record<string, readonly number[]>> = {
  range: [0, 1],
  countRange: [0, 1],
  rangeLoop: [0, 1, 2],
  afterEnd: [0, 1],
  rangePage: [0, 1, 3],
  privGet: [1],
  privPut: [1],
  privPutText: [1],
  privDel: [1],
  privHash: [1],
  purge: [1],
  privPutMeta: [1],
  privRange: [1, 2],
  event: [],
  invoke: [],
  transient: [],
  context: [],
  throw: [],
  return: [],
  query: [],
  sleep: [],
  reject: [],
};

/**
 * A network under test. Keys of a case get a prefix of their own, as a network has only one state;
 * answers are told without it.
 */
export async function openFabricTarget(
  name: string,
  ledgers: FabricLedgers,
  run: number,
): Promise<Target> {
  const prefix = `c${String(run).padStart(4, '0')}_`;
  const base = await heightOf(ledgers);
  const envelopes = new Map<string, Prepared>();
  const plain = (text: string): string =>
    text.replaceAll(prefix, '').replaceAll('chaincodeName:probe', 'chaincodeName:tally');
  const clientOf = ({ as }: TargetTransaction): FabricLedger => ledgerOf(ledgers, as ?? SUBMITTER);
  return {
    name,
    blocks: async () => (await heightOf(ledgers)) - base,
    async endorse(named, transaction) {
      const { to } = transaction;
      const endorsed = await clientOf(transaction).endorse({
        ...callOf(transaction, prefix),
        ...(to ? { organisations: to } : {}),
      });
      if (!('envelope' in endorsed)) return failed(endorsed, plain);
      envelopes.set(named, endorsed);
      const { response, readWriteSet } = decodeTransaction(endorsed.envelope);
      const set = readWriteSet.find(one => one.namespace === 'probe');
      const reads = (set?.reads ?? []).map(({ key, version }) =>
        version ? `${plain(key)}@${version.block - base}.${version.index}` : `${plain(key)}@nil`,
      );
      return {
        kind: 'endorsed',
        answer: plain(Buffer.from(response.payload).toString()),
        reads,
      };
    },
    async block(names, anyOrder = false) {
      const ledger = ledgerOf(ledgers, SUBMITTER);
      const from = BigInt(await heightOf(ledgers));
      const prepared = names.map(one => envelopes.get(one));
      const send = async (one: Prepared | undefined): Promise<void> => {
        if (!one) throw new Error(`${names.join(' ')}: one was not endorsed`);
        const fault = await ledger.send(one);
        if (fault) throw new Error(`not ordered: ${JSON.stringify(fault)}`);
      };
      if (anyOrder) await Promise.all(prepared.map(send));
      else for (const one of prepared) await send(one);
      const codes = await codesOf(ledger, from, { prepared: prepared as Prepared[], anyOrder });
      await reached(ledgers, Number(from) + 1);
      return codes;
    },
    async ask(transaction): Promise<Endorsement> {
      const [organisation = transaction.as ?? SUBMITTER] = transaction.to ?? [];
      const answer = await clientOf(transaction).ask({
        ...callOf(transaction, prefix),
        organisations: [organisation],
      });
      if ('kind' in answer) return failed(answer, plain);
      return { kind: 'endorsed', answer: plain(Buffer.from(answer).toString()), reads: [] };
    },
    events: () => eventsOf(ledgerOf(ledgers, SUBMITTER), base),
  };
}

function ledgerOf(ledgers: FabricLedgers, mspId: string): FabricLedger {
  const ledger = ledgers[mspId];
  if (!ledger) throw new TypeError(`no client of ${mspId}`);
  return ledger;
}

function failed(
  fault: { readonly kind: string; readonly message?: string; readonly cause?: string },
  plain: (text: string) => string,
): Endorsement {
  return { kind: 'refused', text: plain(fault.message ?? fault.cause ?? fault.kind) };
}

function callOf(transaction: TargetTransaction, prefix: string) {
  const entries = Object.entries(transaction.transient);
  return {
    function: transaction.function,
    args: transaction.function.endsWith('run')
      ? transaction.args.map(text => prefixed(text, prefix))
      : transaction.args,
    transient: Object.fromEntries(entries.map(([name, text]) => [name, Buffer.from(text)])),
  };
}

function prefixed(text: string, prefix: string): string {
  const calls = JSON.parse(text) as ProbeCall[];
  // The end of everything is the end of this case's keys.
  const end = `${prefix.slice(0, -1)}\``;
  const named = calls.map(([name, ...args]) => {
    const places = KEYS[name] ?? [0];
    const isRange = places.length > 1;
    return [
      name,
      ...args.map((arg, at) => {
        if (!places.includes(at)) return arg;
        if (Array.isArray(arg)) return [`${prefix}${arg[0] ?? ''}`, ...arg.slice(1)];
        if (isRange && at === 1 && arg === '') return end;
        if (arg === '' && (at > 1 || !isRange)) return arg;
        return `${prefix}${String(arg)}`;
      }),
    ];
  });
  return JSON.stringify(named);
}

/** Codes of the transactions, which must be the whole block, in the order meant. */
async function codesOf(
  ledger: FabricLedger,
  from: bigint,
  { prepared, anyOrder }: { readonly prepared: readonly Prepared[]; readonly anyOrder: boolean },
): Promise<readonly number[]> {
  for await (const { txs } of ledger.blocks(from)) {
    const codes = new Map(txs.map(({ txId, code }) => [txId, code]));
    const meant = prepared.map(({ txId }) => txId);
    const isWhole = txs.length === meant.length && meant.every(txId => codes.has(txId));
    if (!isWhole) throw new BlockMissed(`${txs.length} of ${meant.length}`);
    if (!anyOrder && txs.some(({ txId }, at) => txId !== meant[at])) {
      throw new BlockMissed('another order');
    }
    return meant.map(txId => codes.get(txId) ?? 254);
  }
  throw new Error('no more blocks');
}

async function heightOf(ledgers: FabricLedgers): Promise<number> {
  return Number((await ledgerOf(ledgers, SUBMITTER).info()).height);
}

async function reached(ledgers: FabricLedgers, height: number): Promise<void> {
  for (const ledger of Object.values(ledgers)) {
    while (Number((await ledger.info()).height) < height) await sleep(20);
  }
  await sleep(APPLIED_MS);
}

async function eventsOf(ledger: FabricLedger, base: number): Promise<string[]> {
  const { height } = await ledger.info();
  const found: string[] = [];
  if (BigInt(base) >= height) return found;
  for await (const { number, bytes, txs } of ledger.blocks(BigInt(base))) {
    const { envelopes } = decodeBlock(bytes);
    for (const [index, { code }] of txs.entries()) {
      const { event } = decodeTransaction(envelopes[index] ?? new Uint8Array(0));
      if (code === 0 && event) {
        found.push(`${event.name}:${Buffer.from(event.payload).toString()}`);
      }
    }
    if (number >= height - 1n) return found;
  }
  return found;
}
