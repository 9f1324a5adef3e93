import { peer } from '../../ledger/protos.ts';

/** Fabric's own enumeration of validation codes, as its protobufs declare it. */
export const fabricCodes = peer.TxValidationCode as unknown as Readonly<Record<string, number>>;
