import { createRequire } from 'node:module';
import { quickenShim } from '../../chaincode/shim.ts';
import { peer } from '../protos.ts';
import { createHandler, type Iterators } from './handler.ts';
import type { PeerCalls } from './simulate.ts';

/** A class derived from `fabric-contract-api`'s `Contract`, without constructor arguments. */
export type ContractClass = new () => object;

export type Invocation = {
  readonly channel: string;
  readonly txId: string;
  /** Function name first. */
  readonly args: readonly Uint8Array[];
  /** Bytes of the `SignedProposal`. */
  readonly signedProposal: Uint8Array;
  readonly calls: PeerCalls;
};

export type ContractAnswer = {
  readonly status: number;
  readonly message: string;
  readonly payload: Uint8Array;
  readonly event: { readonly name: string; readonly payload: Uint8Array } | null;
};

export type ContractRuntime = { invoke(invocation: Invocation): Promise<ContractAnswer> };

type Chaincode = { Invoke(stub: object): Promise<ShimResponse> };
type ShimResponse = { status: number; message?: string; payload?: Uint8Array };
type ChaincodeEvent = { getEventName(): string; getPayload_asU8(): Uint8Array };
type Stub = { chaincodeEvent?: ChaincodeEvent };

/**
 * Runs a contract through fabric-shim's own `ChaincodeFromContract` and `ChaincodeStub`, as a
 * peer's chaincode process would. The contract's default name is process-wide, so a process runs
 * one chaincode; several ledgers may run the same class.
 */
export function createContractRuntime(contract: ContractClass): ContractRuntime {
  const shim = loadShim();
  const serializers = {
    transaction: 'jsonSerializer',
    serializers: { jsonSerializer: shim.JSONSerializer },
  };
  // The array is changed by the shim, which adds its system contract.
  const chaincode = new shim.ChaincodeFromContract([contract], serializers);
  return {
    async invoke({ channel, txId, args, signedProposal, calls }) {
      const input = new peer.ChaincodeInput();
      input.setArgsList([...args]);
      const handler = createHandler(calls, { channel, txId, iterators: shim.iterators });
      const proposal = peer.SignedProposal.deserializeBinary(signedProposal);
      const stub = new shim.ChaincodeStub(handler, channel, txId, input, proposal);
      const { status, message, payload } = await chaincode.Invoke(stub);
      const event = stub.chaincodeEvent;
      return {
        status,
        message: message ?? '',
        payload: payload ?? new Uint8Array(0),
        event: event ? { name: event.getEventName(), payload: event.getPayload_asU8() } : null,
      };
    },
  };
}

function loadShim(): {
  ChaincodeFromContract: new (contracts: ContractClass[], serializers: object) => Chaincode;
  ChaincodeStub: new (
    handler: object,
    channel: string,
    txId: string,
    input: object,
    signedProposal: object,
  ) => Stub & object;
  JSONSerializer: object;
  iterators: Iterators;
} {
  // The shim prints every refusal at ERROR; its level is read when a logger is asked for.
  process.env['CORE_CHAINCODE_LOGGING_LEVEL'] ??= 'CRITICAL';
  const load = createRequire(import.meta.url);
  const shim = {
    ChaincodeFromContract: load('fabric-shim/lib/contract-spi/chaincodefromcontract.js') as never,
    ChaincodeStub: load('fabric-shim/lib/stub.js') as never,
    JSONSerializer: (load('fabric-contract-api') as { JSONSerializer: object }).JSONSerializer,
    iterators: load('fabric-shim/lib/iterators.js') as Iterators,
  };
  quickenShim();
  return shim;
}
