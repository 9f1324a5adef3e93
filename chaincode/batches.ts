import { createRequire } from 'node:module';
import type { ChaincodeStub } from 'fabric-shim';

/** A change of the peer's state, in the order in which it is to be made. */
export type Write =
  | { readonly kind: 'put'; readonly collection: string; readonly key: string; value: Uint8Array }
  | { readonly kind: 'delete'; readonly collection: string; readonly key: string }
  | { readonly kind: 'purge'; readonly collection: string; readonly key: string }
  /** The key's own endorsement policy. */
  | {
      readonly kind: 'policy';
      readonly collection: string;
      readonly key: string;
      value: Uint8Array;
    };

/** What a peer takes in one message; null where it takes one at a time (before Fabric 3.1). */
type Limits = { readonly reads: number | null; readonly writes: number | null };

/** The shim's handler of one connection, with what {@link teachBatches} adds. */
type Handler = {
  limits?: Limits;
  _stream: { on(event: 'data', take: (message: Message) => void): void };
  chat(first: unknown): void;
  readMany?(
    collection: string,
    keys: readonly string[],
    stub: ChaincodeStub,
  ): Promise<Uint8Array[]>;
  writeMany?(writes: readonly Write[], stub: ChaincodeStub): Promise<void>;
  _askPeerAndListen(message: Message, method: string): Promise<Uint8Array>;
};

type Message = {
  getType(): number;
  getPayload_asU8(): Uint8Array;
  setType(type: number): void;
  setPayload(payload: Uint8Array): void;
  setTxid(txId: string): void;
  setChannelId(channel: string): void;
};

type Writer = {
  writeBool(field: number, value: boolean): void;
  writeBytes(field: number, value: Uint8Array): void;
  writeEnum(field: number, value: number): void;
  writeMessage(field: number, message: object, write: (message: object, to: Writer) => void): void;
  writeString(field: number, value: string): void;
  getResultBuffer(): Uint8Array;
};

type Reader = {
  nextField(): boolean;
  isEndGroup(): boolean;
  getFieldNumber(): number;
  readBytes(): Uint8Array;
  readBool(): boolean;
  readUint32(): number;
  skipField(): void;
};

type Buffers = {
  BinaryWriter: new () => Writer;
  BinaryReader: new (bytes: Uint8Array) => Reader;
};

// Types of messages and records that fabric-shim 2.5 does not know (peer/chaincode_shim.proto).
const READY = 4;
const WRITE_BATCH_STATE = 24;
const GET_STATE_MULTIPLE = 25;
const RECORDS = { put: 9, delete: 10, policy: 21, purge: 23 } as const;
const POLICY_NAME = 'VALIDATION_PARAMETER';

/**
 * Values of several keys, in their order, empty where absent: in one message where the peer takes
 * that, one after the other elsewhere. What is noted as read is the same.
 */
export async function readMany(
  stub: ChaincodeStub,
  collection: string,
  keys: readonly string[],
): Promise<readonly Uint8Array[]> {
  const { handler } = stub as unknown as { handler: Handler };
  const most = handler.limits?.reads ?? null;
  const values: Uint8Array[] = [];
  if (most === null || !handler.readMany || keys.length === 1) {
    for (const key of keys) {
      values.push(await (collection ? stub.getPrivateData(collection, key) : stub.getState(key)));
    }
    return values;
  }
  for (let from = 0; from < keys.length; from += most) {
    values.push(...(await handler.readMany(collection, keys.slice(from, from + most), stub)));
  }
  return values;
}

/** Makes changes in their order, in as few messages as the peer takes. */
export async function writeMany(stub: ChaincodeStub, writes: readonly Write[]): Promise<void> {
  const { handler } = stub as unknown as { handler: Handler };
  const most = handler.limits?.writes ?? null;
  if (most === null || !handler.writeMany) {
    for (const write of writes) await writeOne(stub, write);
    return;
  }
  for (let from = 0; from < writes.length; from += most) {
    await handler.writeMany(writes.slice(from, from + most), stub);
  }
}

async function writeOne(stub: ChaincodeStub, write: Write): Promise<void> {
  const { collection, key } = write;
  switch (write.kind) {
    case 'put':
      await (collection
        ? stub.putPrivateData(collection, key, write.value)
        : stub.putState(key, write.value));
      return;
    case 'delete':
      await (collection ? stub.deletePrivateData(collection, key) : stub.deleteState(key));
      return;
    case 'purge':
      await stub.purgePrivateData(collection, key);
      return;
    case 'policy':
      await (collection
        ? stub.setPrivateDataValidationParameter(collection, key, write.value)
        : stub.setStateValidationParameter(key, write.value));
  }
}

/**
 * Adds to the shim's handler what Fabric 3.1 peers offer and fabric-shim 2.5 leaves unused: many
 * reads, or many writes, in one message. A peer says in its READY what it takes.
 */
export function teachBatches(): void {
  const shim = createRequire(createRequire(import.meta.url).resolve('fabric-shim'));
  const { peer } = shim('@hyperledger/fabric-protos') as {
    peer: { ChaincodeMessage: new () => Message };
  };
  const buffers = createRequire(shim.resolve('@hyperledger/fabric-protos'))(
    'google-protobuf',
  ) as Buffers;
  const { ChaincodeMessageHandler } = shim('fabric-shim/lib/handler.js') as {
    ChaincodeMessageHandler: { readonly prototype: Handler };
  };
  const { prototype } = ChaincodeMessageHandler;
  const chat = prototype.chat;
  const message = (type: number, payload: Uint8Array, stub: ChaincodeStub): Message => {
    const made = new peer.ChaincodeMessage();
    made.setType(type);
    made.setPayload(payload);
    made.setTxid(stub.getTxID());
    made.setChannelId(stub.getChannelID());
    return made;
  };
  Object.assign(prototype, {
    chat(this: Handler, first: unknown): void {
      this._stream.on('data', received => {
        if (received.getType() !== READY) return;
        this.limits = limitsOf(new buffers.BinaryReader(received.getPayload_asU8()));
      });
      chat.call(this, first);
    },
    async readMany(this: Handler, collection: string, keys: string[], stub: ChaincodeStub) {
      const asked = keysMessage(new buffers.BinaryWriter(), collection, keys);
      const answer = await this._askPeerAndListen(
        message(GET_STATE_MULTIPLE, asked, stub),
        'GetStateMultiple',
      );
      return valuesOf(new buffers.BinaryReader(answer));
    },
    async writeMany(this: Handler, writes: Write[], stub: ChaincodeStub) {
      const batch = batchMessage(new buffers.BinaryWriter(), writes);
      await this._askPeerAndListen(message(WRITE_BATCH_STATE, batch, stub), 'WriteBatch');
    },
  });
}

/** ChaincodeAdditionalParams; a peer that sends none takes one at a time. */
function limitsOf(reader: Reader): Limits {
  const found = new Map<number, number>();
  while (reader.nextField() && !reader.isEndGroup()) {
    found.set(reader.getFieldNumber(), reader.readUint32());
  }
  const most = (use: number, size: number): number | null => {
    const limit = found.get(size) ?? 0;
    return found.get(use) === 1 && limit > 0 ? limit : null;
  };
  return { writes: most(1, 2), reads: most(3, 4) };
}

function keysMessage(writer: Writer, collection: string, keys: readonly string[]): Uint8Array {
  for (const key of keys) writer.writeString(1, key);
  if (collection) writer.writeString(2, collection);
  return writer.getResultBuffer();
}

function valuesOf(reader: Reader): Uint8Array[] {
  const values: Uint8Array[] = [];
  while (reader.nextField() && !reader.isEndGroup()) {
    if (reader.getFieldNumber() === 1) values.push(reader.readBytes());
    else reader.skipField();
  }
  return values;
}

function batchMessage(writer: Writer, writes: readonly Write[]): Uint8Array {
  for (const write of writes) writer.writeMessage(1, write, writeRecord as never);
  return writer.getResultBuffer();
}

function writeRecord(write: Write, to: Writer): void {
  to.writeString(1, write.key);
  if (write.kind === 'put') to.writeBytes(2, write.value);
  if (write.collection) to.writeString(3, write.collection);
  if (write.kind === 'policy') to.writeMessage(4, write, writePolicy as never);
  to.writeEnum(5, RECORDS[write.kind]);
}

function writePolicy(write: Extract<Write, { kind: 'policy' }>, to: Writer): void {
  to.writeString(1, POLICY_NAME);
  to.writeBytes(2, write.value);
}
