import { createPrivateKey, sign as signBytes, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { toBase64url } from '../../domain/wire/index.ts';

const signAsync = promisify(
  (bytes: Uint8Array, key: KeyObject, done: (error: Error | null, value: Buffer) => void) =>
    signBytes('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, done),
);

/** Order of the P-256 group. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SCALAR_BYTES = 32;

/** A service's own signing key: its id in the key registry and ECDSA over P-256, low s. */
export type ServiceSigner = {
  readonly key: string;
  readonly sign: (bytes: Uint8Array) => Promise<string>;
};

/** A signer from a private key in PEM. `value` is base64url of r‖s. */
export function serviceSigner(key: string, privateKeyPem: string): ServiceSigner {
  const privateKey = createPrivateKey(privateKeyPem);
  return {
    key,
    sign: async bytes => toBase64url(lowS(await signAsync(bytes, privateKey))),
  };
}

function lowS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(SCALAR_BYTES)).toString('hex')}`);
  if (s <= ORDER / 2n) return signature;
  const low = Buffer.from((ORDER - s).toString(16).padStart(2 * SCALAR_BYTES, '0'), 'hex');
  return Buffer.concat([signature.subarray(0, SCALAR_BYTES), low]);
}
