import { X509Certificate } from 'node:crypto';
import { CryptoKeySigner, P12Signer, PDF, type Signer } from '@libpdf/core';
import { fail, invariant, ok, type Result } from '../../domain/result/index.ts';
import { caught, stop, type DocumentFault } from '../fault.ts';
import { sha256Hex } from '../figures/index.ts';
import { importPrivateKey, pemBytes, type DocumentKey } from './certificate.ts';

/** The organisation's document key: PEM with its chain, or a PKCS #12 file. */
export type SigningKey = DocumentKey | { readonly p12: Uint8Array; readonly password: string };

export type SignInput = {
  readonly body: Uint8Array;
  readonly key: SigningKey;
  /** Instant that the signer states; the record on the ledger proves it. */
  readonly at: string;
  readonly reason: string;
  readonly location?: string;
  /** Serial numbers (hex) of revoked document certificates. */
  readonly revoked?: readonly string[];
};

/** A signed file; its first `bodyLength` bytes are the reproducible body. */
export type SignedDocument = {
  readonly file: Buffer;
  readonly fileHash: string;
  readonly bodyHash: string;
  readonly bodyLength: number;
  readonly signatureAlgorithm: 'ecdsa-p256-sha256' | 'rsa-sha256';
};

/**
 * Signs a body as PAdES B-B (ETSI.CAdES.detached) by incremental update. Refuses `SIGNING_REFUSED` when
 * the certificate is expired, not yet valid or revoked at `at`.
 */
export async function signDocument(
  input: SignInput,
): Promise<Result<SignedDocument, readonly DocumentFault[]>> {
  try {
    return ok(await sign(input));
  } catch (error) {
    return fail(caught(error));
  }
}

async function sign(input: SignInput): Promise<SignedDocument> {
  const signer = await signerOf(input.key);
  refuseUnfit(signer, input);
  const pdf = await PDF.load(new Uint8Array(input.body));
  const signed = await pdf.sign({
    signer,
    reason: input.reason,
    ...(input.location === undefined ? {} : { location: input.location }),
    signingTime: new Date(input.at),
    fieldName: 'issuer',
    subFilter: 'ETSI.CAdES.detached',
    level: 'B-B',
    digestAlgorithm: 'SHA-256',
    estimatedSize: 8192,
  });
  const file = Buffer.from(signed.bytes);
  const body = Buffer.from(input.body);
  invariant(
    'DOC-20',
    file.subarray(0, body.length).equals(body),
    () => 'the signed file does not begin with the body',
  );
  return {
    file,
    fileHash: sha256Hex(file),
    bodyHash: sha256Hex(body),
    bodyLength: body.length,
    signatureAlgorithm: signer.keyType === 'EC' ? 'ecdsa-p256-sha256' : 'rsa-sha256',
  };
}

async function signerOf(key: SigningKey): Promise<Signer> {
  if ('p12' in key) return P12Signer.create(key.p12, key.password);
  const privateKey = await importPrivateKey(key.privateKeyPem);
  // The root is pinned by readers; a file that brings its own proves nothing by it.
  const above = key.chainPem.filter(pem => !isSelfIssued(pem)).map(pemBytes);
  return new CryptoKeySigner(privateKey, pemBytes(key.certificatePem), 'EC', 'ECDSA', above);
}

function isSelfIssued(pem: string): boolean {
  const { subject, issuer } = new X509Certificate(pem);
  return subject === issuer;
}

function refuseUnfit(signer: Signer, input: SignInput): void {
  const certificate = new X509Certificate(signer.certificate);
  const serial = certificate.serialNumber.toLowerCase();
  const at = Date.parse(input.at);
  if (at < certificate.validFromDate.getTime()) {
    stop('SIGNING_REFUSED', { reason: 'notYetValid', serial });
  }
  if (at > certificate.validToDate.getTime())
    stop('SIGNING_REFUSED', { reason: 'expired', serial });
  const revoked = (input.revoked ?? []).map(text => text.toLowerCase().replace(/^0+/, ''));
  if (revoked.includes(serial.replace(/^0+/, ''))) {
    stop('SIGNING_REFUSED', { reason: 'revoked', serial });
  }
}
