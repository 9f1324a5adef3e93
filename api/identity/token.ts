import {
  createLocalJWKSet,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import type { Account } from './accounts.ts';
import type { Caller } from './caller.ts';

const LIFE_SECONDS_MAX = 900;
const CLOCK_TOLERANCE_SECONDS = 5;
const FETCH_COOL_DOWN_MS = 30_000;
const KEYS_AGE_MS_MAX = 600_000;

export type TokenOptions = {
  readonly issuer: string;
  readonly audience: string;
  /** Reads the issuer's key set; asked at most every 30 s. */
  readonly fetchKeys: () => Promise<JSONWebKeySet>;
  readonly findAccount: (party: string, subject: string) => Promise<Account | null>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Proves an access token; `null` for every kind of bad one, so that all refusals read alike. */
export type TokenVerifier = (token: string) => Promise<Caller | null>;

/** Access tokens by the rules of trust.md T-56. */
export function tokenVerifier(options: TokenOptions): TokenVerifier {
  const keys = keySource(options);
  return async token => {
    const payload = await verified(token, keys, options);
    const claims = payload && claimsOf(payload, options);
    if (!claims) return null;
    const account = await options.findAccount(claims.org, claims.sub);
    if (!account || account.kind !== claims.kind) return null;
    return {
      party: claims.org,
      subject: claims.sub,
      kind: account.kind,
      person: account.person,
      login: account.login,
      name: account.name,
      roles: account.roles,
      expiresAt: claims.exp,
    };
  };
}

async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  options: TokenOptions,
): Promise<JWTPayload | null> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['ES256', 'RS256'],
      issuer: options.issuer,
      audience: options.audience,
      typ: 'at+jwt',
      requiredClaims: ['sub', 'exp', 'iat', 'jti', 'org'],
      maxTokenAge: '15m',
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(options.now()),
    });
    return payload;
  } catch {
    return null;
  }
}

type Claims = { org: string; sub: string; kind: 'person' | 'service'; exp: number };

const PARTY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SUBJECT_LENGTH_MAX = 200;

function claimsOf(payload: JWTPayload, { audience }: TokenOptions): Claims | null {
  const { aud, sub, exp, iat, jti, org, kind } = payload as JWTPayload & Record<string, unknown>;
  if (aud !== audience || typeof jti !== 'string' || !isLifeShort(iat, exp)) return null;
  if (typeof sub !== 'string' || !isSubject(sub)) return null;
  if (typeof org !== 'string' || !PARTY.test(org)) return null;
  return kind === 'person' || kind === 'service' ? { org, sub, kind, exp: Number(exp) } : null;
}

function isSubject(text: string): boolean {
  return text !== '' && text.length <= SUBJECT_LENGTH_MAX;
}

function isLifeShort(from: unknown, to: unknown): boolean {
  if (typeof from !== 'number' || typeof to !== 'number') return false;
  return to > from && to - from <= LIFE_SECONDS_MAX;
}

/**
 * The issuer's keys, kept when the issuer is down for at most ten minutes of age on success; an
 * unknown key id asks again, but not within 30 s of the last question.
 */
function keySource({ fetchKeys, now }: TokenOptions): JWTVerifyGetKey {
  let keys: JWTVerifyGetKey | null = null;
  let askedAt = -Infinity;
  let freshAt = -Infinity;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    askedAt = now();
    try {
      keys = createLocalJWKSet(await fetchKeys());
      freshAt = askedAt;
    } catch {
      // The issuer is down: what is known stays, unknown key ids fail closed.
    }
  };
  const refresh = async (): Promise<void> => {
    if (now() - askedAt < FETCH_COOL_DOWN_MS && asking === null) return;
    asking ??= ask().finally(() => {
      asking = null;
    });
    await asking;
  };
  return async (header, token) => {
    if (!keys || now() - freshAt > KEYS_AGE_MS_MAX) await refresh();
    if (!keys) throw new Error('no keys');
    try {
      return await keys(header, token);
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_JWKS_NO_MATCHING_KEY') throw error;
      await refresh();
      return keys(header, token);
    }
  };
}
