import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Accounts } from './accounts.ts';
import { providerKeys } from './keys.ts';
import { answerLogin, type LoginRoutes } from './login.ts';
import { passwordCheck } from './password.ts';
import { audienceOf, identityProvider, issuerOf } from './provider.ts';
import type { Query } from './store.ts';

export {
  readAccounts,
  type Accounts,
  type PersonAccount,
  type ServiceAccount,
} from './accounts.ts';
export type { Query } from './store.ts';

export type IdentityOptions = {
  /** Where people reach the portal; the provider answers under `/oidc` there. */
  readonly origin: string;
  /** Folder of the provider's own keys, made with mode 0700. */
  readonly folder: string;
  readonly accounts: Accounts;
  /** Statements on `app.oidc`, as role `tally_api`. */
  readonly query: Query;
  /** 0 takes any free port; only 127.0.0.1 is listened on. */
  readonly port: number;
  readonly now: () => number;
};

export type Identity = {
  readonly issuer: string;
  readonly audience: string;
  /** Where the API forwards `/oidc/…` to: `http://127.0.0.1:<port>`. */
  readonly upstream: string;
  readonly close: () => Promise<void>;
};

/**
 * Starts the embedded identity provider behind the API's own origin.
 * @throws Error when `TALLY_ENV` is production and `TALLY_IDP` is not `embedded`.
 */
export async function startIdentity(
  options: IdentityOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Identity> {
  if (environment['TALLY_ENV'] === 'production' && environment['TALLY_IDP'] !== 'embedded') {
    throw new Error('the embedded identity provider is for demonstrations: set TALLY_IDP');
  }
  const keys = await providerKeys(options.folder);
  const provider = identityProvider({ ...options, keys });
  const passwords = passwordCheck(options.accounts.persons, options.now);
  const routes = { provider, accounts: options.accounts, passwords, now: options.now };
  const callback = provider.callback() as Listener;
  const server = createServer((request, response) => {
    void answer(routes, callback, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    issuer: issuerOf(options.origin),
    audience: audienceOf(options.origin),
    upstream: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function answer(
  routes: LoginRoutes,
  callback: Listener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const original = request.url ?? '/';
  if (!/^\/oidc(\/|$|\?)/.test(original)) {
    response.writeHead(404).end();
    return;
  }
  guardHeaders(response);
  const inner = original.slice('/oidc'.length) || '/';
  const path = inner.split('?')[0] ?? '/';
  if (await answerLogin(routes, path, request, response)) return;
  Object.assign(request, { originalUrl: original, url: inner });
  await callback(request, response);
}

/**
 * Cookies carry `Secure` although the local hop is plain HTTP: browsers take them on localhost, and
 * the names with `__Host-` and `__Secure-` would be dropped without it.
 */
function guardHeaders(response: ServerResponse): void {
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    setHeader(name, name.toLowerCase() === 'set-cookie' ? secured(value) : value);
}

function secured(value: number | string | readonly string[]): readonly string[] {
  const cookies = typeof value === 'object' ? value : [String(value)];
  return cookies.map(cookie => (/;\s*secure/i.test(cookie) ? cookie : `${cookie}; secure`));
}
