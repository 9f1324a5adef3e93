import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.webmanifest': 'application/manifest+json',
};

const NONCE_PLACE = '__NONCE__';

/** Scripts and styles of our own only; the one style nonce is new with every page. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
  ].join('; ');

/**
 * Serves the built portal: files as they are, and its one page for every other path, so that a
 * copied link opens. Nothing outside the folder is reachable.
 */
export async function answerPortal(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const path = pathOf(request.url ?? '/');
  const file = (path === null ? null : await fileIn(folder, path)) ?? join(folder, 'index.html');
  const isPage = file.endsWith('index.html');
  const found = await stat(file).catch(() => null);
  if (!found) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found');
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const page = isPage ? (await readFile(file, 'utf8')).replace(NONCE_PLACE, nonce) : null;
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': page === null ? found.size : Buffer.byteLength(page),
    'cache-control': isPage ? 'no-cache' : 'public, max-age=31536000, immutable',
    'content-security-policy': policy(nonce),
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  if (request.method === 'HEAD') response.end();
  else if (page !== null) response.end(page);
  else createReadStream(file).pipe(response);
}

function pathOf(url: string): string | null {
  try {
    const path = normalize(decodeURIComponent(url.split('?')[0] ?? '/'));
    return path.includes('..') || path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}

async function fileIn(folder: string, path: string): Promise<string | null> {
  const file = join(folder, path);
  const found = await stat(file).catch(() => null);
  return found?.isFile() === true ? file : null;
}
