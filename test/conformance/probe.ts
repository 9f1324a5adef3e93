import fabric from 'fabric-contract-api';
import { encodePolicy, parsePolicyText } from '../../ledger/embedded/policy.ts';

/** A key: text, or a composite key as type and attributes. */
export type ProbeKey = string | string[];

/** One stub call: its name, then its arguments. */
export type ProbeCall = readonly [string, ...(ProbeKey | number)[]];

type Row = { key: string; value: Buffer };
type RowIterator = { next(): Promise<{ done?: boolean; value?: Row }>; close(): Promise<unknown> };
type Stub = InstanceType<typeof fabric.Context>['stub'];
type Answer = string | null;

/**
 * A contract for tests: it makes the stub calls it is given and answers with what each returned.
 * A call that fails answers `! text`; `throw` fails the whole transaction.
 */
export class Probe extends fabric.Contract {
  constructor() {
    super('probe');
  }

  override async beforeTransaction(ctx: fabric.Context): Promise<void> {
    Object.assign(ctx, { hooks: ['before'] });
    return Promise.resolve();
  }

  async run(ctx: fabric.Context, calls: string): Promise<string> {
    const answers: Answer[] = [];
    for (const [name, ...args] of JSON.parse(calls) as ProbeCall[]) {
      if (name === 'throw') throw new Error(String(args[0]));
      if (name === 'return') return String(args[0]);
      answers.push(await this._attempt(ctx, name, args));
    }
    return JSON.stringify(answers.filter(answer => answer !== null));
  }

  /** As {@link run}: the name by which the port asks. */
  async evaluate(ctx: fabric.Context, calls: string): Promise<string> {
    return this.run(ctx, calls);
  }

  async two(_ctx: fabric.Context, first: string, second: string): Promise<string> {
    return Promise.resolve(first + second);
  }

  async _attempt(ctx: fabric.Context, name: string, args: (ProbeKey | number)[]): Promise<Answer> {
    try {
      const call = CALLS[name];
      if (!call) return `! no call ${name}`;
      return await call(ctx.stub, args as never, ctx);
    } catch (fault) {
      return `! ${fault instanceof Error ? fault.message : String(fault)}`;
    }
  }
}

type Call = (stub: Stub, args: never, ctx: fabric.Context) => Promise<Answer> | Answer;

function keyOf(stub: Stub, key: ProbeKey): string {
  if (typeof key === 'string') return key;
  const [type = '', ...attributes] = key;
  return stub.createCompositeKey(type, attributes);
}

function shown(key: string): string {
  return key.startsWith('\0') ? `[${key.slice(1, -1).split('\0').join('|')}]` : key;
}

async function rowsOf(iterator: RowIterator, limit = Infinity): Promise<string> {
  const rows: string[] = [];
  while (rows.length < limit) {
    const { done, value } = await iterator.next();
    if (done || !value) {
      await iterator.close();
      break;
    }
    rows.push(`${shown(value.key)}=${value.value.toString()}`);
  }
  return rows.join(',');
}

function pageText(rows: string, metadata: { bookmark: string; fetchedRecordsCount: number }) {
  return `${rows}|${metadata.fetchedRecordsCount}|${shown(metadata.bookmark)}`;
}

const CALLS: Record<string, Call> = {
  get: async (stub, [key]: [ProbeKey]) => (await stub.getState(keyOf(stub, key))).toString(),
  length: async (stub, [key]: [ProbeKey]) => {
    const value: unknown = await stub.getState(keyOf(stub, key));
    return `${Buffer.isBuffer(value)} ${(value as Buffer).length}`;
  },
  put: async (stub, [key, value]: [ProbeKey, string]) => {
    await stub.putState(keyOf(stub, key), Buffer.from(value));
    return null;
  },
  del: async (stub, [key]: [ProbeKey]) => {
    await stub.deleteState(keyOf(stub, key));
    return null;
  },
  putSize: async (stub, [key, bytes]: [ProbeKey, number]) => {
    await stub.putState(keyOf(stub, key), Buffer.alloc(bytes, 'x'));
    return null;
  },
  sleep: async (_stub, [milliseconds]: [number]) => {
    await new Promise(resolve => setTimeout(resolve, milliseconds));
    return null;
  },
  reject: () => {
    void Promise.reject(new Error('nobody waits for this'));
    return null;
  },
  fill: async (stub, [prefix, count]: [string, number]) => {
    for (let at = 0; at < count; at++) {
      await stub.putState(`${prefix}${String(at).padStart(4, '0')}`, Buffer.from('0'));
    }
    return null;
  },
  range: async (stub, [start, end, limit]: [string, string, number?]) =>
    rowsOf((await stub.getStateByRange(start, end)) as never, limit),
  countRange: async (stub, [start, end, limit]: [string, string, number?]) => {
    const rows = await rowsOf((await stub.getStateByRange(start, end)) as never, limit);
    return String(rows === '' ? 0 : rows.split(',').length);
  },
  rangeLoop: async (stub, [start, end, stop]: [string, string, string?]) => {
    const keys: string[] = [];
    for await (const { key } of stub.getStateByRange(start, end)) {
      keys.push(key);
      if (key === stop) break;
    }
    return keys.join(',');
  },
  afterEnd: async (stub, [start, end]: [string, string]) => {
    const iterator = (await stub.getStateByRange(start, end)) as unknown as RowIterator;
    while (!(await iterator.next()).done);
    return JSON.stringify(await iterator.next());
  },
  rangePage: async (stub, [start, end, size, bookmark]: [string, string, number, string]) => {
    const page = await stub.getStateByRangeWithPagination(start, end, size, bookmark);
    return pageText(await rowsOf(page.iterator as never), page.metadata);
  },
  partial: async (stub, [[type, ...attributes]]: [[string, ...string[]]]) =>
    rowsOf((await stub.getStateByPartialCompositeKey(type, attributes)) as never),
  partialPage: async (
    stub,
    [[type, ...attributes], size, bookmark]: [[string, ...string[]], number, string],
  ) => {
    const page = await stub.getStateByPartialCompositeKeyWithPagination(
      type,
      attributes,
      size,
      bookmark,
    );
    return pageText(await rowsOf(page.iterator as never), page.metadata);
  },
  split: (stub, [key]: [ProbeKey]) => {
    const { objectType, attributes } = stub.splitCompositeKey(keyOf(stub, key));
    return [objectType, ...attributes].join('|');
  },
  query: async (stub, [text]: [string]) => rowsOf((await stub.getQueryResult(text)) as never),
  history: async (stub, [key]: [ProbeKey]) => {
    const entries: string[] = [];
    for await (const { isDelete, value } of stub.getHistoryForKey(keyOf(stub, key))) {
      entries.push(isDelete ? 'del' : `put:${Buffer.from(value).toString()}`);
    }
    return entries.join(',');
  },
  getMeta: async (stub, [key]: [ProbeKey]) => {
    const policy = (await stub.getStateValidationParameter(keyOf(stub, key))) as
      Uint8Array | undefined;
    return policy ? 'policy' : '';
  },
  putMeta: async (stub, [key, policy]: [ProbeKey, string]) => {
    const bytes = encodePolicy(parsePolicyText(policy));
    await stub.setStateValidationParameter(keyOf(stub, key), bytes);
    return null;
  },
  privGet: async (stub, [collection, key]: [string, string]) =>
    Buffer.from(await stub.getPrivateData(collection, key)).toString(),
  privPut: async (stub, [collection, key, value]: [string, string, string]) => {
    await stub.putPrivateData(collection, key, Buffer.from(value));
    return null;
  },
  privPutText: async (stub, [collection, key, value]: [string, string, string]) => {
    await stub.putPrivateData(collection, key, value as never);
    return null;
  },
  privDel: async (stub, [collection, key]: [string, string]) => {
    await stub.deletePrivateData(collection, key);
    return null;
  },
  purge: async (stub, [collection, key]: [string, string]) => {
    await stub.purgePrivateData(collection, key);
    return null;
  },
  privHash: async (stub, [collection, key]: [string, string]) =>
    Buffer.from(await stub.getPrivateDataHash(collection, key)).toString('hex'),
  privRange: async (stub, [collection, start, end]: [string, string, string]) => {
    const result: unknown = await stub.getPrivateDataByRange(collection, start, end);
    const { iterator } = result as { iterator?: RowIterator };
    return iterator ? `{iterator} ${await rowsOf(iterator)}` : 'an iterator itself';
  },
  privPutMeta: async (stub, [collection, key, policy]: [string, string, string]) => {
    const bytes = encodePolicy(parsePolicyText(policy));
    await stub.setPrivateDataValidationParameter(collection, key, bytes);
    return null;
  },
  event: (stub, [name, payload]: [string, string]) => {
    stub.setEvent(name, Buffer.from(payload));
    return null;
  },
  invoke: async (stub, [name]: [string]) =>
    String((await stub.invokeChaincode(name, ['run', '[]'], '')).status),
  transient: (stub, [name]: [string]) => {
    const value = stub.getTransient().get(name);
    return value ? Buffer.from(value).toString() : '';
  },
  context: (stub, [what]: [string], ctx) => {
    if (what === 'hooks') return (ctx as unknown as { hooks: string[] }).hooks.join(',');
    if (what === 'msp') return ctx.clientIdentity.getMSPID();
    if (what === 'identity') return ctx.clientIdentity.getID();
    if (what === 'peer') return stub.getMspID();
    if (what === 'clock') return String(Date.now());
    if (what === 'zone') return new Date(0).toString();
    if (what === 'channel') return stub.getChannelID();
    if (what === 'args') return `${stub.getArgs()[0]},${stub.getArgs().length - 1}`;
    return `! no context ${what}`;
  },
};
