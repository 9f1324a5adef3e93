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
  const file = await fileFor(folder, request.url ?? '/');
  const found = await stat(file).catch(() => null);
  if (!found) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('not found');
    return;
  }
  if (file.endsWith('index.html')) return sendPage(file, response);
  sendFile({ file, bytes: found.size, bodyless: request.method === 'HEAD' }, response);
}

/** A file whose name changes with its content. */
function sendFile(
  { file, bytes, bodyless }: { file: string; bytes: number; bodyless: boolean },
  response: ServerResponse,
): void {
  response.writeHead(200, {
    ...headersFor(file, randomBytes(16).toString('base64')),
    'content-length': bytes,
    'cache-control': 'public, max-age=31536000, immutable',
  });
  if (bodyless) response.end();
  else createReadStream(file).pipe(response);
}

/** The one page, with a nonce of its own for the styles that its script makes. */
async function sendPage(file: string, response: ServerResponse): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  const page = (await readFile(file, 'utf8')).replace(NONCE_PLACE, nonce);
  response.writeHead(200, {
    ...headersFor(file, nonce),
    'content-length': Buffer.byteLength(page),
    'cache-control': 'no-cache',
  });
  response.end(page);
}

function headersFor(file: string, nonce: string): Record<string, string> {
  return {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy(nonce),
    'cross-origin-opener-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

async function fileFor(folder: string, url: string): Promise<string> {
  const path = pathOf(url);
  const asked = path === null ? null : await fileIn(folder, path);
  return asked ?? join(folder, 'index.html');
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
