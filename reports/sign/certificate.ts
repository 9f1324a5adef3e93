// The X.509 library registers its decorators through this; it has to be loaded before it.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { webcrypto } from 'node:crypto';

/**
 * A key that signs documents: private key as PKCS #8 PEM, its certificate and the certificates above it
 * up to the root (the root itself has none above it).
 */
export type DocumentKey = {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
  readonly chainPem: readonly string[];
};

/** Subject and validity of a certificate; `serial` is hex, the two instants bound its validity. */
export type CertificateRequest = {
  readonly name: string;
  /** Id of the party on the ledger; stands in the subject as serialNumber. */
  readonly party: string;
  readonly serial: string;
  readonly from: string;
  readonly until: string;
};

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A self-signed root for document certificates; readers pin it. */
export async function makeDocumentRoot(request: CertificateRequest): Promise<DocumentKey> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: request.serial,
    name: subjectOf(request),
    notBefore: new Date(request.from),
    notAfter: new Date(request.until),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return exported(keys, certificate, []);
}

/** A document key of one organisation, certified by the root. */
export async function issueDocumentKey(
  root: DocumentKey,
  request: CertificateRequest,
): Promise<DocumentKey> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  const above = new x509.X509Certificate(root.certificatePem);
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: request.serial,
    subject: subjectOf(request),
    issuer: above.subject,
    notBefore: new Date(request.from),
    notAfter: new Date(request.until),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await importPrivateKey(root.privateKeyPem),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(above.publicKey),
    ],
  });
  return exported(keys, certificate, [root.certificatePem, ...root.chainPem]);
}

/** PKCS #8 PEM as a WebCrypto key that can only sign. */
export async function importPrivateKey(pem: string): Promise<CryptoKey> {
  const der = pemBytes(pem);
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']) as Promise<CryptoKey>;
}

/** The DER bytes inside a PEM text. */
export function pemBytes(pem: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----/g, '').replace(/\s+/g, ''), 'base64');
  return new Uint8Array(bytes);
}

function subjectOf({ name, party }: CertificateRequest): string {
  return `CN=${escaped(name)}, O=${escaped(name)}, 2.5.4.5=${escaped(party)}`;
}

function escaped(text: string): string {
  return text.replace(/[,+"\\<>;=#]/g, sign => `\\${sign}`);
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]) as Promise<CryptoKeyPair>;
}

async function exported(
  keys: CryptoKeyPair,
  certificate: x509.X509Certificate,
  chainPem: readonly string[],
): Promise<DocumentKey> {
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    privateKeyPem: x509.PemConverter.encode(der, 'PRIVATE KEY'),
    certificatePem: certificate.toString('pem'),
    chainPem,
  };
}
