import type { Write } from '../../chaincode/batches.ts';
import { peer, queryresult, timestampOf } from '../protos.ts';
import { VALIDATION_PARAMETER } from './policy-check.ts';
import type { RangePage } from './range-query.ts';
import type { HistoryEntry, PeerCalls } from './simulate.ts';

type Message = { serializeBinary(): Uint8Array };
type IteratorClass = new (
  handler: object,
  channel: string,
  txId: string,
  response: Message,
) => object;

export type Iterators = {
  readonly StateQueryIterator: IteratorClass;
  readonly HistoryQueryIterator: IteratorClass;
};

/** What fabric-shim's `ChaincodeStub` calls; the names are the shim's. */
export type StubHandler = ReturnType<typeof batchHandlers> &
  ReturnType<typeof pointHandlers> &
  ReturnType<typeof queryHandlers>;

type Context = { readonly channel: string; readonly txId: string; readonly iterators: Iterators };
const NOTHING = Buffer.alloc(0);
const BATCH_LIMITS = { reads: 1000, writes: 1000 } as const;

type Asked = <T>(type: string, run: () => Promise<T>) => Promise<T>;

/**
 * The handler behind a real `ChaincodeStub`: it asks `calls` where the shim's own handler asks a
 * peer over gRPC, and wraps refusals in the peer's words.
 */
export function createHandler(calls: PeerCalls, context: Context): StubHandler {
  const asked: Asked = async (type, run) => {
    try {
      return await run();
    } catch (fault) {
      const text = fault instanceof Error ? fault.message : String(fault);
      throw new Error(`${type} failed: transaction ID: ${context.txId}: ${text}`, { cause: fault });
    }
  };
  const handler: StubHandler = {
    ...batchHandlers(calls, asked),
    ...pointHandlers(calls, asked),
    ...queryHandlers(calls, asked, context, () => handler),
  };
  return handler;
}

/**
 * Many reads, or many writes, asked for at once, as peers of Fabric 3.1 take them: what is noted is
 * the same as for one after the other.
 */
function batchHandlers(calls: PeerCalls, asked: Asked) {
  return {
    limits: BATCH_LIMITS,
    readMany: (collection: string, keys: readonly string[]) =>
      asked('GET_STATE_MULTIPLE', () =>
        Promise.all(keys.map(key => calls.getState(collection, wellFormed(key)))),
      ),
    writeMany: (writes: readonly Write[]) =>
      asked('WRITE_BATCH_STATE', async () => {
        await Promise.all(writes.map(write => writeOne(calls, write)));
      }),
  };
}

function writeOne(calls: PeerCalls, write: Write): Promise<void> {
  const { collection } = write;
  const key = wellFormed(write.key);
  switch (write.kind) {
    case 'put':
      return calls.putState(collection, key, Buffer.from(write.value));
    case 'delete':
      return calls.deleteState(collection, key);
    case 'purge':
      return calls.purgeState(collection, key);
    case 'policy':
      return calls.putMetadata(collection, key, VALIDATION_PARAMETER, Buffer.from(write.value));
  }
}

function pointHandlers(calls: PeerCalls, asked: Asked) {
  const done = (work: Promise<void>): Promise<Buffer> => work.then(() => NOTHING);
  return {
    handleGetState: (collection: string, key: string) =>
      asked('GET_STATE', () => calls.getState(collection, wellFormed(key)).then(bufferOf)),
    handlePutState: (collection: string, key: string, value: Uint8Array) =>
      asked('PUT_STATE', () =>
        done(calls.putState(collection, wellFormed(key), Buffer.from(value))),
      ),
    handleDeleteState: (collection: string, key: string) =>
      asked('DEL_STATE', () => done(calls.deleteState(collection, wellFormed(key)))),
    handlePurgeState: (collection: string, key: string) =>
      asked('PURGE_PRIVATE_DATA', () => done(calls.purgeState(collection, wellFormed(key)))),
    handlePutStateMetadata: (collection: string, key: string, name: string, value: Uint8Array) =>
      asked('PUT_STATE_METADATA', () =>
        done(calls.putMetadata(collection, wellFormed(key), name, Buffer.from(value))),
      ),
    handleGetStateMetadata: (collection: string, key: string) =>
      asked('GET_STATE_METADATA', () => calls.getMetadata(collection, wellFormed(key))),
    handleGetPrivateDataHash: (collection: string, key: string) =>
      asked('GET_PRIVATE_DATA_HASH', async () =>
        bufferOf(await calls.getPrivateHash(collection, wellFormed(key))),
      ),
    handleInvokeChaincode: (name: string) =>
      asked('INVOKE_CHAINCODE', () =>
        Promise.reject(new Error(`chaincode ${name} cannot be called from a chaincode here`)),
      ),
  };
}

function queryHandlers(
  calls: PeerCalls,
  asked: Asked,
  { channel, txId, iterators }: Context,
  handler: () => StubHandler,
) {
  const iterator = (page: RangePage): object =>
    new iterators.StateQueryIterator(handler(), channel, txId, queryResponse(page));
  return {
    handleGetStateByRange: (
      collection: string,
      start: string,
      end: string,
      _channel: string,
      _txId: string,
      metadata?: Uint8Array,
    ) =>
      asked('GET_STATE_BY_RANGE', async () => {
        const request = { start: wellFormed(start), end: wellFormed(end), page: pageOf(metadata) };
        const page = await calls.openRange(collection, request);
        if (!page.paging) return { iterator: iterator(page) };
        const { bookmark, count } = page.paging;
        return {
          iterator: iterator(page),
          metadata: { bookmark, fetchedRecordsCount: count },
        };
      }),
    handleQueryStateNext: (id: string) =>
      asked('QUERY_STATE_NEXT', async () => queryResponse(await calls.nextRange(id))),
    handleQueryStateClose: (id: string) =>
      asked('QUERY_STATE_CLOSE', async () => {
        await calls.closeRange(id);
        return queryResponse({ id, rows: [], hasMore: false, paging: null });
      }),
    handleGetQueryResult: () =>
      asked('GET_QUERY_RESULT', () =>
        Promise.reject(new Error('ExecuteQuery not supported for leveldb')),
      ),
    handleGetHistoryForKey: (key: string) =>
      asked('GET_HISTORY_FOR_KEY', async () => {
        const response = historyResponse(await calls.history(wellFormed(key)));
        return new iterators.HistoryQueryIterator(handler(), channel, txId, response);
      }),
  };
}

/** Fabric carries keys as UTF-8, where a lone surrogate becomes U+FFFD. */
function wellFormed(key: string): string {
  return key.toWellFormed();
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function pageOf(metadata?: Uint8Array): { size: number; bookmark: string } | null {
  if (!metadata) return null;
  const message = peer.QueryMetadata.deserializeBinary(metadata);
  const [size, bookmark] = [message.getPagesize(), message.getBookmark()];
  return size === 0 && bookmark === '' ? null : { size, bookmark };
}

function queryResponse(page: RangePage): Message {
  return response(
    page.id,
    page.hasMore,
    page.rows.map(({ key, value }) => {
      const row = new queryresult.KV();
      row.setKey(key);
      row.setValue(value);
      return row;
    }),
  );
}

function historyResponse(entries: readonly HistoryEntry[]): Message {
  return response(
    'history',
    false,
    entries.map(entry => {
      const row = new queryresult.KeyModification();
      row.setTxId(entry.txId);
      row.setValue(entry.value);
      row.setIsDelete(entry.isDelete);
      row.setTimestamp(timestampOf(entry.timestampMs));
      return row;
    }),
  );
}

function response(id: string, hasMore: boolean, rows: readonly Message[]): Message {
  const message = new peer.QueryResponse();
  message.setId(id);
  message.setHasMore(hasMore);
  message.setResultsList(
    rows.map(row => {
      const result = new peer.QueryResultBytes();
      result.setResultbytes(row.serializeBinary());
      return result;
    }),
  );
  return message;
}
