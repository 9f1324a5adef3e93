import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../identity/index.ts';
import { localeOf, type Context } from './context.ts';
import { freshnessOf, type Engine, type Freshness } from './engine.ts';
import { callerOf, sendJson, sendText } from './http-answer.ts';
import { readBody } from './http-body.ts';
import { isMutation } from './mutation.ts';
import { openReading } from './reading.ts';
import type { RequestLimits } from './request-limits.ts';
import type { Services } from './services.ts';

export const BODY_BYTES_MAX = 1_048_576;
const BODY_MS_MAX = 30_000;
const OPERATION_MS_MAX = 10_000;
const MIN_BLOCK_WAIT_MS = 3_000;
const VARIABLE_DEPTH_MAX = 20;
const CSRF_HEADER = 'x-tally-request';

/** What every request passes through. */
export type Doors = {
  readonly services: Services;
  readonly limits: RequestLimits;
  readonly engine: Engine;
};

/**
 * `POST /graphql`: JSON only, with our header (a form cannot send it), at most 1 MB, one operation,
 * an access token. Everything else is refused before a document is parsed.
 */
export async function answerGraphql(
  { services, engine, limits }: Doors,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const refuse = (status: number, code: string): void =>
    sendJson(response, status, {
      errors: [{ message: code, extensions: { code, requestId } }],
    });
  const fault = doorFault(request);
  if (fault) {
    const [status, code] = fault;
    if (status === 405) response.setHeader('allow', 'POST');
    return refuse(status, code);
  }
  const body = await readBody(request, { bytesMax: BODY_BYTES_MAX, timeMs: BODY_MS_MAX });
  if (!body.ok) return refuse(body.status, body.status === 413 ? 'QUERY_TOO_LARGE' : 'BAD_INPUT');
  const query = oneOperation(body.text);
  if (query === null) return refuse(400, 'BAD_INPUT');
  const caller = await callerOf(services, request);
  if (await isSlowed(limits, { caller, query, request, response })) {
    return refuse(429, 'RATE_LIMITED');
  }
  if (!caller) return refuse(401, 'UNAUTHENTICATED');
  const stale = !(await hasBlock(services, request));
  const freshness = await freshnessOf(services, stale);
  const context = contextOf(services, caller, { requestId, request });
  try {
    const answer = await withinTime(run(engine, context, { body: body.text, freshness }));
    // What a mutation does goes on: an act's outcome is asked for under its id.
    if (!answer) return refuse(503, isMutation(query) ? 'IN_PROGRESS' : 'QUERY_TOO_LARGE');
    sendText(response, answer.status, answer.text);
  } finally {
    await context.reading.end();
  }
}

/** Counts a request; one that came too soon is told when to come back. */
async function isSlowed(
  limits: RequestLimits,
  of: {
    readonly caller: Caller | null;
    readonly query: string;
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
  },
): Promise<boolean> {
  const { caller, query, request, response } = of;
  const wait = caller ? await limits.tenant(caller, query) : await limits.refused(request);
  if (wait !== null) response.setHeader('retry-after', String(wait));
  return wait !== null;
}

function doorFault(request: IncomingMessage): readonly [number, string] | null {
  if (request.method !== 'POST') return [405, 'BAD_INPUT'];
  if (request.headers[CSRF_HEADER] === undefined) return [403, 'BAD_INPUT'];
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) return [415, 'BAD_INPUT'];
  if (request.headers['content-encoding'] !== undefined) return [415, 'BAD_INPUT'];
  const length = Number(request.headers['content-length'] ?? 0);
  return length > BODY_BYTES_MAX ? [413, 'QUERY_TOO_LARGE'] : null;
}

/** The query of one JSON object whose variables are not nested beyond reason. */
function oneOperation(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    if (!('query' in value) || typeof value.query !== 'string') return null;
    return depthOf(value) <= VARIABLE_DEPTH_MAX ? value.query : null;
  } catch {
    return null;
  }
}

function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= VARIABLE_DEPTH_MAX) {
    level = level.flatMap((item): unknown[] =>
      typeof item === 'object' && item !== null ? Object.values(item) : [],
    );
    depth++;
  }
  return depth;
}

async function hasBlock({ projector }: Services, request: IncomingMessage): Promise<boolean> {
  const wanted = request.headers['x-tally-min-block'];
  if (typeof wanted !== 'string' || !/^\d{1,15}$/.test(wanted)) return true;
  return projector.waitFor({ block: BigInt(wanted) }, MIN_BLOCK_WAIT_MS);
}

function contextOf(
  services: Services,
  caller: Caller,
  { requestId, request }: { requestId: string; request: IncomingMessage },
): Context {
  const who = { tenant: caller.party, actor: caller.subject };
  return {
    services,
    caller,
    requestId,
    locale: localeOf(request.headers['accept-language']),
    reading: openReading(services.database, who),
  };
}

async function run(
  engine: Engine,
  tally: Context,
  { body, freshness }: { body: string; freshness: Freshness },
): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const reply = await engine.fetch(
    'http://api.local/graphql',
    { method: 'POST', headers, body },
    { tally, freshness },
  );
  return { status: reply.status, text: await reply.text() };
}

/** `null` when the operation takes longer than ten seconds. */
async function withinTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>(resolve => {
    timer = setTimeout(() => resolve(null), OPERATION_MS_MAX);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
