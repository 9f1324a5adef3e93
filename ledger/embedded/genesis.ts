import { canonical } from '../../domain/wire/index.ts';
import { blockDataHash, decodeBlock, encodeBlock } from '../block.ts';
import { LedgerError, type MspId } from '../port.ts';
import { common, timestampOf } from '../protos.ts';
import type { CollectionDefinition } from './collections.ts';
import { createOrganisation, type OrganisationRecord } from './peer.ts';

/** What block 0 says: who there is and which policies hold. It never changes. */
export type Genesis = {
  readonly v: 1;
  readonly channel: string;
  readonly chaincode: string;
  readonly policy: string;
  readonly organisations: readonly OrganisationRecord[];
  readonly collections: readonly CollectionDefinition[];
};

export type Definition = {
  readonly channel: string;
  readonly chaincode: string;
  /** Fabric's policy language, over `<mspId>.peer`. */
  readonly policy: string;
  readonly organisations: readonly MspId[];
  readonly collections: readonly CollectionDefinition[];
};

/** Makes keys and certificates for every organisation, and the document of block 0. */
export function createGenesis(folder: string, definition: Definition, nowMs: number): Genesis {
  return {
    v: 1,
    channel: definition.channel,
    chaincode: definition.chaincode,
    policy: definition.policy,
    organisations: definition.organisations.map(one => createOrganisation(folder, one, nowMs)),
    collections: definition.collections,
  };
}

export function genesisBlock(genesis: Genesis, nowMs: number, commitHash: Uint8Array): Uint8Array {
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.CONFIG);
  header.setChannelId(genesis.channel);
  header.setTimestamp(timestampOf(nowMs));
  const headers = new common.Header();
  headers.setChannelHeader(header.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(headers);
  payload.setData(Buffer.from(canonical(genesis)));
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const envelopes = [envelope.serializeBinary()];
  return encodeBlock({
    number: 0n,
    previousHash: new Uint8Array(0),
    dataHash: blockDataHash(envelopes),
    envelopes,
    codes: [0],
    commitHash,
  });
}

/** Reads block 0 back. @throws LedgerError `LEDGER_CORRUPT` when it is no such document */
export function readGenesis(block: Uint8Array): Genesis {
  try {
    const [envelope] = decodeBlock(block).envelopes;
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope ?? new Uint8Array(0)).getPayload_asU8(),
    );
    const genesis = JSON.parse(Buffer.from(payload.getData_asU8()).toString()) as Genesis;
    if (genesis.v !== 1) throw new Error(`version ${String(genesis.v)}`);
    return genesis;
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    throw new LedgerError('LEDGER_CORRUPT', `block 0 is no genesis document: ${why}`, { block: 0 });
  }
}

/** @throws LedgerError `CONFIG` when the program asks for another definition than block 0 has */
export function checkDefinition(genesis: Genesis, definition: Definition): void {
  const has = canonical({
    ...definition,
    organisations: genesis.organisations.map(one => one.mspId),
    channel: genesis.channel,
    chaincode: genesis.chaincode,
    policy: genesis.policy,
    collections: genesis.collections,
  });
  if (has === canonical(definition)) return;
  throw new LedgerError(
    'CONFIG',
    'this ledger was made with other organisations, collections or policies; ' +
      'they cannot be changed in place',
  );
}
