/** One signature as the file's bytes show it. */
export type SignatureRange = {
  readonly range: readonly [number, number, number, number];
  /** DER of the CMS, trailing zeros of the reserved space included. */
  readonly contents: Uint8Array;
  /** The bytes that the signature covers. */
  readonly covered: Uint8Array;
};

export type SignatureFault = { readonly fault: string };

const RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;

/**
 * Every signature of a file by its /ByteRange, in the order of what they cover, or the fault of the
 * first that is not of the form [0, start of <contents>, end of it, rest]. Nothing is parsed by trust:
 * the gap must be one hex string and nothing else.
 */
export function signatureRanges(file: Uint8Array): readonly SignatureRange[] | SignatureFault {
  const text = Buffer.from(file).toString('latin1');
  const found: SignatureRange[] = [];
  for (const match of text.matchAll(RANGE)) {
    const range = [1, 2, 3, 4].map(part => Number(match[part])) as [number, number, number, number];
    const signature = readRange(file, text, range);
    if ('fault' in signature) return signature;
    found.push(signature);
  }
  if (found.length === 0) return { fault: 'no signature' };
  return found.sort((a, b) => endOf(a) - endOf(b));
}

/** True when the last signature covers every byte but its own contents. */
export function coversWholeFile(signatures: readonly SignatureRange[], length: number): boolean {
  const last = signatures.at(-1);
  return last !== undefined && endOf(last) === length;
}

/** Where a signature's cover ends: its length of the file when it was written. */
function endOf({ range }: SignatureRange): number {
  return range[2] + range[3];
}

function readRange(
  file: Uint8Array,
  text: string,
  range: readonly [number, number, number, number],
): SignatureRange | SignatureFault {
  const [start, first, second, rest] = range;
  const describe = `ByteRange [${range.join(' ')}]`;
  if (start !== 0 || first === 0 || rest === 0) return { fault: `${describe} leaves bytes out` };
  if (second <= first || second + rest > file.length)
    return { fault: `${describe} is out of order` };
  const gap = text.slice(first, second);
  if (!/^<[0-9A-Fa-f]+>$/.test(gap)) return { fault: `${describe} leaves out more than contents` };
  if (!/\/Contents\s*$/.test(text.slice(Math.max(0, first - 32), first))) {
    return { fault: `${describe} does not frame the contents` };
  }
  const covered = new Uint8Array(first + rest);
  covered.set(file.subarray(0, first));
  covered.set(file.subarray(second, second + rest), first);
  return { range, contents: new Uint8Array(Buffer.from(gap.slice(1, -1), 'hex')), covered };
}
