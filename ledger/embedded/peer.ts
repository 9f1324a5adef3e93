import {
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeIdentity, encodeIdentity } from '../transaction.ts';
import { LedgerError, type MspId } from '../port.ts';
import { issueCertificate } from './certificate.ts';
import type { PolicyIdentity, Role } from './policy.ts';

/** What the genesis block says of an organisation: public things only. */
export type OrganisationRecord = {
  readonly mspId: MspId;
  readonly authority: string;
  readonly endorser: string;
  readonly client: string;
};

/** One identity that can sign: its bytes as Fabric carries them, and its key. */
export type Signer = { readonly bytes: Uint8Array; readonly id: string; readonly key: KeyObject };

export type Organisation = {
  readonly mspId: MspId;
  readonly endorser: Signer;
  readonly client: Signer;
};

/** An identity found good: of which organisation, in which role, with which key. */
export type KnownIdentity = PolicyIdentity & { readonly id: string; readonly publicKey: KeyObject };

/**
 * Makes keys and certificates for an organisation and keeps the private keys in
 * `<folder>/identities/<mspId>.key`, readable by the owner only. The authority's key is thrown
 * away once it has signed.
 */
export function createOrganisation(
  folder: string,
  mspId: MspId,
  fromMs: number,
): OrganisationRecord {
  const authority = keyPair();
  const issuer = { organisation: mspId, commonName: `ca.${mspId}` };
  const certificate = (unit: string, key: KeyObject, isAuthority: boolean): string =>
    issueCertificate({
      organisation: mspId,
      unit,
      commonName: isAuthority ? issuer.commonName : `${unit}.${mspId}`,
      key,
      issuer,
      issuerKey: authority,
      isAuthority,
      serial: BigInt(`0x01${randomBytes(15).toString('hex')}`),
      fromMs,
    });
  const [endorser, client] = [keyPair(), keyPair()];
  mkdirSync(join(folder, 'identities'), { recursive: true, mode: 0o700 });
  const keys = [endorser, client].map(key => key.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(keyFile(folder, mspId), keys.join(''), { mode: 0o600 });
  return {
    mspId,
    authority: certificate('ca', authority, true),
    endorser: certificate('peer', endorser, false),
    client: certificate('client', client, false),
  };
}

/** Reads an organisation's keys back. @throws LedgerError `CONFIG` when they are not its keys */
export function openOrganisation(folder: string, record: OrganisationRecord): Organisation {
  const { mspId } = record;
  const file = keyFile(folder, mspId);
  const keys = readFileSync(file, 'utf8').match(/-----BEGIN[^]+?-----END[^\n]+\n/g) ?? [];
  const signer = (pem: string, at: number): Signer => {
    const key = createPrivateKey(keys[at] ?? '');
    if (!new X509Certificate(pem).checkPrivateKey(key)) {
      throw new LedgerError('CONFIG', `the keys of ${mspId} do not fit its certificates`, { file });
    }
    const bytes = encodeIdentity({ mspId, pem });
    return { bytes, id: identityId(bytes), key };
  };
  return { mspId, endorser: signer(record.endorser, 0), client: signer(record.client, 1) };
}

/**
 * Says who an identity's bytes are: its certificate must be signed by the authority of the
 * organisation it names. Null for anybody else. Answers are kept, as few identities sign much.
 */
export function createIdentityBook(
  records: readonly OrganisationRecord[],
): (bytes: Uint8Array) => KnownIdentity | null {
  const authorities = new Map(
    records.map(one => [one.mspId, new X509Certificate(one.authority).publicKey]),
  );
  const known = new Map<string, KnownIdentity | null>();
  return bytes => {
    const id = identityId(bytes);
    const answer = known.get(id);
    if (answer !== undefined) return answer;
    const found = identify(bytes, id, authorities);
    if (known.size < 10_000) known.set(id, found);
    return found;
  };
}

function identify(
  bytes: Uint8Array,
  id: string,
  authorities: ReadonlyMap<MspId, KeyObject>,
): KnownIdentity | null {
  try {
    const { mspId, pem } = decodeIdentity(bytes);
    const authority = authorities.get(mspId);
    const certificate = new X509Certificate(pem);
    if (!authority || !certificate.verify(authority)) return null;
    return { mspId, role: roleOf(certificate), id, publicKey: certificate.publicKey };
  } catch {
    return null;
  }
}

/** The role stands in the certificate's organisational unit, as with Fabric's NodeOUs. */
function roleOf(certificate: X509Certificate): Role {
  const unit = /^OU=(.*)$/m.exec(certificate.subject)?.[1];
  return unit === 'peer' || unit === 'client' || unit === 'admin' ? unit : 'member';
}

function identityId(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function keyFile(folder: string, mspId: MspId): string {
  return join(folder, 'identities', `${mspId}.key`);
}

function keyPair(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}
