import { Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts, PersonAccount } from './accounts.ts';
import type { ProviderKeys } from './keys.ts';
import { oidcStore, type Query } from './store.ts';

export type ProviderOptions = {
  /** Where the portal and the provider are reached: `http://localhost:4000`. */
  readonly origin: string;
  readonly accounts: Accounts;
  readonly keys: ProviderKeys;
  readonly query: Query;
};

const ACCESS_TOKEN_SECONDS = 600;
const SESSION_SECONDS = 8 * 3600;

/** Address of the provider under an origin; also the `iss` of its tokens. */
export function issuerOf(origin: string): string {
  return `${origin}/oidc`;
}

/** What access tokens are for; the API's own name. */
export function audienceOf(origin: string): string {
  return `${origin}/graphql`;
}

/**
 * An OpenID provider for the demonstration: code flow with PKCE S256 for the portal, client
 * credentials for services, JWT access tokens of ten minutes, refresh tokens that rotate.
 */
export function identityProvider(options: ProviderOptions): Provider {
  const provider = new Provider(issuerOf(options.origin), configuration(options));
  provider.proxy = true;
  return provider;
}

function configuration(options: ProviderOptions): Configuration {
  const { origin, accounts, keys, query } = options;
  const audience = audienceOf(origin);
  const byPerson = new Map(accounts.persons.map(account => [account.person, account]));
  return {
    adapter: oidcStore(query),
    clients: [portalClient(origin), ...accounts.services.map(serviceClient)],
    jwks: { keys: [...keys.jwks] },
    scopes: ['openid', 'offline_access'],
    claims: { openid: ['sub', 'name', 'org'] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      resourceIndicators: resourceIndicators(audience),
    },
    cookies: {
      keys: [...keys.cookieKeys],
      names: { session: '__Host-s', interaction: '__Secure-i', resume: '__Secure-r' },
      long: { signed: true, httpOnly: true, sameSite: 'lax' },
      short: { signed: true, httpOnly: true, sameSite: 'lax' },
    },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      ClientCredentials: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: ACCESS_TOKEN_SECONDS,
      RefreshToken: SESSION_SECONDS,
      Interaction: 900,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
    },
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client) => Promise.resolve(client.grantTypeAllowed('refresh_token')),
    extraTokenClaims: (_ctx, token) => claimsOf(token, accounts),
    findAccount: (_ctx, person) => {
      const account = byPerson.get(person);
      return account
        ? { accountId: person, claims: () => Promise.resolve(idClaims(account)) }
        : undefined;
    },
    interactions: { url: (_ctx, interaction) => `/oidc/interaction/${interaction.uid}` },
    loadExistingGrant: ctx => ownGrant(ctx, audience),
    renderError,
  };
}

function portalClient(origin: string): NonNullable<Configuration['clients']>[number] {
  return {
    client_id: 'portal',
    client_name: 'Tallystick',
    application_type: 'web',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [`${origin}/callback`],
    post_logout_redirect_uris: [`${origin}/`],
  };
}

function serviceClient(
  account: Accounts['services'][number],
): NonNullable<Configuration['clients']>[number] {
  return {
    client_id: account.client,
    client_secret: account.secret,
    client_name: account.name.en,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  };
}

function resourceIndicators(
  audience: string,
): NonNullable<NonNullable<Configuration['features']>['resourceIndicators']> {
  return {
    enabled: true,
    defaultResource: () => audience,
    useGrantedResource: () => true,
    getResourceServerInfo: () => ({
      scope: 'api',
      audience,
      accessTokenFormat: 'jwt',
      accessTokenTTL: ACCESS_TOKEN_SECONDS,
      jwt: { sign: { alg: 'ES256' } },
    }),
  };
}

/** `org` is the party that the caller acts for, `kind` whether it is a person or a program. */
function claimsOf(token: object, accounts: Accounts): Record<string, string> | undefined {
  if ('accountId' in token) {
    const account = accounts.persons.find(({ person }) => person === token.accountId);
    return account ? { org: account.party, kind: 'person' } : undefined;
  }
  const client = (token as { clientId?: string }).clientId;
  const service = accounts.services.find(account => account.client === client);
  return service ? { org: service.party, kind: 'service' } : undefined;
}

function idClaims(account: PersonAccount): { sub: string; name: string; org: string } {
  return { sub: account.person, name: account.name.zh, org: account.party };
}

/** The portal is our own client: whoever signs in has agreed; there is no consent page to loop. */
async function ownGrant(
  ctx: KoaContextWithOIDC,
  audience: string,
): Promise<InstanceType<Provider['Grant']> | undefined> {
  const { oidc } = ctx;
  const { client, session } = oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  if (known) {
    const grant = await oidc.provider.Grant.find(known);
    if (grant) return grant;
  }
  const grant = new oidc.provider.Grant({
    clientId: client.clientId,
    accountId: session.accountId,
  });
  grant.addOIDCScope('openid offline_access');
  grant.addResourceScope(audience, 'api');
  await grant.save();
  return grant;
}

function logoutSource(ctx: KoaContextWithOIDC, form: string): void {
  ctx.body = `<!doctype html><html><head><title>Tallystick</title>
<link rel="stylesheet" href="/oidc/style.css"></head><body><main><h1>Tallystick</h1>${form}
<button class="enter" form="op.logoutForm" value="yes" name="logout">退出登录 · Sign out</button>
</main></body></html>`;
}

function postLogoutSuccessSource(ctx: KoaContextWithOIDC): void {
  ctx.redirect('/');
}

/** One quiet page: the code and the sentence the standard gives, nothing of ours. */
function renderError(
  ctx: KoaContextWithOIDC,
  out: { error: string; error_description?: string | undefined },
): void {
  ctx.type = 'html';
  const text = `${out.error}: ${out.error_description ?? ''}`.replace(/[&<>"]/g, ' ');
  ctx.body = `<!doctype html><html><head><title>Tallystick</title>
<link rel="stylesheet" href="/oidc/style.css"></head><body><main><h1>Tallystick</h1>
<p>${text}</p><p><a href="/">↩</a></p></main></body></html>`;
}
