import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startIdentity, type Accounts, type Identity } from '../../start/identity/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';

const ORIGIN = 'http://localhost:4999';
const PARTY = '019aaaaa-0000-7000-8000-000000000001';
const PERSON = 'a'.repeat(64);
const both = (text: string) => ({ zh: text, en: text });

const accounts: Accounts = {
  persons: [
    {
      person: PERSON,
      login: 'li',
      password: 'right one',
      totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      name: both('Li'),
      title: both('Clerk'),
      party: PARTY,
      partyName: both('Sample'),
      roles: ['maker'],
      card: 'supplier',
    },
  ],
  services: [
    {
      client: 'robot',
      secret: 'a secret of some length',
      name: both('Robot'),
      party: PARTY,
      partyName: both('Sample'),
      roles: [],
    },
  ],
};

let database: TestDatabase;
let identity: Identity;
let folder: string;
let nowMs = Date.now();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-identity-'));
  database = await startDatabase();
  const pool = await database.open('tally_api');
  identity = await startIdentity(
    {
      origin: ORIGIN,
      folder,
      accounts,
      query: (text, values) =>
        pool.withTenant({ tenant: null, actor: 'oidc' }, sql => sql.query(text, values)),
      port: 0,
      now: () => nowMs,
    },
    {},
  );
}, 60_000);

afterAll(async () => {
  await identity.close();
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A browser with cookies, behind the API's own origin. */
class Browser {
  private readonly cookies = new Map<string, string>();
  readonly seen: string[] = [];

  async go(address: string, init: RequestInit = {}): Promise<Response> {
    const path = address.startsWith(ORIGIN) ? address.slice(ORIGIN.length) : address;
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${identity.upstream}${path}`, {
      ...init,
      redirect: 'manual',
      headers: {
        ...(init.headers as Record<string, string>),
        cookie,
        'x-forwarded-host': new URL(ORIGIN).host,
        'x-forwarded-proto': 'http',
      },
    });
    for (const text of response.headers.getSetCookie()) {
      this.seen.push(text);
      const [pair = ''] = text.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }
}

const verifier = randomBytes(32).toString('base64url');

function authorization(changes: Record<string, string> = {}): string {
  const parameters = {
    client_id: 'portal',
    response_type: 'code',
    redirect_uri: `${ORIGIN}/callback`,
    scope: 'openid offline_access',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'state',
    ...changes,
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return `/oidc/auth?${new URLSearchParams(given).toString()}`;
}

const form = (
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  headers,
});

async function signIn(browser: Browser, password = 'right one'): Promise<Response> {
  const started = await browser.go(authorization());
  const page = started.headers.get('location') ?? '';
  return browser.go(page, form({ login: 'li', password }));
}

async function codeOf(browser: Browser): Promise<string> {
  const passed = await signIn(browser);
  const back = await browser.go(passed.headers.get('location') ?? '');
  return new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
}

type Tokens = { access_token: string; refresh_token: string; error?: string };

async function exchange(browser: Browser, fields: Record<string, string>): Promise<Tokens> {
  const answer = await browser.go('/oidc/token', form({ client_id: 'portal', ...fields }));
  return (await answer.json()) as Tokens;
}

async function tokensOf(browser: Browser): Promise<Tokens> {
  const redirect = { redirect_uri: `${ORIGIN}/callback`, code_verifier: verifier };
  const code = await codeOf(browser);
  return exchange(browser, { grant_type: 'authorization_code', code, ...redirect });
}

describe('the embedded identity provider', () => {
  test('a person gets a token of ten minutes for the API and one party', async () => {
    const { access_token: token } = await tokensOf(new Browser());
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({
      iss: identity.issuer,
      aud: identity.audience,
      sub: PERSON,
      org: PARTY,
      kind: 'person',
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(600);
  });

  test('a program gets a token of its party with its own secret alone', async () => {
    const ask = (secret: string): Promise<Response> =>
      new Browser().go(
        '/oidc/token',
        form(
          { grant_type: 'client_credentials' },
          { authorization: `Basic ${Buffer.from(`robot:${secret}`).toString('base64')}` },
        ),
      );
    const good = (await (await ask('a secret of some length')).json()) as Tokens;
    expect(decodeJwt(good.access_token)).toMatchObject({ sub: 'robot', kind: 'service' });
    expect((await ask('another')).status).toBe(401);
  });

  test('a refresh token used twice ends the whole family', async () => {
    const browser = new Browser();
    const first = await tokensOf(browser);
    const renew = (token: string): Promise<Tokens> =>
      exchange(browser, { grant_type: 'refresh_token', refresh_token: token });
    const second = await renew(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await renew(first.refresh_token)).error).toBe('invalid_grant');
    expect((await renew(second.refresh_token)).error).toBe('invalid_grant');
  });

  test('a code counts once and only with its verifier', async () => {
    const browser = new Browser();
    const code = await codeOf(browser);
    const given = { grant_type: 'authorization_code', code, redirect_uri: `${ORIGIN}/callback` };
    const wrong = await exchange(browser, { ...given, code_verifier: 'x'.repeat(43) });
    expect(wrong.error).toBe('invalid_grant');
    const again = await codeOf(new Browser());
    const right = { ...given, code: again, code_verifier: verifier };
    expect((await exchange(browser, right)).access_token).toBeDefined();
    expect((await exchange(browser, right)).error).toBe('invalid_grant');
  });

  test.each([
    ['a foreign redirect', { redirect_uri: 'https://evil.example/callback' }],
    ['a redirect that only begins like ours', { redirect_uri: `${ORIGIN}/callback.evil` }],
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }],
    ['plain PKCE', { code_challenge_method: 'plain' }],
    ['the implicit flow', { response_type: 'token' }],
    ['an unknown client', { client_id: 'other' }],
  ])('refuses %s', async (_name, changes) => {
    const answer = await new Browser().go(authorization(changes));
    const location = answer.headers.get('location') ?? '';
    expect(location).not.toContain('evil');
    expect(location).not.toContain('/oidc/interaction/');
    const isToldSo = answer.status === 400 || location.includes('error=');
    expect(isToldSo).toBe(true);
  });

  test('cookies are bound to the host, secure, and out of reach of scripts', async () => {
    const browser = new Browser();
    await tokensOf(browser);
    expect(browser.seen.length).toBeGreaterThan(4);
    for (const cookie of browser.seen) {
      expect(cookie).toMatch(/^__(Host|Secure)-/);
      expect(cookie).toMatch(/; secure/i);
      expect(cookie).toMatch(/; httponly/i);
      expect(cookie).toMatch(/; samesite=lax/i);
    }
  });

  test('the page carries no script and may not be framed', async () => {
    const browser = new Browser();
    const started = await browser.go(
      authorization({ login_hint: 'supplier', ui_locales: 'zh-CN' }),
    );
    const page = await browser.go(started.headers.get('location') ?? '');
    const text = await page.text();
    expect(text).not.toMatch(/<script|onclick|javascript:/i);
    expect(text).toContain('lang="zh-CN"');
    expect(text).toContain('value="li"');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('unknown logins and wrong passwords read alike; the fifth failure makes one wait', async () => {
    const browser = new Browser();
    const started = await browser.go(authorization());
    const page = started.headers.get('location') ?? '';
    const enter = async (login: string): Promise<{ status: number; text: string }> => {
      const answer = await browser.go(page, form({ login, password: 'wrong' }));
      const text = (await answer.text()).replaceAll(`value="${login}"`, '');
      return { status: answer.status, text: text.replace(/value="right one"/, 'value=""') };
    };
    const known = await enter('li');
    const unknown = await enter('nobody');
    expect(known.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(unknown.text.includes('Login or password is not right.')).toBe(true);
    expect(known.text.includes('Login or password is not right.')).toBe(true);
    for (let at = 0; at < 4; at++) await enter('li');
    expect((await enter('li')).status).toBe(429);
    nowMs += 120_000;
    expect((await enter('li')).status).toBe(401);
  });

  test('refuses to start for production unless told by hand', async () => {
    const options = {
      origin: ORIGIN,
      folder,
      accounts,
      query: () => Promise.resolve([]),
      port: 0,
      now: () => nowMs,
    };
    await expect(startIdentity(options, { TALLY_ENV: 'production' })).rejects.toThrow('TALLY_IDP');
  });
});
