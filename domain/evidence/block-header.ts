/** A block's header as its hash covers it. */
export type BlockHeader = {
  readonly number: bigint;
  /** Empty in block 0. */
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
};

/** The bytes whose SHA-256 is the hash of a block: DER SEQUENCE {number, previousHash, dataHash}. */
export function blockHeaderBytes({ number, previousHash, dataHash }: BlockHeader): Uint8Array {
  const parts = [derInteger(number), der(0x04, previousHash), der(0x04, dataHash)];
  return der(0x30, joined(parts));
}

function derInteger(value: bigint): Uint8Array {
  const hex = value.toString(16);
  const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
  const bytes = (digits.match(/../g) ?? []).map(byte => Number.parseInt(byte, 16));
  // A number whose first bit is set would read as negative.
  const sign = (bytes[0] ?? 0) >= 0x80 ? [0] : [];
  return der(0x02, Uint8Array.from([...sign, ...bytes]));
}

function der(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return joined([Uint8Array.from([tag, ...size]), content]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
