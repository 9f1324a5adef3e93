import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Where the product is and which program of which party asks. */
export type Account = { readonly origin: string; readonly client: string; readonly secret: string };

/** What became of one file at the door. */
export type Uploaded =
  | {
      readonly file: string;
      readonly state: string;
      readonly counts: Counts;
      readonly findings: readonly Finding[];
    }
  | {
      readonly file: string;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    };
type Counts = Readonly<
  Record<'received' | 'written' | 'unchanged' | 'conflict' | 'quarantined', number>
>;
type Finding = {
  readonly rule: string;
  readonly severity: string;
  readonly title: string;
  readonly where: string;
  readonly remedy: string;
};

/** Thrown when the product cannot be reached or does not let us in; `exit` is PT-1202's code. */
export class DoorClosed extends Error {
  readonly exit: 4 | 6;
  constructor(exit: 4 | 6, message: string) {
    super(message);
    this.exit = exit;
  }
}

/** The account file: `--account`, else `TALLY_ACCOUNT_FILE`, else `.tally/cli.json`. */
export function readAccount(root: string, given: string | undefined): Account {
  const home = process.env['TALLY_HOME'] ?? join(root, '.tally');
  const file = given ?? process.env['TALLY_ACCOUNT_FILE'] ?? join(home, 'cli.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Account;
  } catch {
    throw new DoorClosed(4, `no account in ${file}: start the product once, or name one`);
  }
}

/** A signed act as it is sent. */
export type GivenAct = {
  readonly id: string;
  readonly kind: string;
  readonly businessDate: string;
  readonly body: unknown;
  readonly signatures: readonly unknown[];
  readonly transient: unknown;
  readonly dryRun: boolean;
};

/** What became of an act: the member of the answer's union, and the fields that it has. */
export type ActOutcome = {
  readonly became:
    | 'ActDone'
    | 'ActPreview'
    | 'ActPartly'
    | 'ActSent'
    | 'ActRefused'
    | 'InputInvalid'
    | 'StepUpRequired';
  readonly txId?: string;
  readonly block?: number;
  readonly code?: string;
  readonly message?: string;
  readonly remedy?: string;
  readonly missing?: readonly { readonly sentence: string }[];
};

const LOAD = `... on Load { state received written unchanged conflict quarantined
  findings(first: 50) { edges { node { rule severity title where remedy } } } }
  ... on Refused { code message remedy }`;

/** Each kind has a mutation of its own: `breaker.trip` is `breakerTrip`; `null` when it is no kind. */
export function actMutation(kind: string): string | null {
  const name = kind.replace(/\.(.)/g, (_dot, letter: string) => letter.toUpperCase());
  if (!/^\w+$/.test(name)) return null;
  return `mutation($actId: ActId!, $businessDate: BusinessDate!, $body: JSON!,
      $signatures: [SignatureInput!]!, $transient: JSON, $dryRun: Boolean) {
    result: ${name}(actId: $actId, businessDate: $businessDate, body: $body,
        signatures: $signatures, transient: $transient, dryRun: $dryRun) {
      became: __typename
      ... on ActDone { txId block } ... on ActPartly { missing { sentence } }
      ... on ActRefused { code message remedy } ... on StepUpRequired { code message remedy }
      ... on InputInvalid { code message remedy faults { path code } } } }`;
}

/** A signed-in program of one party. */
export class Door {
  private readonly account: Account;
  private token = '';

  constructor(account: Account) {
    this.account = account;
  }

  async signIn(): Promise<void> {
    const { client, secret } = this.account;
    const response = await this.request('/oidc/token', {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=api',
    });
    if (!response.ok) throw new DoorClosed(4, `sign-in refused for ${client}`);
    this.token = ((await response.json()) as { access_token: string }).access_token;
  }

  /** Uploads one file and waits for the outcome. */
  async upload(path: string): Promise<Uploaded> {
    const bytes = readFileSync(path);
    const file = basename(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const begun = (await this.ask(
      `mutation($name: String!, $bytes: Int!, $sha256: Sha256!) {
        beginUpload(name: $name, bytes: $bytes, sha256: $sha256) {
          ... on UploadTicket { url token } ... on Refused { code message remedy } } }`,
      { name: file, bytes: bytes.length, sha256 },
    )) as { beginUpload: Ticket | Refused };
    if ('code' in begun.beginUpload) return { file, ...begun.beginUpload };
    const { url, token } = begun.beginUpload;
    await this.request(url, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
      },
      body: new Uint8Array(bytes),
    });
    const done = (await this.ask(
      `mutation($token: String!) { completeUpload(token: $token) { ${LOAD} } }`,
      { token },
    )) as { completeUpload: Loaded | Refused };
    if ('code' in done.completeUpload) return { file, ...done.completeUpload };
    const { state, findings, ...counts } = done.completeUpload;
    return { file, state, counts, findings: findings.edges.map(({ node }) => node) };
  }

  /** Sends one act of any kind. */
  async act({ id, kind, ...given }: GivenAct): Promise<ActOutcome> {
    const query = actMutation(kind);
    if (query === null) throw new DoorClosed(4, `no kind of act is called ${kind}`);
    const reply = (await this.ask(query, { actId: id, ...given })) as { result: ActOutcome };
    return reply.result;
  }

  /** Every block of the ledger as text, one JSON object a line, as it arrives. */
  async *blocks(): AsyncGenerator<Uint8Array, void, undefined> {
    const response = await this.request('/v1/ledger/blocks', {
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!response.ok || !response.body) {
      throw new DoorClosed(4, `blocks refused: ${await response.text()}`);
    }
    yield* response.body;
  }

  /** The proof bundle of one object `type~id`, a zip. */
  async proof(object: string): Promise<Uint8Array> {
    const response = await this.request(`/v1/ledger/proof?object=${encodeURIComponent(object)}`, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!response.ok) throw new DoorClosed(4, `proof refused: ${await response.text()}`);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Asks GraphQL and gives `data`. @throws DoorClosed with the first error */
  async ask(query: string, variables: unknown): Promise<unknown> {
    const response = await this.request('/graphql', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
        'x-tally-request': '1',
        'accept-language': process.env['LANG']?.startsWith('zh') ? 'zh' : 'en',
      },
      body: JSON.stringify({ query, variables }),
    });
    const reply = (await response.json()) as { data?: unknown; errors?: { message: string }[] };
    const [error] = reply.errors ?? [];
    if (error || !reply.data) throw new DoorClosed(6, error?.message ?? response.statusText);
    return reply.data;
  }

  private async request(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.account.origin), init);
    } catch {
      throw new DoorClosed(6, `${this.account.origin} does not answer: run npm start`);
    }
  }
}

type Ticket = { readonly url: string; readonly token: string };
type Refused = { readonly code: string; readonly message: string; readonly remedy: string };
type Loaded = Counts & {
  readonly state: string;
  readonly findings: { readonly edges: readonly { readonly node: Finding }[] };
};
