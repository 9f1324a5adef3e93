import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { currentLanguage } from '../text/text.ts';
import { accessToken } from './session.ts';

/**
 * How fresh an answer is: which block the read model had seen, and whether that is before the block
 * which was asked for.
 */
export type Freshness = { block: number; lagSeconds: number | null; stale?: boolean };

/** A transport failure or a fault of ours; expected refusals are part of the data. */
export class RequestFault extends Error {
  readonly code: string;
  readonly requestId: string;
  constructor(code: string, message: string, requestId: string) {
    super(message);
    this.code = code;
    this.requestId = requestId;
  }
}

type Reply = {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
  extensions?: { freshness?: Freshness; requestId?: string };
};

let minBlock = 0;
let freshness: Freshness | null = null;
const listeners = new Set<() => void>();

/** Answers from now on include this block: a person reads their own write. */
export function readFrom(block: number): void {
  minBlock = Math.max(minBlock, block);
}

export function freshnessNow(): Freshness | null {
  return freshness;
}

export function onFreshness(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: await headers(),
    body: JSON.stringify({ query, variables }),
  });
  const reply = (await response.json().catch(() => ({}))) as Reply;
  noteFreshness(reply);
  if (!reply.errors?.[0] && reply.data !== undefined) return reply.data as T;
  throw faultOf(reply, response);
}

function faultOf({ errors, extensions }: Reply, { status, statusText }: Response): RequestFault {
  const [error] = errors ?? [];
  const code = error?.extensions?.code ?? `HTTP_${status}`;
  return new RequestFault(code, error?.message ?? statusText, extensions?.requestId ?? '');
}

async function headers(): Promise<Record<string, string>> {
  const token = await accessToken();
  return {
    'content-type': 'application/json',
    'accept-language': currentLanguage(),
    'x-tally-request': '1',
    ...(minBlock > 0 ? { 'x-tally-min-block': String(minBlock) } : {}),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}

/** Fetches a file as the signed-in person and hands it to the browser; the fault, if any. */
export async function saveFile(path: string, { name }: { name: string }): Promise<string | null> {
  const response = await fetch(path, { headers: await headers() });
  if (!response.ok) return `HTTP ${response.status}`;
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
  return null;
}

/** Reads a text as the signed-in person; `null` for what is not theirs to see. */
export async function readText(path: string): Promise<string | null> {
  const response = await fetch(path, { headers: await headers() });
  return response.ok ? response.text() : null;
}

function noteFreshness(reply: Reply): void {
  if (!reply.extensions?.freshness) return;
  freshness = reply.extensions.freshness;
  listeners.forEach(listener => listener());
}

/** A query kept under its text and variables. */
export function useAsk<T>(
  query: string,
  variables: Record<string, unknown> = {},
  options: { enabled?: boolean; everyMs?: number } = {},
): UseQueryResult<T> {
  const { enabled = true, everyMs } = options;
  return useQuery<T>({
    queryKey: [query, variables, currentLanguage()],
    queryFn: () => ask<T>(query, variables),
    enabled,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
}
