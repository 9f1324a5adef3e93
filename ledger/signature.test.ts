import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import {
  createSignatureMemory,
  endorsedBytes,
  signBytes,
  signedBytes,
  verifyBytes,
  withLowS,
} from './signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** r and s of a DER signature. */
function halves(signature: Uint8Array): { r: bigint; s: bigint } {
  const bytes = Buffer.from(signature);
  const rEnd = 4 + (bytes[3] ?? 0);
  const number = (from: number, to: number) =>
    BigInt(`0x${bytes.subarray(from, to).toString('hex')}`);
  return { r: number(4, rEnd), s: number(rEnd + 2, bytes.length) };
}

function der(r: bigint, s: bigint): Uint8Array {
  const integer = (value: bigint): Buffer => {
    const hex = value.toString(16);
    const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
    const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(2, padded.length), padded]);
  };
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

test('2,000 signatures verify, are minimal DER, and none has a high s', async () => {
  let short = 0;
  for (let at = 0; at < 2000; at++) {
    const message = Buffer.from(`message ${at}`);
    const signature = await signBytes(privateKey, message);
    const { r, s } = halves(signature);
    expect(s <= N / 2n).toBe(true);
    expect(Buffer.from(signature)).toEqual(Buffer.from(der(r, s)));
    expect(
      verify(
        'sha256',
        message,
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        signature,
      ),
    ).toBe(true);
    if (r < 1n << 248n || s < 1n << 248n) short += 1;
  }
  // Integers with leading zero bytes are among them: about one signature in 85.
  expect(short).toBeGreaterThan(0);
});

test('the high twin of a good signature is refused, and made low again', async () => {
  const message = Buffer.from('one');
  const signature = await signBytes(privateKey, message);
  const { r, s } = halves(signature);
  const high = der(r, N - s);
  expect(await verifyBytes(publicKey, message, signature)).toBe(true);
  expect(verify('sha256', message, publicKey, high)).toBe(true);
  expect(await verifyBytes(publicKey, message, high)).toBe(false);
  expect(Buffer.from(withLowS(high))).toEqual(Buffer.from(signature));
});

test.each([
  ['nothing', ''],
  ['no DER', '00112233'],
  ['a length that is too long', '3046022100'],
  ['trailing bytes', '300602010102010100'],
])('%s is no signature', async (_name, hex) => {
  expect(await verifyBytes(publicKey, Buffer.from('one'), Buffer.from(hex, 'hex'))).toBe(false);
});

test('the memory knows what was signed, and nothing near it', async () => {
  const memory = createSignatureMemory();
  const message = Buffer.from('one');
  const signature = await signBytes(privateKey, message);
  memory.remember('me', signedBytes(message), signature);
  expect(memory.knows('me', signedBytes(Buffer.from('one')), signature)).toBe(true);
  expect(memory.knows('you', signedBytes(message), signature)).toBe(false);
  expect(memory.knows('me', signedBytes(Buffer.from('two')), signature)).toBe(false);
  const again = await signBytes(privateKey, message);
  expect(memory.knows('me', signedBytes(message), again)).toBe(false);
  // The same bytes as an endorsed response are another thing that was signed.
  expect(memory.knows('me', endorsedBytes(message)(Buffer.from('me')), signature)).toBe(false);
});

test('endorsers of one response sign it with their own identity behind it', () => {
  const [a, b] = ['a', 'b'].map(name => endorsedBytes(Buffer.from('one'))(Buffer.from(name)));
  expect(Buffer.from(a?.bytes() ?? []).toString()).toBe('onea');
  expect(Buffer.from(b?.bytes() ?? []).toString()).toBe('oneb');
  expect(a?.digest()).toBe(b?.digest());
  expect(endorsedBytes(Buffer.from('two'))(Buffer.from('a')).digest()).not.toBe(a?.digest());
});
