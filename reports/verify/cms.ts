import { createHash, verify, X509Certificate } from 'node:crypto';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs';

/** Who signed, as the CMS shows it: nothing here is trusted yet. */
export type CmsSigner = {
  readonly certificate: X509Certificate;
  readonly included: readonly X509Certificate[];
  /** The signing time that the signer states; `null` when absent. */
  readonly signedAt: string | null;
};

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  data: '1.2.840.113549.1.7.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.47',
} as const;

const DIGESTS: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** ECDSA and RSA PKCS #1 with a SHA-2 hash; the key decides which. */
const SIGNATURES: ReadonlySet<string> = new Set([
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
]);

/**
 * Checks one detached CAdES signature over `covered`: exactly one signer; the signed attributes name
 * the content's digest and the signer's certificate (signing-certificate-v2); the signature over the
 * attributes holds under that certificate's key. `null` when anything does not hold or cannot be read.
 * Whether the certificate counts is judged elsewhere.
 */
export function verifyCms(contents: Uint8Array, covered: Uint8Array): CmsSigner | null {
  try {
    const signed = readSignedData(contents);
    const [info, ...others] = signed.signerInfos;
    if (!info || others.length > 0 || !isBound(info, covered)) return null;
    const included = certificatesOf(signed);
    const own = included.find(certificate => isNamedBy(info, certificate));
    if (!own || !isSignedBy(info, own.node)) return null;
    return {
      certificate: own.node,
      included: included.map(({ node }) => node),
      signedAt: signingTime(info),
    };
  } catch {
    // Broken bytes are an expected input: whatever cannot be read is no valid signature.
    return null;
  }
}

type SignerInfo = SignedData['signerInfos'][number];
type Included = { readonly parsed: Certificate; readonly node: X509Certificate };

function readSignedData(contents: Uint8Array): SignedData {
  const length = derLength(contents);
  // Only zeros may fill the reserved space: nothing that is not signed is let through.
  if (contents.subarray(length).some(byte => byte !== 0)) throw new TypeError('padding');
  const content = ContentInfo.fromBER(new Uint8Array(contents.subarray(0, length)));
  if (content.contentType !== OID.signedData) throw new TypeError(content.contentType);
  return new SignedData({ schema: content.content });
}

/** Length of the outer DER element; the reserved space behind it is zeros. */
function derLength(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  let length = 0;
  for (let at = 0; at < count; at += 1) length = length * 256 + (bytes[2 + at] ?? 0);
  return 2 + count + length;
}

function certificatesOf(signed: SignedData): readonly Included[] {
  return (signed.certificates ?? [])
    .filter(item => item instanceof Certificate)
    .map(parsed => ({ parsed, node: new X509Certificate(Buffer.from(parsed.toSchema().toBER())) }));
}

/** The signed attributes hold the digest of exactly these bytes. */
function isBound(info: SignerInfo, covered: Uint8Array): boolean {
  const digest = DIGESTS[info.digestAlgorithm.algorithmId];
  const stated = attributeBytes(info, OID.messageDigest);
  const type = attribute(info, OID.contentType);
  if (digest === undefined || stated === null || type?.valueBlock.toString() !== OID.data) {
    return false;
  }
  return createHash(digest).update(covered).digest().equals(stated);
}

function isNamedBy(info: SignerInfo, { parsed, node }: Included): boolean {
  const sid: unknown = info.sid;
  if (!(sid instanceof IssuerAndSerialNumber)) return false;
  if (!sid.issuer.isEqual(parsed.issuer)) return false;
  if (!sid.serialNumber.isEqual(parsed.serialNumber)) return false;
  const named = attribute(info, OID.signingCertificate);
  const fingerprint = createHash('sha256').update(node.raw).digest();
  return named !== null && Buffer.from(named.toBER()).includes(fingerprint);
}

function isSignedBy(info: SignerInfo, certificate: X509Certificate): boolean {
  const digest = DIGESTS[info.digestAlgorithm.algorithmId];
  const attributes = info.signedAttrs?.encodedValue;
  if (digest === undefined || attributes === undefined) return false;
  if (!SIGNATURES.has(info.signatureAlgorithm.algorithmId)) return false;
  const signature = Buffer.from(info.signature.valueBlock.valueHexView);
  const key = { key: certificate.publicKey, dsaEncoding: 'der' } as const;
  return verify(digest, Buffer.from(attributes), key, signature);
}

function signingTime(info: SignerInfo): string | null {
  const value = attribute(info, OID.signingTime);
  if (value === null || value.toDate === undefined) return null;
  return value.toDate().toISOString();
}

/** What is read of an ASN.1 value. */
type Asn1Value = {
  readonly valueBlock: { readonly valueHexView?: Uint8Array; readonly toString: () => string };
  readonly toBER: () => ArrayBuffer;
  readonly toDate?: () => Date;
};

function attribute(info: SignerInfo, type: string): Asn1Value | null {
  const found = info.signedAttrs?.attributes.filter(candidate => candidate.type === type) ?? [];
  const [only, ...others] = found;
  if (!only || others.length > 0) return null;
  return (only.values[0] as Asn1Value | undefined) ?? null;
}

function attributeBytes(info: SignerInfo, type: string): Buffer | null {
  const bytes = attribute(info, type)?.valueBlock.valueHexView;
  return bytes === undefined ? null : Buffer.from(bytes);
}
