import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LedgerError, type MspId } from '../port.ts';

/** Where a node of the network answers; `serverName` is in its certificate. */
export type NodeAddress = {
  /** `host:port` */
  readonly address: string;
  readonly serverName: string;
  readonly rootPem: string;
  readonly mspId?: MspId;
  readonly name?: string;
};

/** How one organisation reaches a Fabric network (version 1 of the connection profile). */
export type Profile = {
  /** Release line: `3.1`, `2.5`. */
  readonly line: string;
  readonly consensus: 'raft' | 'bft';
  readonly channel: string;
  readonly chaincode: string;
  readonly mspId: MspId;
  /** Peers of the own organisation with the gateway service, in the order of preference. */
  readonly gateways: readonly NodeAddress[];
  readonly peers: readonly NodeAddress[];
  readonly orderers: readonly NodeAddress[];
  readonly asLocalhost: boolean;
  readonly identity: Identity;
  /** For networks that ask clients for a certificate. */
  readonly tls: { readonly key: Buffer; readonly certificate: Buffer } | null;
};

export type Identity = {
  readonly mspId: MspId;
  readonly certificate: string;
  readonly key: KeyObject;
};

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads and checks a connection profile and the identity it names.
 * @throws LedgerError `CONFIG` with every fault and what to do about it
 */
export function readProfile(file: string, nowMs: number): Profile {
  const faults: string[] = [];
  const fields = readFields(file);
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
    faults.push(`${name} is missing`);
    return '';
  };
  if (fields['v'] !== 1) faults.push('v is not 1');
  const nodes = (name: string): readonly NodeAddress[] => nodesOf(fields[name], name, faults);
  const mspId = text('mspId');
  const profile = {
    line: text('line'),
    consensus: fields['consensus'] === 'bft' ? ('bft' as const) : ('raft' as const),
    channel: text('channel'),
    chaincode: text('chaincode'),
    mspId,
    gateways: nodes('gateways'),
    peers: nodes('peers'),
    orderers: nodes('orderers'),
    asLocalhost: fields['asLocalhost'] === true,
  };
  const identity = readIdentity({ file, fields, mspId, nowMs }, faults);
  const tls = readTls(file, fields, faults);
  if (faults.length > 0 || !identity) {
    const remedy = 'write it anew with `npm run network -- up`, or ask who runs the network';
    throw new LedgerError('CONFIG', `${file}: ${faults.join('; ')}: ${remedy}`, { file, faults });
  }
  return { ...profile, identity, tls };
}

function readFields(file: string): Fields {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Fields;
  } catch (fault) {
    const why = fault instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new LedgerError('CONFIG', `connection profile ${file} ${why}`, { file });
  }
}

function nodesOf(value: unknown, name: string, faults: string[]): readonly NodeAddress[] {
  const list = Array.isArray(value) ? (value as NodeAddress[]) : [];
  const isGood = list.every(
    ({ address, serverName, rootPem }) =>
      [address, serverName, rootPem].every(part => typeof part === 'string') &&
      /^.+:\d+$/.test(address),
  );
  if (list.length === 0 || !isGood) {
    faults.push(`${name} is no list of {address, serverName, rootPem}`);
  }
  return isGood ? list : [];
}

function readIdentity(
  from: { readonly file: string; fields: Fields; mspId: MspId; nowMs: number },
  faults: string[],
): Identity | null {
  const { certFile, keyFile } = (from.fields['identity'] ?? {}) as Record<string, unknown>;
  const certificate = readNamed(from.file, certFile, 'identity.certFile', faults);
  const keyText = readNamed(from.file, keyFile, 'identity.keyFile', faults);
  if (!certificate || !keyText) return null;
  try {
    const parsed = new X509Certificate(certificate);
    const key = createPrivateKey(keyText);
    if (!parsed.checkPrivateKey(key)) faults.push('the identity key does not fit its certificate');
    if (Date.parse(parsed.validTo) < from.nowMs) {
      faults.push(`the identity certificate ended on ${parsed.validTo}; enrol anew`);
    }
    if (Date.parse(parsed.validFrom) > from.nowMs + 60_000) {
      faults.push(`the identity certificate begins on ${parsed.validFrom}; check this clock`);
    }
    return { mspId: from.mspId, certificate: certificate.toString(), key };
  } catch {
    faults.push('the identity is no PEM certificate and key');
    return null;
  }
}

function readTls(file: string, fields: Fields, faults: string[]): Profile['tls'] {
  const { certFile, keyFile } = (fields['tlsClient'] ?? {}) as Record<string, unknown>;
  if (certFile === undefined && keyFile === undefined) return null;
  const certificate = readNamed(file, certFile, 'tlsClient.certFile', faults);
  const key = readNamed(file, keyFile, 'tlsClient.keyFile', faults);
  return certificate && key ? { certificate, key } : null;
}

/** A file that the profile names, from the profile's own folder when it is no whole path. */
function readNamed(profile: string, named: unknown, what: string, faults: string[]): Buffer | null {
  if (typeof named !== 'string') {
    faults.push(`${what} is missing`);
    return null;
  }
  try {
    return readFileSync(resolve(dirname(profile), named));
  } catch {
    faults.push(`${what}: ${named} cannot be read`);
    return null;
  }
}
