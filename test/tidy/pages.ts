import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACT_KINDS, type KindSpec, type schema } from '../../domain/act/index.ts';
import { DATA_CLASSES } from '../../api/database/index.ts';
import { packagesTable } from './packages.ts';
import { REFUSALS, type RefusalText } from '../../domain/errors/index.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

/** Pages that are written from the code: path from the root, and text. */
export function pages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/reference/refusals.md', refusalsPage()],
    ['docs/reference/acts.md', actsPage()],
    ['docs/reference/configuration.md', configurationPage()],
    ['docs/reference/data-classes.md', classesPage()],
    [
      'docs/reference/packages.md',
      `${head('Packages', '`package-lock.json`')}\n${packagesTable(ROOT)}`,
    ],
  ]);
}

function head(title: string, from: string): string {
  const said = `Written from ${from} by \`node test/tidy/generate.ts\`; do not edit it here.`;
  return `# ${title}\n\n${said}\n`;
}

/** `{{n}}` and `|` are text within a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function refusalsPage(): string {
  const raised = codesRaised();
  const rows = Object.entries(REFUSALS as Readonly<Record<string, RefusalText>>)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { en, zh }]) =>
      [
        `## ${code}`,
        '',
        `- ${en.sentence} **${en.remedy}**`,
        `- ${zh.sentence} **${zh.remedy}**`,
        ...(raised.has(code) ? [] : ['- Nothing answers this yet.']),
        '',
      ].join('\n'),
    );
  const text =
    'A code is stable and has one meaning. The sentence says what and which (`{…}` are facts of ' +
    'the case), the remedy in bold says what to do next.';
  return `${head('Refusals', '`domain/errors`')}\n${text}\n\n${rows.join('\n')}`;
}

function actsPage(): string {
  const kinds = Object.entries(ACT_KINDS as unknown as Readonly<Record<string, KindSpec<unknown>>>);
  const parts = kinds
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, spec]) => {
      const { endorsement, visibility, flow, actors, stepUp } = spec;
      return [
        `## ${kind}`,
        '',
        `Actor: ${actors.join(', ')}. Class ${endorsement} ${visibility}, flow ${flow}, step-up ` +
          `${stepUp}${spec.band ? ', amount bands' : ''}.`,
        '',
        `Signers: ${signersOf(spec)}.`,
        '',
        ...fieldsOf(spec.body.shape),
        '',
      ].join('\n');
    });
  const text =
    `${kinds.length} kinds. An act is canonical JSON \`{id, kind, actor, businessDate, body}\`, ` +
    'signed by the persons named here. Roles joined by `/` stand for each other; `+` joins ' +
    'different persons.';
  return `${head('Acts', '`domain/act`')}\n${text}\n\n${parts.join('\n')}`;
}

/** Signers of a kind, or a word where they depend on the body. */
function signersOf({ signers }: KindSpec<unknown>): string {
  try {
    const options = signers(anything(), 'actor');
    if (options.length === 0) return 'the keys that the body names';
    const said = options.map(groups =>
      groups
        .map(({ of, needs }) => {
          const who = typeof of === 'string' ? of : 'the party that the body names';
          const persons = needs.map(roles => roles.join('/')).join(' + ');
          return `${who} (${persons})`;
        })
        .join(' and '),
    );
    return said.join('; or ');
  } catch {
    return 'as the body says';
  }
}

/** A body of which every field is there and nothing is known. */
function anything(): unknown {
  const handler: ProxyHandler<() => undefined> = {
    get: (_target, name) => {
      if (name === Symbol.iterator) return () => [][Symbol.iterator]();
      if (name === Symbol.toPrimitive) return () => '';
      if (name === 'length') return 0;
      return proxy;
    },
    apply: () => proxy,
  };
  const proxy: unknown = new Proxy(() => undefined, handler);
  return proxy;
}

function fieldsOf(shape: schema.Shape): readonly string[] {
  if (shape.type === 'either') {
    return shape.of.flatMap((one, at) => [
      ...(at > 0 ? ['', 'or', ''] : []),
      ...fieldsOf(one.shape),
    ]);
  }
  if (shape.type !== 'object') return [`Body: ${cell(typeOf(shape))}`];
  const rows = Object.entries(shape.fields).map(
    ([name, field]) => `| \`${name}\` | ${cell(typeOf(field.shape))} |`,
  );
  return ['| field | holds |', '| --- | --- |', ...rows];
}

function typeOf(shape: schema.Shape): string {
  switch (shape.type) {
    case 'object':
      return `{${Object.entries(shape.fields)
        .map(([name, field]) => `${name}: ${typeOf(field.shape)}`)
        .join(', ')}}`;
    case 'list':
      return `list of ${typeOf(shape.item.shape)}`;
    case 'optional':
      return `${typeOf(shape.of.shape)}, may be absent`;
    case 'oneOf':
      return shape.words.map(word => `\`${word}\``).join(', ');
    case 'either':
      return shape.of.map(one => typeOf(one.shape)).join(' or ');
    default:
      return shape.type;
  }
}

/** What each variable is; a variable that the code reads and this table lacks fails the test. */
const VARIABLES: Readonly<Record<string, string>> = {
  DATABASE_URL: 'PostgreSQL to use, without a password; the embedded one when it is not set.',
  TALLY_ACCOUNTS_FILE:
    'Accounts to bring up to date at the start (JSON). Set by the start program.',
  TALLY_ACCOUNT_FILE: "The command line's account `{origin, client, secret}`; `.tally/cli.json`.",
  TALLY_AUDIENCE: 'Audience of access tokens; the origin with `/graphql`.',
  TALLY_CHAINCODE_LINKS:
    "Folder in which a peer's builder finds its contract processes. Set by the network driver.",
  TALLY_DB_API_PASSWORD_FILE: 'File with the password of role `tally_api`, mode 0600.',
  TALLY_DB_INGEST_PASSWORD_FILE: 'File with the password of role `tally_ingest`, mode 0600.',
  TALLY_DB_OWNER_PASSWORD_FILE: 'File with the password of role `tally_owner`, which migrates.',
  TALLY_DB_PROJECTOR_PASSWORD_FILE: 'File with the password of role `tally_projector`, mode 0600.',
  TALLY_ENV: '`production`, `sandbox` (when not set) or `test`.',
  TALLY_FABRIC_BIN: "Folder of Fabric's programs; else the PATH, else `~/fabric-samples/bin`.",
  TALLY_HOME: 'Data folder; `.tally` in the repository.',
  TALLY_IDENTITY_UPSTREAM: 'Address of the embedded identity provider. Set by the start program.',
  TALLY_IDP: '`embedded` lets the embedded identity provider run in production.',
  TALLY_ISSUER: 'Issuer of access tokens; the origin with `/oidc`.',
  TALLY_KEK_FILE: 'File with 32 bytes (base64url) that wrap the keys of stored files, mode 0600.',
  TALLY_LEDGER:
    '`embedded` (when left out), `gateway` or `legacy`: Hyperledger Fabric by its gateway service, or by the older SDK where peers have none.',
  TALLY_LEDGER_PROFILE:
    'connection profile of the own organisation, for `gateway` and `legacy`; `npm run network -- up` writes one for each organisation.',
  TALLY_CONNECT_ALLOW:
    'Systems inside the network that sources may ask: `host:port`, separated by commas; none by default.',
  TALLY_ORIGIN: 'Where people reach the product; `http://localhost:` with the port.',
  TALLY_PORT: 'First port to try; 4000.',
  TALLY_PORTAL_FOLDER: 'Built portal to serve. Set by the start program.',
  TALLY_RULEPACKS: 'Folder of installed rule packs; `rulepacks` in the data folder.',
  TALLY_SEAL_KEYS_FILE:
    'File of the keys of tax bureaus whose signatures count, one SM2 point (128 hexadecimal digits) a line; none by default.',
  TALLY_SERVICE_KEYS: "Public keys of the operator's services. Set by the start program.",
};

function configurationPage(): string {
  const names = variablesRead();
  const rows = names.map(name => {
    const text = VARIABLES[name];
    if (text === undefined)
      throw new Error(`${name} is read and not described in ${import.meta.url}`);
    return `| \`${name}\` | ${text} |`;
  });
  const stale = Object.keys(VARIABLES).filter(name => !names.includes(name));
  if (stale.length > 0) throw new Error(`described, but no code reads ${stale.join(', ')}`);
  const text =
    'All configuration is environment variables, read once; all faults are reported together. ' +
    'Secrets come by file only.';
  return `${head('Configuration', 'the product’s code')}\n${text}\n\n| variable | what it is |\n| --- | --- |\n${rows.join('\n')}\n`;
}

function classesPage(): string {
  const rows = Object.entries(DATA_CLASSES).flatMap(([table, columns]) =>
    Object.entries(columns).map(
      ([name, text]) => `| ${table} | ${name} | ${text.split(/\s+/).join(' ')} |`,
    ),
  );
  const text =
    'Who may see values at all: `public`, `internal`, `confidential` (trade), `personal`, `secret` (nobody).';
  return `${head('Classes of columns', 'the product’s code')}\n${text}\n\n| table | class | columns |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

/** Every code in quotation marks that the product's code names outside the catalogue itself. */
function codesRaised(): ReadonlySet<string> {
  const folders = ['api', 'chaincode', 'cli', 'domain', 'ingest', 'ledger', 'portal', 'reports'];
  const texts = folders
    .flatMap(sourcesUnder)
    .filter(file => !file.startsWith(join('domain', 'errors')))
    .map(file => readFileSync(join(ROOT, file), 'utf8'));
  return new Set(
    texts.flatMap(text => [...text.matchAll(/'([A-Z][A-Z_]+)'/g)].map(([, c = '']) => c)),
  );
}

/** Every variable of ours that the product's code names. */
function variablesRead(): readonly string[] {
  const found = new Set<string>();
  for (const folder of ['api', 'cli', 'demo', 'ledger', 'network', 'reports', 'start']) {
    for (const file of sourcesUnder(folder)) {
      const text = readFileSync(join(ROOT, file), 'utf8');
      for (const [, name = ''] of text.matchAll(/'(TALLY_[A-Z_]+|DATABASE_URL)'/g)) found.add(name);
    }
  }
  return [...found].sort();
}

/** Source files below a folder, tests left out; paths from the root. */
export function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
    .map(name => join(folder, name))
    .sort();
}
