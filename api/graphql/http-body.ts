import type { IncomingMessage } from 'node:http';

export type Body =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly status: 408 | 413 };

/** Reads a whole body of at most `bytesMax`, within `timeMs`. */
export async function readBody(
  request: IncomingMessage,
  limits: { readonly bytesMax: number; readonly timeMs: number },
): Promise<Body> {
  const parts: Buffer[] = [];
  let size = 0;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    request.destroy();
  }, limits.timeMs);
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > limits.bytesMax) return { ok: false, status: 413 };
      parts.push(part);
    }
    return { ok: true, text: Buffer.concat(parts).toString('utf8') };
  } catch (error) {
    if (isLate) return { ok: false, status: 408 };
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
