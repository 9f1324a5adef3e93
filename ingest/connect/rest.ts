import { sha256Hex } from '../commitment.ts';
import type { EgressOptions } from './address.ts';
import { ConnectorFault } from './fault.ts';
import type { AuthScheme, Manifest, Paging, StreamManifest } from './manifest.ts';
import { askJson, type Answered, type Request } from './request.ts';

/** What a source is told: where it is, and what lets us in. */
export type Settings = Readonly<Record<string, string>>;

export type RestOptions = {
  readonly egress: EgressOptions;
  /** Waits that many milliseconds between two requests. */
  readonly pause: () => Promise<void>;
};

/**
 * One page: the bytes as they came, which are what is loaded, the records in them (their shape
 * alone), where to go on (null: nowhere), and the newest time of change.
 */
export type Page = {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly records: readonly unknown[];
  readonly next: string | null;
  readonly cursor: string | null;
};

/** Asks for one record of the first stream; throws where settings, address or credential fail. */
export async function checkRest(
  manifest: Manifest,
  settings: Settings,
  options: RestOptions,
): Promise<void> {
  const missing = manifest.settings.find(s => (settings[s.name] ?? '') === '');
  if (missing) throw new ConnectorFault('CON-03', { host: missing.name });
  const [stream] = manifest.streams;
  if (!stream) return;
  const pages = readRest(
    { manifest, stream, settings },
    { since: FAR_FUTURE, next: null },
    options,
  );
  await pages.next();
}

const FAR_FUTURE = '2999-01-01T00:00:00Z';

export type StreamOf = {
  readonly manifest: Manifest;
  readonly stream: StreamManifest;
  readonly settings: Settings;
};

/** Reads a stream from a point on, page by page; a page that comes twice ends it (CON-05). */
export async function* readRest(
  of: StreamOf,
  from: { readonly since: string; readonly next: string | null },
  options: RestOptions,
): AsyncGenerator<Page> {
  const headers = await headersOf(of, options);
  let next: string | null = from.next ?? firstOf(of.stream.paging);
  let before = '';
  while (next !== null) {
    const answered: Answered = await askJson(
      requestOf(of, { since: from.since, next, headers }),
      options.egress,
    );
    const page = pageOf(of.stream, answered, next);
    if (page.sha256 === before && page.records.length > 0) {
      throw new ConnectorFault('CON-05', { stream: of.stream.name });
    }
    before = page.sha256;
    yield page;
    next = page.next;
    if (next !== null) await options.pause();
  }
}

function firstOf(paging: Paging): string {
  if (paging.kind === 'skip') return '0';
  return paging.kind === 'page' ? String(paging.first) : '';
}

type Asked = {
  readonly since: string;
  readonly next: string;
  readonly headers: Readonly<Record<string, string>>;
};

function requestOf(of: StreamOf, asked: Asked): Request {
  const { kind } = of.stream.paging;
  const isAddress = (kind === 'next' || kind === 'link') && asked.next !== '';
  return isAddress ? nextAddress(of, asked) : filledRequest(of, asked);
}

function nextAddress({ settings }: StreamOf, { next, headers }: Asked): Request {
  const base = settings['base'] ?? '';
  const url = new URL(next, base);
  // The next page of another host would hand our credential to it.
  if (url.host !== new URL(base).host) throw new ConnectorFault('CON-07', { host: url.host });
  return { url: url.href, headers };
}

function filledRequest({ manifest, stream, settings }: StreamOf, asked: Asked): Request {
  const { since, next, headers } = asked;
  const { paging } = stream;
  const size = 'size' in paging ? String(paging.size) : '';
  const place = { since: sinceText(since, stream), skip: next, page: next, size };
  const values: Settings = { ...settings, ...place };
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const base = settings['base'] ?? '';
  if (!URL.canParse(base)) throw new ConnectorFault('CON-01', { host: base });
  const url = new URL(fill(stream.path), base);
  const query = Object.entries(stream.query ?? {}).map(
    ([name, text]) => [name, fill(text)] as const,
  );
  for (const [name, text] of [...query, ...parametersOf(manifest, { paging, next, settings })]) {
    url.searchParams.set(name, text);
  }
  if (stream.body === undefined) return { url: url.href, headers };
  const json = { ...headers, 'content-type': 'application/json' };
  return { url: url.href, headers: json, method: 'POST', body: fill(stream.body) };
}

function parametersOf(
  { auth }: Manifest,
  of: { readonly paging: Paging; readonly next: string; readonly settings: Settings },
): (readonly [string, string])[] {
  const { paging, next, settings } = of;
  const cursor = paging.kind === 'cursor' && next !== '' ? [[paging.parameter, next] as const] : [];
  if (auth.kind !== 'query') return cursor;
  return [...cursor, [auth.name, settings['credential'] ?? '']];
}

function sinceText(since: string, { since: form }: StreamManifest): string {
  if (form === 'date') return since.slice(0, 10);
  if (form === 'seconds') return since.slice(0, 19);
  return form === 'blank' ? since.slice(0, 19).replace('T', ' ') : since;
}

async function headersOf(
  { manifest, settings }: StreamOf,
  { egress }: RestOptions,
): Promise<Record<string, string>> {
  const credential = settings['credential'] ?? '';
  const { auth } = manifest;
  if (auth.kind === 'basic') {
    return { authorization: `Basic ${Buffer.from(credential).toString('base64')}` };
  }
  if (auth.kind === 'bearer') return { authorization: `Bearer ${credential}` };
  if (auth.kind === 'header') return { [auth.name]: `${auth.prefix}${credential}` };
  if (auth.kind !== 'oauth') return {};
  return { authorization: `Bearer ${await tokenOf(auth, settings, egress)}` };
}

/** OAuth 2 client credentials; the credential is `id:secret`. */
async function tokenOf(
  auth: Extract<AuthScheme, { kind: 'oauth' }>,
  settings: Settings,
  egress: EgressOptions,
): Promise<string> {
  const [id = '', ...secret] = (settings['credential'] ?? '').split(':');
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id });
  body.set('client_secret', secret.join(':'));
  if (auth.scope !== undefined) body.set('scope', auth.scope);
  const url = new URL(settings['token'] ?? auth.token, settings['base']).href;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { value } = await askJson({ url, method: 'POST', headers, body: body.toString() }, egress);
  const token = memberOf(value, 'access_token');
  if (typeof token !== 'string') throw new ConnectorFault('CON-03', { host: new URL(url).host });
  return token;
}

function pageOf(stream: StreamManifest, answered: Answered, at: string): Page {
  const found = stream.records.split('.').reduce(memberOf, answered.value);
  if (!Array.isArray(found)) {
    throw new ConnectorFault('CON-02', { host: stream.name, found: `no ${stream.records}` });
  }
  const records = found as unknown[];
  const times = records.map(r => memberOf(r, stream.cursor)).filter(t => typeof t === 'string');
  return {
    bytes: answered.bytes,
    sha256: sha256Hex(answered.bytes),
    records,
    next: nextOf(stream.paging, answered, { at, count: records.length }),
    cursor: times.sort().at(-1) ?? null,
  };
}

function linkOf(header: string | undefined): string | null {
  return LINK.exec(header ?? '')?.[1] ?? null;
}

const LINK = /<([^>]+)>\s*;[^,]*rel="?next"?/;

function nextOf(
  paging: Paging,
  { value, link }: Answered,
  { at, count }: { readonly at: string; readonly count: number },
): string | null {
  if (paging.kind === 'skip' || paging.kind === 'page') {
    const step = paging.kind === 'skip' ? count : 1;
    return count < paging.size ? null : String(Number(at) + step);
  }
  if (paging.kind === 'link') return linkOf(link);
  const found = memberOf(value, paging.field);
  return typeof found === 'string' && found !== '' ? found : null;
}

function memberOf(value: unknown, name: string): unknown {
  if (name === '') return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
