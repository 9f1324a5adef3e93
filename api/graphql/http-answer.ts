import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../identity/index.ts';
import type { Services } from './services.ts';

/** Who asks, by the bearer token; `null` for none or a bad one. */
export async function callerOf(
  services: Services,
  request: IncomingMessage,
): Promise<Caller | null> {
  const match = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/.exec(request.headers.authorization ?? '');
  return match?.[1] ? services.verifyToken(match[1]) : null;
}

/** Answers with a value as JSON text. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendText(response, status, JSON.stringify(value));
}

/** Answers once, with text that is JSON already; nothing is kept by a cache. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(text);
}
