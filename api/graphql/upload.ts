import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Caller } from '../identity/index.ts';
import { callerOf, sendJson } from './http-answer.ts';
import type { Services } from './services.ts';

export const UPLOAD_BYTES_MAX = 200_000_000;
const LIFE_MS = 24 * 3_600_000;

/** What an upload was announced as; kept beside the growing file. */
export type Ticket = {
  readonly token: string;
  readonly tenant: string;
  readonly subject: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly profile: string | null;
  readonly expiresAt: string;
};

export type Complete = { readonly ticket: Ticket; readonly path: string };
type Fault = { readonly code: string; readonly facts: Readonly<Record<string, string | number>> };

/** Opens an upload of a stated size and hash; `null` when the size is out of range. */
export async function beginUpload(
  services: Services,
  caller: Caller,
  announced: Pick<Ticket, 'name' | 'bytes' | 'sha256' | 'profile'>,
): Promise<Ticket | null> {
  if (announced.bytes < 0 || announced.bytes > UPLOAD_BYTES_MAX) return null;
  const ticket: Ticket = {
    ...announced,
    name: announced.name.replace(/[\\/\u0000-\u001f]/g, '_').slice(-200),
    token: randomBytes(24).toString('base64url'),
    tenant: caller.party,
    subject: caller.subject,
    expiresAt: new Date(services.now() + LIFE_MS).toISOString(),
  };
  await mkdir(services.uploadFolder, { recursive: true, mode: 0o700 });
  await writeFile(dataPath(services, ticket.token), '', { mode: 0o600 });
  const note = notePath(services, ticket.token);
  await writeFile(`${note}.part`, JSON.stringify(ticket), { mode: 0o600 });
  await rename(`${note}.part`, note);
  return ticket;
}

/** Bytes received so far. */
export async function receivedOf(services: Services, token: string): Promise<number> {
  return (await stat(dataPath(services, token))).size;
}

/** The whole file, when its size and hash are as announced. */
export async function completeUpload(
  services: Services,
  caller: Caller,
  token: string,
): Promise<Complete | Fault> {
  const ticket = await ticketOf(services, caller, token);
  if (!ticket) return { code: 'NOT_FOUND', facts: { id: token } };
  const path = dataPath(services, token);
  const bytes = await receivedOf(services, token);
  if (bytes !== ticket.bytes) {
    return { code: 'BAD_INPUT', facts: { field: 'bytes', wanted: ticket.bytes, given: bytes } };
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const given = hash.digest('hex');
  if (given === ticket.sha256) return { ticket, path };
  return { code: 'BAD_INPUT', facts: { field: 'sha256', wanted: ticket.sha256, given } };
}

/** Forgets an upload that was taken over. */
export async function endUpload(services: Services, token: string): Promise<void> {
  await rm(notePath(services, token), { force: true });
  await rm(dataPath(services, token), { force: true });
}

/**
 * `PUT /v1/uploads/{token}`: bytes from an offset on (`Content-Range: bytes a-b/n`, or the whole).
 * Answers the number of bytes received; a wrong offset is 409 with that number, to go on from.
 */
export async function answerUpload(
  services: Services,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'PUT') return sendJson(response, 405, { code: 'BAD_INPUT' });
  const caller = await callerOf(services, request);
  if (!caller) return sendJson(response, 401, { code: 'UNAUTHENTICATED' });
  const ticket = await ticketOf(services, caller, token);
  if (!ticket) return sendJson(response, 404, { code: 'NOT_FOUND' });
  const received = await receivedOf(services, token);
  const start = offsetOf(request.headers['content-range']);
  if (start === null || start > received) {
    return sendJson(response, 409, { code: 'CONFLICT', received });
  }
  const isWhole = await append(services, { ticket, start, request });
  const now = await receivedOf(services, token);
  if (isWhole) return sendJson(response, 200, { received: now });
  return sendJson(response, 413, { code: 'BAD_INPUT', received: now });
}

async function append(
  services: Services,
  given: { ticket: Ticket; start: number; request: IncomingMessage },
): Promise<boolean> {
  const { ticket, start, request } = given;
  let size = start;
  const file = createWriteStream(dataPath(services, ticket.token), { flags: 'r+', start });
  let isWhole = true;
  await pipeline(
    request,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const part of source) {
        size += part.length;
        isWhole = size <= ticket.bytes;
        if (!isWhole) return;
        yield part;
      }
    },
    file,
  ).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
  return isWhole;
}

async function ticketOf(services: Services, caller: Caller, token: string): Promise<Ticket | null> {
  if (!/^[A-Za-z0-9_-]{32}$/.test(token)) return null;
  const text = await readFile(notePath(services, token), 'utf8').catch(() => null);
  if (text === null) return null;
  const ticket = JSON.parse(text) as Ticket;
  const isOwn = ticket.tenant === caller.party && ticket.subject === caller.subject;
  return isOwn && Date.parse(ticket.expiresAt) > services.now() ? ticket : null;
}

function offsetOf(range: string | undefined): number | null {
  if (range === undefined) return 0;
  const match = /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(range);
  return match ? Number(match[1]) : null;
}

const dataPath = ({ uploadFolder }: Services, token: string): string =>
  join(uploadFolder, `${token}.data`);
const notePath = ({ uploadFolder }: Services, token: string): string =>
  join(uploadFolder, `${token}.json`);
