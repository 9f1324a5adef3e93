import { exportSPKI, generateKeyPair, importJWK, SignJWT, type JWTPayload } from 'jose';
import { createHmac, randomUUID } from 'node:crypto';
import { tokenVerifier, type TokenOptions } from '../../api/identity/index.ts';
import { exportJWK } from 'jose';

const ISSUER = 'https://id.example/oidc';
const AUDIENCE = 'https://api.example/graphql';
const ORG = '019aaaaa-0000-7000-8000-000000000001';
const NOW_MS = Date.UTC(2026, 10, 23, 6, 0, 0);
const NOW = NOW_MS / 1000;

const good: JWTPayload = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'person-one',
  org: ORG,
  kind: 'person',
  jti: 'token-1',
  iat: NOW - 10,
  exp: NOW + 590,
};

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let keys: Keys;
let attacker: Keys;
let publicPem: string;
let fetches: number;
let accounts: Map<string, boolean>;
let clockMs: number;

beforeAll(async () => {
  keys = await generateKeyPair('ES256', { extractable: true });
  attacker = await generateKeyPair('ES256', { extractable: true });
  publicPem = await exportSPKI(keys.publicKey);
});

beforeEach(() => {
  fetches = 0;
  clockMs = NOW_MS;
  accounts = new Map([['person-one', true]]);
});

async function verifier(changes: Partial<TokenOptions> = {}) {
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
  return tokenVerifier({
    issuer: ISSUER,
    audience: AUDIENCE,
    fetchKeys: () => {
      fetches += 1;
      return Promise.resolve({ keys: [jwk] });
    },
    findAccount: (_party, subject) =>
      Promise.resolve(
        accounts.get(subject) === true
          ? {
              subject,
              kind: 'person' as const,
              person: 'f'.repeat(64),
              login: 'one',
              name: { zh: '一', en: 'One' },
              roles: ['maker'],
            }
          : null,
      ),
    now: () => clockMs,
    ...changes,
  });
}

function signed(
  claims: JWTPayload,
  header: Record<string, unknown> = {},
  key: Keys['privateKey'] = keys.privateKey,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header })
    .sign(key);
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function without(name: string): JWTPayload {
  return Object.fromEntries(Object.entries(good).filter(([claim]) => claim !== name));
}

/** each makes one bad token. */
const BAD: readonly (readonly [string, () => Promise<string> | string])[] = [
  ['alg none', () => `${base64({ alg: 'none', typ: 'at+jwt' })}.${base64(good)}.`],
  [
    'HS256 keyed with our public key',
    () => {
      const head = `${base64({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' })}.${base64(good)}`;
      return `${head}.${createHmac('sha256', publicPem).update(head).digest('base64url')}`;
    },
  ],
  [
    "the attacker's key in the header",
    async () => signed(good, { jwk: await exportJWK(attacker.publicKey) }, attacker.privateKey),
  ],
  [
    "the attacker's key set by address",
    () => signed(good, { jku: 'https://evil.example/keys' }, attacker.privateKey),
  ],
  [
    "the attacker's certificate by address",
    () => signed(good, { x5u: 'https://evil.example/cert' }, attacker.privateKey),
  ],
  [
    'an edited payload',
    async () => {
      const [head, , value] = (await signed(good)).split('.');
      return `${head}.${base64({ ...good, org: '019aaaaa-0000-7000-8000-000000000002' })}.${value}`;
    },
  ],
  ['expired 6 s ago', () => signed({ ...good, iat: NOW - 600, exp: NOW - 6 })],
  ['valid only from tomorrow', () => signed({ ...good, nbf: NOW + 86_400 })],
  ['issued in the future', () => signed({ ...good, iat: NOW + 3_600, exp: NOW + 3_900 })],
  ['no exp', () => signed(without('exp'))],
  ['no jti', () => signed(without('jti'))],
  ['no org', () => signed(without('org'))],
  ['exp as text', () => signed({ ...good, exp: String(NOW + 600) as unknown as number })],
  ['a life of ten years', () => signed({ ...good, exp: NOW + 315_360_000 })],
  ['another issuer', () => signed({ ...good, iss: 'https://other.example/oidc' })],
  ['another audience', () => signed({ ...good, aud: 'https://other.example' })],
  ['two audiences', () => signed({ ...good, aud: [AUDIENCE, 'https://other.example'] })],
  ['an ID token', () => signed(good, { typ: 'JWT' })],
  ['an unknown critical header', () => critical()],
  ['a person disabled', () => signed({ ...good, sub: 'person-two' })],
  ['a service token of a person', () => signed({ ...good, kind: 'service' })],
  ['an organisation that is no party', () => signed({ ...good, org: "' or 1=1 --" })],
];

async function critical(): Promise<string> {
  const head = `${base64({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', crit: ['evil'], evil: 1 })}.${base64(good)}`;
  const key = await crypto.subtle.importKey(
    'jwk',
    (await exportJWK(keys.privateKey)) as JsonWebKey,
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  );
  const value = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    Buffer.from(head),
  );
  return `${head}.${Buffer.from(value).toString('base64url')}`;
}

describe('access tokens', () => {
  test('a good token names the caller and its one party', async () => {
    const caller = await (await verifier())(await signed(good));
    expect(caller).toMatchObject({ party: ORG, subject: 'person-one', kind: 'person' });
  });

  test.each(BAD)('refuses %s', async (_name, make) => {
    const verify = await verifier();
    expect(await verify(await signed(good))).not.toBeNull();
    expect(await verify(await make())).toBeNull();
  });

  test('expiry within five seconds of clock difference passes', async () => {
    const token = await signed({ ...good, iat: NOW - 600, exp: NOW - 4 });
    expect(await (await verifier())(token)).not.toBeNull();
  });

  test('a thousand unknown key ids ask for the keys at most once in 30 s', async () => {
    const verify = await verifier();
    expect(await verify(await signed(good))).not.toBeNull();
    expect(fetches).toBe(1);
    clockMs += 30_001;
    const bad = await Promise.all(
      Array.from({ length: 1_000 }, () => signed(good, { kid: randomUUID() })),
    );
    for (const token of bad) expect(await verify(token)).toBeNull();
    expect(fetches).toBe(2);
  });

  test('known keys go on working while the issuer is down', async () => {
    let isDown = false;
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' };
    const verify = await verifier({
      fetchKeys: () =>
        isDown ? Promise.reject(new Error('down')) : Promise.resolve({ keys: [jwk] }),
    });
    expect(await verify(await signed(good))).not.toBeNull();
    isDown = true;
    clockMs += 601_000;
    const later = { ...good, iat: NOW + 600, exp: NOW + 1_190 };
    expect(await verify(await signed(later))).not.toBeNull();
  });

  test('a new key of the issuer works at once', async () => {
    const next = await generateKeyPair('ES256', { extractable: true });
    const published = [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES256' }];
    const verify = await verifier({ fetchKeys: () => Promise.resolve({ keys: [...published] }) });
    expect(await verify(await signed(good))).not.toBeNull();
    published.push({ ...(await exportJWK(next.publicKey)), kid: 'k2', alg: 'ES256' });
    clockMs += 31_000;
    const claims = { ...good, iat: NOW + 21, exp: NOW + 600 };
    expect(await verify(await signed(claims, { kid: 'k2' }, next.privateKey))).not.toBeNull();
  });

  test('the same subject under another issuer is nobody', async () => {
    const other = await importJWK(await exportJWK(attacker.privateKey), 'ES256');
    const token = await new SignJWT({ ...good, iss: 'https://other.example/oidc' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1' })
      .sign(other);
    expect(await (await verifier())(token)).toBeNull();
  });
});
