import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callerOf, sendJson } from './http-answer.ts';
import { proofBundle } from './proof-bundle.ts';
import { openReading } from './reading.ts';
import type { Services } from './services.ts';

/** What the ledger itself gives away, by the last word of the path. */
export async function answerLedger(
  services: Services,
  what: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (what === 'blocks') return answerBlocks(services, request, response);
  if (what === 'proof') return answerProof(services, request, response);
  return sendJson(response, 404, { code: 'NOT_FOUND' });
}

/**
 * `GET /v1/ledger/blocks?from=N&to=M`: every block from N up to M, or up to the head, as it is, one JSON
 * object `{number, bytes}` a line, for those who see the whole channel. An auditor checks them
 * elsewhere.
 */
async function answerBlocks(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET') return sendJson(response, 405, { code: 'BAD_INPUT' });
  const caller = await callerOf(services, request);
  if (!caller) return sendJson(response, 401, { code: 'UNAUTHENTICATED' });
  if (!(await seesAll(services, caller.party)))
    return sendJson(response, 403, { code: 'FORBIDDEN' });
  const { height } = await services.ledger.info();
  const { searchParams } = new URL(request.url ?? '/', 'http://api.local');
  const from = numberIn(searchParams.get('from'), 0n);
  const to = numberIn(searchParams.get('to'), height - 1n);
  if (from === null || to === null) return sendJson(response, 400, { code: 'BAD_INPUT' });
  const last = to < height ? to : height - 1n;
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const lines = from <= last ? linesOf(services, { from, last }) : [];
  await pipeline(Readable.from(lines), response);
}

/**
 * `GET /v1/ledger/proof?object=type~id`: a `tally-proof/1` zip of one object for those who see the whole
 * channel, as its blocks hold acts of others too.
 */
async function answerProof(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET') return sendJson(response, 405, { code: 'BAD_INPUT' });
  const caller = await callerOf(services, request);
  if (!caller) return sendJson(response, 401, { code: 'UNAUTHENTICATED' });
  const { party } = caller;
  if (!(await seesAll(services, party))) return sendJson(response, 403, { code: 'FORBIDDEN' });
  const object = new URL(request.url ?? '/', 'http://api.local').searchParams.get('object') ?? '';
  const reading = openReading(services.database, { tenant: party, actor: caller.subject });
  const zip = await proofBundle(services, reading, { object, party }).finally(() => reading.end());
  if (!zip) return sendJson(response, 404, { code: 'NOT_FOUND' });
  response.writeHead(200, {
    'content-type': 'application/zip',
    'content-length': zip.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(zip);
}

function numberIn(text: string | null, otherwise: bigint): bigint | null {
  if (text === null) return otherwise;
  return /^\d{1,15}$/.test(text) ? BigInt(text) : null;
}

async function* linesOf(
  { ledger }: Services,
  { from, last }: { readonly from: bigint; readonly last: bigint },
): AsyncGenerator<string, void, undefined> {
  for await (const { number, bytes } of ledger.blocks(from)) {
    const line = { number: Number(number), bytes: Buffer.from(bytes).toString('base64') };
    yield `${JSON.stringify(line)}\n`;
    if (number >= last) return;
  }
}

async function seesAll({ database }: Services, party: string): Promise<boolean> {
  const rows = await database.withTenant({ tenant: party, actor: 'blocks' }, sql =>
    sql.query(`select 1 from book.viewer where tenant_id = $1 and object_id = '*'`, [party]),
  );
  return rows.length > 0;
}
