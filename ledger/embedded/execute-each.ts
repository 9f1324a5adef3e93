import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { LedgerError, type MspId } from '../port.ts';
import type { ContractAnswer } from './contract-runtime.ts';
import type { CallFailure, Execute, Execution } from './endorse.ts';
import type { Proposal } from './proposal.ts';
import type { Simulation } from './simulate.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** Where a worker process finds the contract class: a file's URL and the name it exports. */
export type ContractModule = { readonly url: string; readonly name: string };

/** How the processes differ: whatever leaks into a result shows as a mismatch. */
const SURROUNDINGS = [
  { TZ: 'UTC', LANG: 'C', shiftMs: 0 },
  { TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8', shiftMs: 4_027_000 },
  { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', shiftMs: -259_201_000 },
] as const;

type Outcome = {
  readonly mspId: MspId;
  readonly execution: Execution;
  readonly lacked: boolean;
};

/**
 * Runs every proposal in a process of each organisation, with another time zone, language and
 * clock, and compares response, event and read/write set byte by byte (T-09).
 */
export async function executeInEach(
  contract: ContractModule,
  organisations: readonly MspId[],
): Promise<{ readonly execute: Execute; readonly close: () => Promise<void> }> {
  const workers = new Map(
    organisations.map((mspId, at) => [mspId, new Worker(contract, mspId, at)] as const),
  );
  await Promise.all([...workers.values()].map(worker => worker.ready));
  /** The process of an organisation; one that has ended is started anew. */
  const workerOf = async (mspId: MspId): Promise<Worker> => {
    let worker = workers.get(mspId);
    if (!worker) throw new LedgerError('CONFIG', `no process of ${mspId}`);
    if (worker.hasEnded) {
      worker = new Worker(contract, mspId, organisations.indexOf(mspId));
      workers.set(mspId, worker);
    }
    await worker.ready;
    return worker;
  };
  const execute: Execute = async (proposal, candidates, simulate) => {
    const tried = await Promise.all(
      candidates.organisations.map(async mspId => {
        const simulation = simulate([mspId], true);
        const answer = await (await workerOf(mspId)).invoke(proposal, simulation).catch(asEnded);
        const { lacked, ...rest } = await simulation.finish();
        return answer instanceof Ended ? answer : { mspId, execution: { answer, ...rest }, lacked };
      }),
    );
    const ended = tried.find(one => one instanceof Ended);
    if (ended) return { kind: 'failed', cause: 'CHAINCODE_DOWN', detail: ended.message };
    const outcomes = tried.flatMap(one => (one instanceof Ended ? [] : [one]));
    // An organisation that lacks a private value that was read does not endorse.
    const able = candidates.named ? outcomes : outcomes.filter(one => !one.lacked);
    return agree(able, outcomes);
  };
  const close = async (): Promise<void> => {
    await Promise.all([...workers.values()].map(worker => worker.close()));
  };
  return { execute, close };
}

/** The contract's process ended inside a call. */
class Ended extends Error {}

function asEnded(fault: unknown): Ended {
  if (fault instanceof Ended) return fault;
  throw fault;
}

function agree(able: readonly Outcome[], all: readonly Outcome[]): Execution | CallFailure {
  const [first, ...others] = able.length > 0 ? able : all;
  if (!first) return { kind: 'failed', cause: 'NO_ENDORSERS', detail: 'nobody ran the contract' };
  for (const other of others) {
    const detail = differenceBetween(first, other);
    if (detail) return { kind: 'failed', cause: 'MISMATCH', detail };
  }
  const organisations = able.map(one => one.mspId);
  return { ...first.execution, organisations };
}

function differenceBetween(a: Outcome, b: Outcome): string | null {
  const parts = ({ execution: { answer, set, privateWrites } }: Outcome): [string, string][] => [
    ['status', String(answer.status)],
    ['message', answer.message],
    ['response', textOf(answer.payload)],
    ['event', answer.event ? `${answer.event.name} ${textOf(answer.event.payload)}` : 'none'],
    ['read/write set', JSON.stringify(set, bytesAsText)],
    ['private writes', JSON.stringify(privateWrites, bytesAsText)],
  ];
  const other = parts(b);
  for (const [at, [what, text]] of parts(a).entries()) {
    const [, otherText = ''] = other[at] ?? [];
    if (text === otherText) continue;
    return `${what}: ${a.mspId} has ${text.slice(0, 500)}, ${b.mspId} ${otherText.slice(0, 500)}`;
  }
  return null;
}

class Worker {
  readonly ready: Promise<void>;
  readonly #process: ChildProcess;
  readonly #runs = new Map<number, Run>();
  #count = 0;
  hasEnded = false;

  constructor(contract: ContractModule, mspId: MspId, at: number) {
    const { shiftMs, ...environment } = SURROUNDINGS[at % SURROUNDINGS.length] ?? SURROUNDINGS[0];
    const program = join(import.meta.dirname, 'worker.ts');
    this.#process = fork(program, [contract.url, contract.name, String(shiftMs)], {
      env: { ...process.env, ...environment, CORE_PEER_LOCALMSPID: mspId },
      execArgv: [],
      serialization: 'advanced',
    });
    this.ready = new Promise((resolve, reject) => {
      this.#process.on('message', message => {
        if ((message as FromWorker).kind === 'ready') resolve();
        else void this.#took(message as FromWorker);
      });
      this.#process.once('exit', code => {
        this.hasEnded = true;
        const fault = new Ended(`the contract process of ${mspId} ended with ${String(code)}`);
        reject(fault);
        for (const { reject: fail } of this.#runs.values()) fail(fault);
      });
    });
  }

  invoke(proposal: Proposal, simulation: Simulation): Promise<ContractAnswer> {
    const run = this.#count++;
    return new Promise<ContractAnswer>((resolve, reject) => {
      this.#runs.set(run, { simulation, resolve, reject });
      const { channel, txId, args, carried } = proposal;
      this.#send({ kind: 'invoke', run, channel, txId, args, signedProposal: carried });
    }).finally(() => this.#runs.delete(run));
  }

  close(): Promise<void> {
    if (this.hasEnded) return Promise.resolve();
    return new Promise(resolve => {
      this.#process.once('exit', () => {
        resolve();
      });
      this.#process.disconnect();
    });
  }

  async #took(message: FromWorker): Promise<void> {
    if (message.kind === 'ready') return;
    const asked = this.#runs.get(message.run);
    if (!asked) return;
    if (message.kind === 'answer') asked.resolve(message.answer);
    else if (message.kind === 'failed') asked.reject(new Error(message.text));
    else await this.#answerCall(message, asked.simulation);
  }

  async #answerCall(
    { run, call, method, args }: Extract<FromWorker, { kind: 'call' }>,
    simulation: Simulation,
  ): Promise<void> {
    try {
      const ask = simulation[method].bind(simulation) as (...all: unknown[]) => Promise<unknown>;
      this.#send({ kind: 'value', run, call, value: await ask(...args) });
    } catch (fault) {
      const text = fault instanceof Error ? fault.message : String(fault);
      this.#send({ kind: 'fault', run, call, text });
    }
  }

  #send(message: ToWorker): void {
    this.#process.send(message);
  }
}

type Run = {
  readonly simulation: Simulation;
  resolve(answer: ContractAnswer): void;
  reject(fault: Error): void;
};

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

function bytesAsText(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
