import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto';

export type CertificateRequest = {
  /** Subject: organisation's name, organisational unit (`ca`, `peer`, `client`), common name. */
  readonly organisation: string;
  readonly unit: string;
  readonly commonName: string;
  readonly key: KeyObject;
  readonly issuer: { readonly organisation: string; readonly commonName: string };
  readonly issuerKey: KeyObject;
  readonly isAuthority: boolean;
  readonly serial: bigint;
  /** Milliseconds since 1970; certificates are valid for 30 years. */
  readonly fromMs: number;
};

const OID = {
  commonName: '2.5.4.3',
  organisation: '2.5.4.10',
  unit: '2.5.4.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
} as const;

/** An X.509 v3 certificate over P-256 as PEM (RFC 5280), signed by the issuer's key. */
export function issueCertificate(request: CertificateRequest): string {
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const body = sequence(
    context(0, integer(2n)),
    integer(request.serial),
    algorithm,
    name({ ...request.issuer, unit: 'ca' }),
    sequence(time(request.fromMs), time(request.fromMs + 30 * 365 * 86_400_000)),
    name(request),
    publicKeyBytes(request.key),
    context(3, sequence(...extensions(request))),
  );
  const signature = sign('sha256', body, request.issuerKey);
  return pem(sequence(body, algorithm, bitString(signature)));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, line => `${line}\n`);
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
}

function extensions(request: CertificateRequest): Buffer[] {
  const usage = request.isAuthority ? bitString(Buffer.of(0x06), 1) : bitString(Buffer.of(0x80), 7);
  const constraints = request.isAuthority ? sequence(boolean(true)) : sequence();
  return [
    extension(OID.keyUsage, usage, true),
    extension(OID.basicConstraints, constraints, true),
    extension(OID.subjectKeyIdentifier, octets(keyIdentifier(request.key)), false),
    extension(
      OID.authorityKeyIdentifier,
      sequence(tagged(0x80, keyIdentifier(request.issuerKey))),
      false,
    ),
  ];
}

function extension(id: string, value: Buffer, critical: boolean): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

function publicKeyBytes(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function keyIdentifier(key: KeyObject): Buffer {
  // The last 65 bytes of a P-256 key's SPKI are the uncompressed point.
  return createHash('sha256').update(publicKeyBytes(key).subarray(-65)).digest().subarray(0, 20);
}

function name(of: { organisation: string; unit: string; commonName: string }): Buffer {
  const part = (id: string, text: string): Buffer =>
    tagged(0x31, sequence(oid(id), tagged(0x0c, Buffer.from(text))));
  return sequence(
    part(OID.organisation, of.organisation),
    part(OID.unit, of.unit),
    part(OID.commonName, of.commonName),
  );
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). */
function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return digits < '2050'
    ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : tagged(0x18, Buffer.from(`${digits}Z`));
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.of(value ? 0xff : 0));
}

function octets(bytes: Uint8Array): Buffer {
  return tagged(0x04, bytes);
}

function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(unusedBits), bytes]));
}

function context(number: number, content: Buffer): Buffer {
  return tagged(0xa0 + number, content);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift(0x80 | (left & 0x7f));
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

function tagged(tag: number, content: Uint8Array): Buffer {
  const length = content.length;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const bytes = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...bytes), content]);
}
