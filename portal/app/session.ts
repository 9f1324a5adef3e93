import { toBase64url } from '../../domain/wire/index.ts';

/** Tokens stay in memory; only the verifier of a sign-in under way is kept for the redirect. */
type Tokens = { access: string; refresh: string | null; until: number };

const STARTED = 'tally.signIn';
const EARLY_MS = 30_000;
let tokens: Tokens | null = null;

export function isSignedIn(): boolean {
  return tokens !== null;
}

/**
 * Leaves for the sign-in page: code flow with PKCE S256. `card` names a demo person; `silent` asks
 * only whether this browser is signed in already, as after a reload.
 */
export async function signIn(options: {
  card?: string;
  silent?: boolean;
  returnTo: string;
}): Promise<void> {
  const verifier = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
  const state = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(STARTED, JSON.stringify({ verifier, state, to: options.returnTo }));
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    scope: 'openid api',
    redirect_uri: `${location.origin}/callback`,
    code_challenge: toBase64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
    state,
    prompt: options.silent === true ? 'none' : 'login',
    ui_locales: document.documentElement.lang,
    ...(options.card === undefined ? {} : { login_hint: options.card }),
  });
  location.assign(`/oidc/auth?${query.toString()}`);
}

/** Finishes a sign-in at `/callback`: where the person wanted to go, and whether they are in. */
export async function finishSignIn(query: URLSearchParams): Promise<{ to: string; isIn: boolean }> {
  const started = JSON.parse(sessionStorage.getItem(STARTED) ?? '{}') as Record<string, string>;
  sessionStorage.removeItem(STARTED);
  const to = ownPath(started['to']);
  if (query.get('state') !== started['state']) throw new Error('SIGN_IN_BROKEN');
  if (query.get('error') === 'login_required') return { to, isIn: false };
  const code = query.get('code');
  if (code === null) throw new Error(query.get('error') ?? 'SIGN_IN_BROKEN');
  await exchange({
    grant_type: 'authorization_code',
    code,
    code_verifier: started['verifier'] ?? '',
    redirect_uri: `${location.origin}/callback`,
  });
  return { to, isIn: true };
}

function ownPath(to = '/'): string {
  return to.startsWith('/') && !to.startsWith('//') ? to : '/';
}

/** A valid access token, refreshed when it is about to end; `null` when nobody is signed in. */
export async function accessToken(): Promise<string | null> {
  if (!tokens) return null;
  if (Date.now() < tokens.until - EARLY_MS) return tokens.access;
  if (tokens.refresh === null) return signOutHere();
  try {
    await exchange({ grant_type: 'refresh_token', refresh_token: tokens.refresh });
  } catch {
    return signOutHere();
  }
  return tokens.access;
}

export function signOut(): void {
  tokens = null;
  location.assign('/oidc/session/end?client_id=portal');
}

function signOutHere(): null {
  tokens = null;
  return null;
}

async function exchange(form: Record<string, string>): Promise<void> {
  const response = await fetch('/oidc/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: 'portal', ...form }),
  });
  if (!response.ok) throw new Error('SIGN_IN_BROKEN');
  const reply = (await response.json()) as {
    access_token: string;
    refresh_token?: string;
    expires_in: number;
  };
  tokens = {
    access: reply.access_token,
    refresh: reply.refresh_token ?? null,
    until: Date.now() + reply.expires_in * 1000,
  };
}
