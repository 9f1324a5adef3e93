/** Two-byte GB18030 of every common character, read once from the platform's own decoder. */
let table: ReadonlyMap<string, readonly [number, number]> | null = null;

/** Text as GB18030 bytes, as Chinese desktop programs write it. @throws Error for rarer signs. */
export function toGb18030(text: string): Buffer {
  table ??= readTable();
  const bytes: number[] = [];
  for (const sign of text) {
    const point = sign.codePointAt(0) ?? 0;
    const pair = table.get(sign);
    if (point < 0x80) bytes.push(point);
    else if (pair) bytes.push(...pair);
    else throw new Error(`no two-byte GB18030 for ${sign}`);
  }
  return Buffer.from(bytes);
}

function readTable(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gb18030');
  const pairs = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const sign = decoder.decode(new Uint8Array([lead, trail]));
      if (Array.from(sign).length === 1 && sign !== '\ufffd') pairs.set(sign, [lead, trail]);
    }
  }
  return pairs;
}
