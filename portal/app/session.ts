import { toBase64url } from '../../domain/wire/index.ts';

/** Tokens stay in memory; only the verifier of a sign-in under way is kept for the redirect. */
type Tokens = { access: string; refresh: string | null; until: number };

const STARTED = 'tally.signIn';
const EARLY_MS = 30_000;
let tokens: Tokens | null = null;

export function isSignedIn(): boolean {
  return tokens !== null;
}

/** Leaves for the sign-in page: code flow with PKCE S256. `card` names a demo person. */
export async function signIn(options: { card?: string; returnTo: string }): Promise<void> {
  const verifier = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
  const state = toBase64url(crypto.getRandomValues(new Uint8Array(16)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(STARTED, JSON.stringify({ verifier, state, to: options.returnTo }));
  const query = new URLSearchParams({
    client_id: 'portal',
    response_type: 'code',
    scope: 'openid offline_access api',
    redirect_uri: `${location.origin}/callback`,
    code_challenge: toBase64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
    state,
    prompt: options.card === undefined ? 'login' : 'login consent',
    ...(options.card === undefined ? {} : { login_hint: options.card }),
  });
  query.set('prompt', 'login');
  location.assign(`/oidc/auth?${query.toString()}`);
}

/** Finishes a sign-in at `/callback` and says where the person wanted to go. */
export async function finishSignIn(query: URLSearchParams): Promise<string> {
  const started = JSON.parse(sessionStorage.getItem(STARTED) ?? '{}') as Record<string, string>;
  sessionStorage.removeItem(STARTED);
  const code = query.get('code');
  if (code === null || query.get('state') !== started['state']) throw new Error('SIGN_IN_BROKEN');
  await exchange({
    grant_type: 'authorization_code',
    code,
    code_verifier: started['verifier'] ?? '',
    redirect_uri: `${location.origin}/callback`,
  });
  const to = started['to'] ?? '/';
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
