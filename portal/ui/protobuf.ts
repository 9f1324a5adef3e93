const LENGTH_DELIMITED = 2;

/** Every value of a length-delimited field of a protobuf message, in order. */
export function readMessage(bytes: Uint8Array, field: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [tag, afterTag] = varint(bytes, at);
    const [value, next] = varint(bytes, afterTag);
    at = next;
    if ((tag & 7) !== LENGTH_DELIMITED) continue;
    if (tag >>> 3 === field) found.push(bytes.subarray(at, at + value));
    at += value;
  }
  return found;
}

function varint(bytes: Uint8Array, from: number): [value: number, next: number] {
  let [value, at, shift] = [0, from, 1];
  for (;;) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * shift;
    at += 1;
    if (byte < 0x80) return [value, at];
    shift *= 0x80;
  }
}

/** The bytes of standard base64. */
export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
}
