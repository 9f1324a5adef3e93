import { endOnLostRejection } from '../../chaincode/shim.ts';
import { createContractRuntime, type ContractClass } from './contract-runtime.ts';
import type { PeerCalls } from './simulate.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

// One organisation's contract process in mode `each`: argv is the contract's module, the name it
// exports, and by how many milliseconds this process's clock is off.

const [moduleUrl = '', exportName = '', clockShift = '0'] = process.argv.slice(2);
const METHODS: readonly (keyof PeerCalls)[] = [
  'getState',
  'putState',
  'deleteState',
  'purgeState',
  'getMetadata',
  'putMetadata',
  'getPrivateHash',
  'openRange',
  'nextRange',
  'closeRange',
  'history',
];

type Waiting = { resolve(value: unknown): void; reject(fault: Error): void };

const waiting = new Map<string, Waiting>();
shiftClock(Number(clockShift));
const module = (await import(moduleUrl)) as Readonly<Record<string, ContractClass>>;
const contract = module[exportName];
if (!contract) throw new TypeError(`${moduleUrl} exports no ${exportName}`);
const runtime = createContractRuntime(contract);
endOnLostRejection();

process.on('disconnect', () => {
  process.exit(0);
});
process.on('message', (message: ToWorker) => {
  if (message.kind === 'invoke') void invoke(message);
  else settle(message);
});
send({ kind: 'ready' });

async function invoke(message: Extract<ToWorker, { kind: 'invoke' }>): Promise<void> {
  const { run, ...invocation } = message;
  try {
    const answer = await runtime.invoke({ ...invocation, calls: remoteCalls(run) });
    send({ kind: 'answer', run, answer });
  } catch (fault) {
    send({ kind: 'failed', run, text: fault instanceof Error ? fault.message : String(fault) });
  }
}

function settle(message: Exclude<ToWorker, { kind: 'invoke' }>): void {
  const name = `${String(message.run)}/${String(message.call)}`;
  const asked = waiting.get(name);
  waiting.delete(name);
  if (message.kind === 'value') asked?.resolve(message.value);
  else asked?.reject(new Error(message.text));
}

/** Every call of the stub goes to the parent, where this organisation's simulation is. */
function remoteCalls(run: number): PeerCalls {
  let count = 0;
  const remote = METHODS.map(method => [
    method,
    (...args: readonly unknown[]) =>
      new Promise((resolve, reject) => {
        const call = count++;
        waiting.set(`${String(run)}/${String(call)}`, { resolve, reject });
        send({ kind: 'call', run, call, method, args });
      }),
  ]);
  return Object.fromEntries(remote) as PeerCalls;
}

function shiftClock(milliseconds: number): void {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...args: readonly unknown[]) {
      if (args.length === 0) super(RealDate.now() + milliseconds);
      else super(...(args as [number]));
    }

    static override now(): number {
      return RealDate.now() + milliseconds;
    }
  } as DateConstructor;
}

function send(message: FromWorker): void {
  process.send?.(message);
}
