import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callerOf, sendJson } from './http-answer.ts';
import type { Services } from './services.ts';

/**
 * `GET /v1/ledger/blocks?from=N&to=M`: every block from N up to M, or up to the head, as it is, one JSON
 * object `{number, bytes}` a line, for those who see the whole channel. An auditor checks them
 * elsewhere.
 */
export async function answerBlocks(
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
