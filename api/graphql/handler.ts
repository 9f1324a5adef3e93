import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerLedger } from './block-export.ts';
import { freshnessOf, graphqlEngine } from './engine.ts';
import { isLinkGood } from './file-link.ts';
import { answerGraphql, type Doors } from './graphql-door.ts';
import { callerOf, sendJson } from './http-answer.ts';
import { forwardIdentity } from './identity-proxy.ts';
import { requestLimits, type RequestLimits } from './request-limits.ts';
import { answerPortal } from './portal-files.ts';
import type { Services } from './services.ts';
import { answerUpload } from './upload.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void;

const LAG_SECONDS_MAX = 30;

/**
 * The product's one HTTP door: GraphQL, uploads, files, blocks, the public verify data, health, the
 * identity provider behind `/oidc`, and the portal for everything else.
 */
export function createHttpHandler(
  services: Services,
  limits: RequestLimits = requestLimits(services.database),
): HttpHandler {
  const doors = { services, limits, engine: graphqlEngine(services) };
  return (request, response) => {
    route(doors, request, response).catch((error: unknown) => {
      const requestId = randomUUID();
      services.report({ requestId, error });
      sendJson(response, 500, { code: 'INTERNAL', requestId });
    });
  };
}

async function route(
  doors: Doors,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { services, limits } = doors;
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/graphql') return answerGraphql(doors, request, response);
  if (path === '/livez') return sendJson(response, 200, { ok: true });
  if (path === '/readyz') return answerReady(services, response);
  if (path === '/oidc' || path.startsWith('/oidc/')) {
    return answerIdentity(services, limits, request, response);
  }
  if (path.startsWith('/v1/')) return answerRest(services, path, request, response);
  return answerOther(services, path, request, response);
}

async function answerRest(
  services: Services,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, , kind = '', ...rest] = path.split('/');
  const id = decodeName(rest.join('/'));
  if (id !== null && kind === 'uploads') return answerUpload(services, id, request, response);
  if (id !== null && kind === 'files') return answerFile(services, id, request, response);
  if (id !== null && kind === 'ledger') return answerLedger(services, id, request, response);
  if (id !== null && kind === 'verify') return answerVerify(services, id, response);
  return sendJson(response, 404, { code: 'NOT_FOUND' });
}

/** A page for people; with `Accept: application/json` the public facts of the document. */
async function answerOther(
  services: Services,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const wantsJson = request.headers.accept?.startsWith('application/json') ?? false;
  if (wantsJson && path.startsWith('/v/')) {
    return answerVerify(services, decodeName(path.slice('/v/'.length)) ?? '', response);
  }
  if (services.portalFolder === null) return sendJson(response, 404, { code: 'NOT_FOUND' });
  return answerPortal(services.portalFolder, request, response);
}

async function answerIdentity(
  { identityUpstream }: Services,
  limits: RequestLimits,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (identityUpstream === null) return sendJson(response, 404, { code: 'NOT_FOUND' });
  // Sign-ins and tokens are asked for with a form; style sheets and redirects are free.
  const wait = request.method === 'POST' ? await limits.signIn(request) : null;
  if (wait !== null) {
    response.setHeader('retry-after', String(wait));
    return sendJson(response, 429, { code: 'RATE_LIMITED' });
  }
  forwardIdentity(identityUpstream, request, response);
}

async function answerReady(services: Services, response: ServerResponse): Promise<void> {
  const freshness = await freshnessOf(services, false);
  const { height } = await services.ledger.info();
  const behind = height - 1n - services.projector.checkpoint().block;
  const isReady = behind <= BigInt(LAG_SECONDS_MAX);
  sendJson(response, isReady ? 200 : 503, { ok: isReady, height: Number(height), freshness });
}

/** `GET /v1/files/{id}`: by bearer token, and for browsers by a link given to that caller. */
async function answerFile(
  services: Services,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET') return sendJson(response, 405, { code: 'BAD_INPUT' });
  const tenant = await fileTenant(services, id, request);
  const file = tenant === null ? null : await services.documents.read(tenant, id);
  if (!file) return sendJson(response, 404, { code: 'NOT_FOUND' });
  const name = encodeURIComponent(file.name);
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': file.bytes.length,
    'content-disposition': `inline; filename*=UTF-8''${name}`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  response.end(file.bytes);
}

async function fileTenant(
  services: Services,
  id: string,
  request: IncomingMessage,
): Promise<string | null> {
  const caller = await callerOf(services, request);
  if (caller) return caller.party;
  const query = new URL(request.url ?? '/', 'http://api.local').searchParams;
  const tenant = query.get('tenant') ?? '';
  const link = { id, tenant, subject: query.get('subject') ?? '' };
  const given = { until: query.get('until'), mac: query.get('mac'), nowMs: services.now() };
  return isLinkGood(services.secret, link, given) ? tenant : null;
}

/** What anyone may know of a document; the file itself never comes this way. */
async function answerVerify(
  services: Services,
  id: string,
  response: ServerResponse,
): Promise<void> {
  const facts = /^[0-9a-f]{32}$|^[0-9a-f-]{36}$|^[0-9a-f]{64}$/.test(id)
    ? await services.documents.publicFacts(id)
    : null;
  sendJson(response, facts ? 200 : 404, facts ?? { code: 'NOT_FOUND' });
}

function decodeName(text: string): string | null {
  try {
    const name = decodeURIComponent(text);
    return /^[A-Za-z0-9._~-]{1,200}$/.test(name) ? name : null;
  } catch {
    return null;
  }
}
