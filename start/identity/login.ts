import type { IncomingMessage, ServerResponse } from 'node:http';
import { generate } from 'otplib';
import type { Provider } from 'oidc-provider';
import type { Accounts, PersonAccount } from './accounts.ts';
import {
  authenticatorPage,
  loginPage,
  messagePage,
  STYLE,
  type Locale,
  type LoginPage,
} from './page.ts';
import type { PasswordCheck } from './password.ts';

const STYLE_PATH = '/oidc/style.css';
const FORM_BYTES_MAX = 8_192;
const CODE_SECONDS = 30;

export type LoginRoutes = {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly passwords: PasswordCheck;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * Answers the provider's own pages: sign in, style sheet, demo authenticator. `path` is without the
 * `/oidc` in front. Returns false for everything else.
 */
export async function answerLogin(
  routes: LoginRoutes,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (path === '/style.css') {
    send(response, 200, STYLE, 'text/css');
    return true;
  }
  if (path === '/authenticator') {
    await answerAuthenticator(routes, request, response);
    return true;
  }
  if (!/^\/interaction\/[A-Za-z0-9_-]+$/.test(path)) return false;
  try {
    await answerInteraction(routes, request, response);
  } catch {
    const texts = {
      zh: '登录请求已过期，请重新开始。',
      en: 'This sign-in has ended. Start again.',
    };
    const locale = localeOf(request);
    send(response, 400, messagePage({ locale, style: STYLE_PATH, ...texts }));
  }
  return true;
}

async function answerInteraction(
  { provider, accounts, passwords }: LoginRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const interaction = await provider.interactionDetails(request, response);
  const page = {
    locale: localeOf(request, interaction.params['ui_locales']),
    action: `/oidc/interaction/${interaction.uid}`,
    style: STYLE_PATH,
    login: loginOf(accounts, textOf(interaction.params['login_hint'])),
    persons: accounts.persons.filter(({ card }) => card !== undefined),
  };
  if (request.method !== 'POST') return send(response, 200, loginPage(page));
  const form = await readForm(request);
  const login = form.get('login') ?? '';
  const address = request.socket.remoteAddress ?? '';
  const wait = passwords.waitMs(login, address);
  if (wait > 0) return refuse(response, { ...page, login }, wait);
  if (!(await passwords.check(login, form.get('password') ?? '', address))) {
    return send(response, 401, loginPage({ ...page, login, fault: 'wrong' }));
  }
  const account = accounts.persons.find(person => person.login === login);
  const result = { login: { accountId: account?.person ?? '', amr: ['pwd'] } };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function refuse(response: ServerResponse, page: LoginPage, waitMs: number): void {
  const waitSeconds = Math.ceil(waitMs / 1000);
  response.setHeader('retry-after', String(waitSeconds));
  send(response, 429, loginPage({ ...page, fault: 'wait', waitSeconds }));
}

/** Shows the current code of whoever is signed in here: the demo's stand-in for a phone. */
async function answerAuthenticator(
  { provider, accounts, now }: LoginRoutes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const locale = localeOf(request);
  const context = provider.createContext(request, response) as Parameters<
    Provider['Session']['get']
  >[0];
  const session = await provider.Session.get(context);
  const account = accounts.persons.find(({ person }) => person === session.accountId);
  if (!account) {
    const texts = { zh: '请先登录。', en: 'Sign in first.' };
    return send(response, 401, messagePage({ locale, style: STYLE_PATH, ...texts }));
  }
  const seconds = CODE_SECONDS - (Math.floor(now() / 1000) % CODE_SECONDS);
  const code = await currentCode(account, now());
  if (request.headers.accept?.includes('application/json')) {
    return send(response, 200, JSON.stringify({ code, seconds }), 'application/json');
  }
  const page = { locale, style: STYLE_PATH, name: account.name[locale], code, seconds };
  send(response, 200, authenticatorPage(page));
}

function currentCode(account: PersonAccount, now: number): Promise<string> {
  return generate({ secret: account.totpSecret, epoch: Math.floor(now / 1000) });
}

/** A hint is a login, or the name of a demo card. */
function loginOf({ persons }: Accounts, hint: string): string {
  return persons.find(({ card }) => card === hint && hint !== '')?.login ?? hint;
}

function localeOf(request: IncomingMessage, asked?: unknown): Locale {
  const wanted = textOf(asked) || (request.headers['accept-language'] ?? '');
  return /^\s*zh/i.test(wanted) ? 'zh' : 'en';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > FORM_BYTES_MAX) throw new Error('form too large');
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function send(response: ServerResponse, status: number, body: string, type = 'text/html'): void {
  response.statusCode = status;
  response.setHeader('content-type', `${type}; charset=utf-8`);
  response.setHeader('cache-control', 'no-store');
  response.end(body);
}
