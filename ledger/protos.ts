import { createRequire } from 'node:module';
import type * as Protos from '@hyperledger/fabric-protos';

// The messages must be the very classes that fabric-shim checks and writes, so they are resolved
// from its place: another copy (the gateway's) has the same bytes but other classes.
const here = createRequire(import.meta.url);
const shim = createRequire(here.resolve('fabric-shim'));
const protos = shim('@hyperledger/fabric-protos') as typeof Protos;

export const { common, gateway, msp, peer } = protos;
export const { rwset, queryresult } = protos.ledger;
export const { kvrwset } = rwset;

/** The `google.protobuf.Timestamp` class that these messages carry. */
export const Timestamp = (
  createRequire(shim.resolve('@hyperledger/fabric-protos'))(
    'google-protobuf/google/protobuf/timestamp_pb.js',
  ) as { Timestamp: new () => TimestampMessage }
).Timestamp;

export type TimestampMessage = {
  setSeconds(seconds: number): void;
  setNanos(nanos: number): void;
  getSeconds(): number;
  getNanos(): number;
};

export function timestampOf(milliseconds: number): TimestampMessage {
  const timestamp = new Timestamp();
  timestamp.setSeconds(Math.floor(milliseconds / 1000));
  timestamp.setNanos((milliseconds % 1000) * 1_000_000);
  return timestamp;
}

export function millisecondsOf(timestamp: TimestampMessage | undefined): number {
  if (!timestamp) return 0;
  return timestamp.getSeconds() * 1000 + Math.floor(timestamp.getNanos() / 1_000_000);
}
