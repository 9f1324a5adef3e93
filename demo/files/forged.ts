import { deflateSync, inflateSync } from 'node:zlib';

const LEVELS = [9, 8, 7, 6, 5, 4] as const;
const STRATEGIES = [0, 1] as const;

/**
 * A paper with one digit of an amount changed and nothing else, as a forger would: inside the figures
 * that the PDF carries when they can be packed into the same room, else in the first amount found.
 */
export function forged(pdf: Buffer): Buffer {
  for (let at = pdf.indexOf('stream\n'); at >= 0; at = pdf.indexOf('stream\n', at + 1)) {
    const start = at + 'stream\n'.length;
    const end = pdf.indexOf('\nendstream', start);
    const packed = end < 0 ? null : changed(pdf.subarray(start, end));
    if (packed === null) continue;
    const copy = Buffer.from(pdf);
    packed.copy(copy, start);
    return copy;
  }
  throw new Error('the paper shows no amount that could be forged');
}

/** The stream with a digit of its first amount changed, in the same number of bytes. */
function changed(stream: Buffer): Buffer | null {
  const text = inflated(stream);
  const amount = /"minor":"([1-9]\d{3,})"/.exec(text);
  if (!amount) return null;
  const digits = amount[1] ?? '';
  const place = amount.index + '"minor":"'.length;
  for (const digit of '987654321') {
    if (digits.startsWith(digit)) continue;
    const other = text.slice(0, place) + digit + text.slice(place + 1);
    for (const level of LEVELS) {
      for (const strategy of STRATEGIES) {
        const packed = deflateSync(Buffer.from(other, 'latin1'), { level, strategy });
        if (packed.length > stream.length) continue;
        return Buffer.concat([packed, Buffer.alloc(stream.length - packed.length)]);
      }
    }
  }
  return null;
}

function inflated(stream: Buffer): string {
  try {
    return inflateSync(stream).toString('latin1');
  } catch {
    return '';
  }
}
