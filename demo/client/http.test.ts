import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from './http.ts';

describe('a client of the product', () => {
  let server: Server;
  let client: Client;
  /** Blocks that were asked for, one an operation. */
  const asked: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/oidc/token') {
        response.end(JSON.stringify({ access_token: 'token', expires_in: 3_600 }));
        return;
      }
      asked.push(request.headers['x-tally-min-block']?.toString());
      const stale = asked.length === 1;
      const data = { rows: stale ? 58 : 72 };
      response.end(JSON.stringify({ data, extensions: { freshness: { stale } } }));
    });
    await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new Client({ origin, issuer: `${origin}/oidc`, client: { id: 'a', secret: 'b' } });
    client.after(7);
  });
  beforeEach(() => void asked.splice(0));
  afterAll(() => void server.close());

  test('asks again when the book had not reached the block that was seen', async () => {
    expect(await client.ask('{ rows }')).toEqual({ rows: 72 });
    expect(asked).toEqual(['7', '7']);
  });

  test('does not repeat a mutation for that', async () => {
    expect(await client.ask('mutation { rows }')).toEqual({ rows: 58 });
    expect(asked).toEqual(['7']);
  });
});
