import type { MspId, NotSent, SubmitResult } from '../port.ts';
import type { ValidationCode } from '../validation-code.ts';

/** A call of a chaincode function. */
export type Call = {
  readonly chaincode: string;
  readonly function: string;
  readonly args: readonly string[];
  readonly transient: Readonly<Record<string, Uint8Array>>;
  /** Organisations asked for by name; the network's own plan when left out. */
  readonly organisations?: readonly MspId[];
};

/** An endorsed transaction, signed by the client: the bytes that are recorded and ordered. */
export type Prepared = { readonly txId: string; readonly envelope: Uint8Array };

/** What the contract itself said no to, word for word. */
export type Refused = { readonly kind: 'refused'; readonly message: string };

export type Unknown = Extract<SubmitResult, { kind: 'unknown' }>;

export type Outcome = { readonly txId: string; readonly code: ValidationCode };

/** All transactions of a block in order, with their codes. */
export type BlockOutcomes = { readonly number: bigint; readonly outcomes: readonly Outcome[] };

/** A stream that ends, or throws, when the connection is lost or `close` is called. */
export type Stream<T> = AsyncIterable<T> & { close(): void };

/** One way to a Fabric network: the gateway service, or the older protocol. Outcomes are values. */
export interface Transport {
  readonly kind: 'gateway' | 'legacy';
  endorse(call: Call, deadlineMs: number): Promise<Prepared | Refused | NotSent>;
  /** Hands the envelope to the ordering service; null when it was taken. */
  order(prepared: Prepared, deadlineMs: number): Promise<null | NotSent | Unknown>;
  /**
   * Waits until the own peer has applied the transaction and returns its block's number; null when
   * the peer did not say.
   */
  applied(txId: string, deadlineMs: number): Promise<bigint | null>;
  evaluate(call: Call, deadlineMs: number): Promise<Uint8Array | Refused | NotSent>;
  /** Whole blocks as protobuf bytes, from a number on, and then the ones to come. */
  blocks(from: bigint): Promise<Stream<Uint8Array>>;
  outcomes(from: bigint): Promise<Stream<BlockOutcomes>>;
  close(): Promise<void>;
}
