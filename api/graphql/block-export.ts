import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callerOf, sendJson } from './http-answer.ts';
import type { Services } from './services.ts';

/**
 * `GET /v1/ledger/blocks?from=N`: every block from this number up to the head as it is, one JSON
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
  const given = new URL(request.url ?? '/', 'http://api.local').searchParams.get('from') ?? '0';
  if (!/^\d{1,15}$/.test(given)) return sendJson(response, 400, { code: 'BAD_INPUT' });
  const { height } = await services.ledger.info();
  const from = BigInt(given);
  response.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  const lines = from < height ? linesOf(services, { from, last: height - 1n }) : [];
  await pipeline(Readable.from(lines), response);
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
