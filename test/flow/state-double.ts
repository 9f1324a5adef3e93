import type { ChaincodeStub } from 'fabric-shim';
import { HANDLERS } from '../../chaincode/handlers/index.ts';
import type { AnyHandler } from '../../chaincode/handler.ts';
import { answer } from '../../chaincode/answer.ts';
import { checkTouched } from '../../chaincode/invariants.ts';
import { ratesOf } from '../../chaincode/shell.ts';
import { sha256 } from '../../chaincode/signature.ts';
import { Tx } from '../../chaincode/tx.ts';
import { readSignedAct, type Act, type ActBodies, type ActKind } from '../../domain/act/index.ts';
import type { Entities, EntityType, LedgerEvent } from '../../domain/event/index.ts';
import { checkSigners, type Context, type Signer } from '../../domain/governance/index.ts';
import type { Refusal } from '../../domain/errors/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';

export const CHANNEL = 'trade';
/** The registry's key as a peer of the collection holds it. */
const REGISTRY_KEY = Buffer.from(
  canonical({ v: 1, s: Buffer.alloc(32, 7).toString('base64url') }),
  'utf8',
);

/** A UUIDv7 with a readable number, for tests. */
export function idOf(number: number): string {
  const random = new Uint8Array(10);
  random[7] = Math.floor(number / 256);
  random[8] = number % 256;
  return uuidV7(1_760_000_000_000 + number, random);
}

/** Before the founding act nobody is known. */
const UNFOUNDED = {
  channel: CHANNEL,
  clock: 'test',
  operator: '',
  association: '',
  auditor: '',
} as const;

export type Outcome =
  | { readonly ok: true; readonly events: readonly LedgerEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * The contract's own handlers, decisions and folds over a plain map: no signatures, no network. The
 * signer rules are the real ones, over the signers that a test names.
 */
export class StateDouble {
  readonly rows: Map<string, Uint8Array> = new Rows();
  /** Events of every act that stood, in order. */
  readonly history: (readonly LedgerEvent[])[] = [];
  businessDate = '2026-03-03';
  /** How often anything was written. */
  writes = 0;
  /** What judges; a control puts something wrong in its place. */
  handlers: Readonly<Record<ActKind, AnyHandler>> = HANDLERS;
  signerFaults: typeof checkSigners = checkSigners;
  private acts = 1_000;

  /** The same ledger as it stands now, to go on from twice. */
  copy(): StateDouble {
    const copy = new StateDouble();
    for (const [key, value] of this.rows) copy.rows.set(key, value);
    copy.businessDate = this.businessDate;
    copy.acts = this.acts;
    return copy;
  }

  /** One transaction's view. */
  tx(): Tx {
    return new Tx(this.stub());
  }

  async entity<T extends EntityType>(type: T, id: string): Promise<Entities[T] | undefined> {
    return this.tx().entity(type, id);
  }

  /** Writes an entity as it is, for what other nouns' acts make. */
  put<T extends EntityType>(type: T, id: string, state: Entities[T]): void {
    const text = canonical({ v: 1, s: state as unknown as Wire });
    this.rows.set(compositeKey(type, id.split('~')), Buffer.from(text, 'utf8'));
  }

  delete(type: EntityType, id: string): void {
    this.rows.delete(compositeKey(type, id.split('~')));
  }

  /** Folds events without an act. */
  async fold(...events: readonly LedgerEvent[]): Promise<void> {
    const tx = this.tx();
    await tx.apply(events);
    await tx.flush();
  }

  /** Judges an act by signer rule and decision; writes only when it stands. */
  async act<K extends ActKind>(
    kind: K,
    actor: string,
    body: ActBodies[K],
    signers: readonly Signer[],
    options: {
      readonly hint?: number;
      readonly id?: string;
      readonly transient?: ReadonlyMap<string, Wire>;
    } = {},
  ): Promise<Outcome> {
    const id = options.id ?? idOf(++this.acts);
    const { businessDate } = this;
    const given = { act: { id, kind, actor, businessDate, body }, signatures: [] } as unknown;
    const read = readSignedAct(given as Wire);
    if (!read.ok) return refused('ACT_MALFORMED', { faults: read.error });
    const { act } = read.value;
    const tx = this.tx();
    const handler: AnyHandler = this.handlers[kind];
    const rates = await ratesOf(tx, act);
    const context = { ...(await this.context(tx, handler, signers)), rates };
    const [unsigned] = this.signerFaults(act, await tx.entity('party', actor), context);
    if (unsigned) return { ok: false, refusal: unsigned };
    const transient = options.transient ?? new Map<string, Wire>();
    const input = { transient, hint: options.hint ?? 0, txId: 'tx' };
    const loose = handler as unknown as {
      load: (tx: Tx, act: Act, input: unknown, context: Context) => Promise<unknown>;
      decide: (state: unknown, act: Act, context: Context) => unknown;
    };
    const state = await loose.load(tx, act, input, context);
    const decided = loose.decide(state, act, context) as
      { ok: true; value: readonly LedgerEvent[] } | { ok: false; error: Refusal };
    if (!decided.ok) return { ok: false, refusal: decided.error };
    await tx.apply(decided.value);
    checkTouched(tx);
    await tx.flush();
    this.history.push(decided.value);
    return { ok: true, events: decided.value };
  }

  async ask(query: Wire): Promise<Wire> {
    const answered = await answer(this.tx(), canonical(query), {
      transient: new Map(),
      hint: 0,
      txId: 'tx',
    });
    if (!answered.ok) throw new Error(canonical(answered.error));
    return answered.value;
  }

  private async context(tx: Tx, handler: AnyHandler, signers: readonly Signer[]): Promise<Context> {
    const channel = (await tx.entity('channel', CHANNEL)) ?? UNFOUNDED;
    const parameters = new Map();
    for (const key of handler.parameters ?? []) {
      const parameter = await tx.entity('param', key);
      if (parameter) parameters.set(key, parameter);
    }
    return { channel, businessDate: this.businessDate, signers, parameters, sha256 };
  }

  private stub(): ChaincodeStub {
    const { rows } = this;
    const keysOf = (type: string, parts: string[]): string[] => {
      const prefix = compositeKey(type, parts);
      return [...(rows as Rows).ofType(type)].filter(key => key.startsWith(prefix)).sort();
    };
    const stub = {
      // A peer that takes one key a message.
      handler: {},
      getChannelID: () => CHANNEL,
      createCompositeKey: compositeKey,
      getState: (key: string) => Promise.resolve(rows.get(key) ?? new Uint8Array()),
      putState: (key: string, value: Uint8Array) => {
        this.writes++;
        return Promise.resolve(void rows.set(key, value));
      },
      deleteState: (key: string) => {
        this.writes++;
        return Promise.resolve(void rows.delete(key));
      },
      getPrivateData: (collection: string) =>
        Promise.resolve(collection === 'registryKey' ? REGISTRY_KEY : new Uint8Array()),
      getPrivateDataHash: (collection: string) =>
        Promise.resolve(
          Buffer.from(collection === 'registryKey' ? sha256(REGISTRY_KEY) : '', 'hex'),
        ),
      getStateByPartialCompositeKey: (type: string, parts: string[]) => {
        const found = keysOf(type, parts);
        return Promise.resolve(iteratorOf(found.map(key => rows.get(key) ?? new Uint8Array())));
      },
      getStateByPartialCompositeKeyWithPagination: (
        ...[type, parts, size, bookmark]: [string, string[], number, string]
      ) => {
        const left = keysOf(type, parts).filter(key => key >= bookmark);
        const page = left.slice(0, size).map(key => rows.get(key) ?? new Uint8Array());
        const metadata = { bookmark: left[size] ?? '', fetchedRecordsCount: page.length };
        return Promise.resolve({ iterator: iteratorOf(page), metadata });
      },
    };
    return stub as unknown as ChaincodeStub;
  }
}

/** Rows by key, with the keys of each type at hand: a range reads those alone. */
class Rows extends Map<string, Uint8Array> {
  private types: Map<string, Set<string>> | undefined;

  override set(key: string, value: Uint8Array): this {
    const type = typeOf(key);
    this.types ??= new Map();
    const keys = this.types.get(type);
    if (keys) keys.add(key);
    else this.types.set(type, new Set([key]));
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    this.types?.get(typeOf(key))?.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    this.types?.clear();
    super.clear();
  }

  ofType(type: string): Iterable<string> {
    return this.types?.get(type) ?? [];
  }
}

function typeOf(key: string): string {
  return key.slice(1, key.indexOf('\u0000', 1));
}

function compositeKey(type: string, parts: string[]): string {
  // As the peers' own: a key of an empty part is an error of the contract.
  if (parts.includes('')) throw new Error(`an empty part in a key of ${type}`);
  return `\u0000${[type, ...parts].join('\u0000')}\u0000`;
}

function iteratorOf(values: readonly Uint8Array[]) {
  let at = 0;
  return {
    next: () => {
      const value = values[at++];
      return Promise.resolve(value ? { done: false, value: { value } } : { done: true });
    },
    close: () => Promise.resolve(),
  };
}

function refused(code: Refusal['code'], facts: unknown): Outcome {
  return { ok: false, refusal: { code, facts: facts as Refusal['facts'] } };
}
