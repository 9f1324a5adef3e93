import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** How the story reaches the product: its address and one party's client. */
export type Door = {
  readonly origin: string;
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
};

/** Thrown when the product refuses or fails something that the story counts on. */
export class StoryFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'StoryFault';
    this.code = code;
  }
}

type Reply = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
  /** `stale`: the read model did not reach the block that was asked for in time. */
  readonly extensions?: { readonly freshness?: { readonly stale?: boolean } };
};

type Answer = {
  readonly status: number;
  readonly isStale: boolean;
  readonly reply: Reply | null;
};

const TOKEN_EARLY_MS = 60_000;
const ASKED_AGAIN_MAX = 30;
const ASK_AGAIN_MS = 1_000;
/** What a mutation is answered that takes longer than ten seconds, and how often we ask again. */
const LATE = 'IN_PROGRESS';
const PATIENCE = 5;

/** @throws StoryFault what went wrong */
function dataOf<T>({ status, reply }: Answer): T {
  if (!reply) throw new StoryFault(`HTTP_${status}`, 'no answer of the product');
  const [error] = reply.errors ?? [];
  if (error) throw new StoryFault(error.extensions?.code ?? 'GRAPHQL', error.message);
  return reply.data as T;
}

/** One party's client: a token, GraphQL and uploads. */
export class Client {
  private readonly door: Door;
  private token = '';
  private tokenUntil = 0;
  private block = 0;

  constructor(door: Door) {
    this.door = door;
  }

  /** Answers wait until the read model has seen this block. */
  after(block: number): void {
    this.block = Math.max(this.block, block);
  }

  /**
   * A question that a busy server had no time for, or whose answer is older than the block that was
   * seen, is asked again; a mutation is not, only patiently.
   * @throws StoryFault what went wrong; `STALE` when the read model stays behind
   */
  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const isQuestion = !/^\s*mutation\b/.test(query);
    for (let left = ASKED_AGAIN_MAX; ; left -= 1) {
      const answer = await this.answerTo(query, variables);
      const isLate = isQuestion && (answer.status === 503 || answer.isStale);
      if (!isLate) return dataOf<T>(answer);
      if (left === 0) throw new StoryFault('STALE', `nothing is newer than block ${this.block}`);
      await sleep(ASK_AGAIN_MS);
    }
  }

  private async answerTo(query: string, variables: Record<string, unknown>): Promise<Answer> {
    const response = await this.post(query, variables);
    const text = await response.text();
    const reply = text.startsWith('{') ? (JSON.parse(text) as Reply) : null;
    return {
      status: response.status,
      isStale: reply?.extensions?.freshness?.stale ?? false,
      reply,
    };
  }

  /**
   * Asks for what is the same however often one asks, as an act or a paper is under its id; a product
   * with much to do answers later.
   */
  async askPatiently<T>(query: string, variables: Record<string, unknown>): Promise<T> {
    for (let left = PATIENCE; ; left -= 1) {
      try {
        return await this.ask<T>(query, variables);
      } catch (error) {
        if (left === 0 || !(error instanceof StoryFault) || error.code !== LATE) throw error;
      }
    }
  }

  private async post(query: string, variables: Record<string, unknown>): Promise<Response> {
    return fetch(`${this.door.origin}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-tally-request': '1',
        ...(this.block > 0 && { 'x-tally-min-block': String(this.block) }),
        authorization: `Bearer ${await this.bearer()}`,
      },
      body: JSON.stringify({ query, variables }),
    });
  }

  /** Sends one file through the upload door and waits for the load's report. */
  async upload(name: string, bytes: Buffer, profile?: string): Promise<LoadReport> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const begun = await this.ask<{ beginUpload: { url?: string; token?: string; code?: string } }>(
      `mutation($name: String!, $bytes: Int!, $sha256: Sha256!, $profile: ID) {
        beginUpload(name: $name, bytes: $bytes, sha256: $sha256, profile: $profile) {
          ... on UploadTicket { url token } ... on Refused { code message } } }`,
      { name, bytes: bytes.length, sha256, profile },
    );
    const { url, token, code } = begun.beginUpload;
    if (url === undefined || token === undefined) throw new StoryFault(code ?? 'UPLOAD', name);
    const range = `bytes 0-${bytes.length - 1}/${bytes.length}`;
    const put = await fetch(new URL(url, this.door.origin), {
      method: 'PUT',
      headers: { 'content-range': range, authorization: `Bearer ${await this.bearer()}` },
      body: new Uint8Array(bytes),
    });
    if (!put.ok) throw new StoryFault(`HTTP_${put.status}`, `${name}: ${await put.text()}`);
    const done = await this.ask<{ completeUpload: LoadReport & { code?: string } }>(
      `mutation($token: String!) { completeUpload(token: $token) {
        ... on Load { objectId file format kind state received written unchanged conflict quarantined }
        ... on Refused { code message } } }`,
      { token },
    );
    if (done.completeUpload.code !== undefined) {
      throw new StoryFault(done.completeUpload.code, `${name}: ${JSON.stringify(done)}`);
    }
    return done.completeUpload;
  }

  private async bearer(): Promise<string> {
    if (Date.now() < this.tokenUntil - TOKEN_EARLY_MS) return this.token;
    const { id, secret } = this.door.client;
    const response = await fetch(`${this.door.issuer}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=api',
    });
    if (!response.ok) {
      throw new StoryFault('UNAUTHENTICATED', `${id}: ${response.status} ${await response.text()}`);
    }
    const reply = (await response.json()) as { access_token: string; expires_in: number };
    this.token = reply.access_token;
    this.tokenUntil = Date.now() + reply.expires_in * 1000;
    return this.token;
  }
}

export type LoadReport = {
  readonly objectId: string;
  readonly file: string;
  readonly format: string | null;
  readonly kind: string | null;
  readonly state: string;
  readonly received: number;
  readonly written: number;
  readonly unchanged: number;
  readonly conflict: number;
  readonly quarantined: number;
};
