import http from 'node:http';
import https from 'node:https';
import { targetOf, type EgressOptions, type Target } from './address.ts';
import { ConnectorFault } from './fault.ts';

export type Request = {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** An answer of status 2xx that is JSON. */
export type Answered = {
  readonly bytes: Uint8Array;
  readonly value: unknown;
  readonly link: string | undefined;
};

const LIMITS = { bytes: 1_048_576, milliseconds: 10_000 };

/**
 * Asks another system over the one way out: resolved once, pinned, no redirect followed, bounded in
 * time and size. @throws ConnectorFault
 */
export async function askJson(request: Request, egress: EgressOptions): Promise<Answered> {
  const target = await targetOf(request.url, egress);
  const received = await send(request, target);
  const { host } = target.url;
  const fault = faultOf(received, host);
  if (fault) throw fault;
  const { headers, bytes } = received;
  const link = headers['link'];
  return { bytes, value: jsonOf(bytes, host), link: Array.isArray(link) ? link[0] : link };
}

function faultOf({ status, headers }: Received, host: string): ConnectorFault | undefined {
  if (status === 200 || status === 201) return undefined;
  if (status === 429 || status >= 500) {
    const after = Number(headers['retry-after']);
    const wait = after > 0 ? Math.min(after, 3_600) : undefined;
    return new ConnectorFault('CON-04', { host, status: String(status) }, wait);
  }
  if (status === 401 || status === 403) return new ConnectorFault('CON-03', { host });
  const isElsewhere = status >= 300 && status < 400;
  if (isElsewhere) return new ConnectorFault('CON-07', { host });
  return new ConnectorFault('CON-02', { host, found: `status ${status}` });
}

/** Shapes only are taken from this; values are read from the bytes by the file's own reader. */
function jsonOf(bytes: Uint8Array, host: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    const found = new TextDecoder().decode(bytes.subarray(0, 40)).replace(/\s+/g, ' ');
    throw new ConnectorFault('CON-02', { host, found });
  }
}

type Received = {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Uint8Array;
};

function send(request: Request, { url, address, family }: Target): Promise<Received> {
  const { method = 'GET', headers = {}, body } = request;
  const pinned: http.RequestOptions['lookup'] = (_host, options, done) => {
    if (options.all === true) done(null, [{ address, family }]);
    else done(null, address, family);
  };
  const options = {
    method,
    headers: { accept: 'application/json', ...headers },
    lookup: pinned,
    agent: false,
    signal: AbortSignal.timeout(LIMITS.milliseconds),
  };
  const { host } = url;
  return new Promise((resolve, reject) => {
    const transport = url.protocol === 'https:' ? https : http;
    const lost = (): void => reject(new ConnectorFault('CON-04', { host, status: 'no answer' }));
    const sent = transport.request(url, options, answer => {
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size <= LIMITS.bytes) return;
        reject(new ConnectorFault('CON-06', { host, bytes: String(LIMITS.bytes) }));
        sent.destroy();
      });
      answer.on('error', lost);
      answer.on('end', () => {
        const bytes = new Uint8Array(Buffer.concat(parts));
        // A body that ended before its stated length was cut on the way.
        if (answer.complete)
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes });
        else lost();
      });
    });
    sent.on('error', lost);
    sent.end(body);
  });
}
