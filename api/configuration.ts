import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../domain/result/index.ts';
import { readSealKeys } from '../ingest/index.ts';
import { type LedgerChoice, readLedgerChoice } from '../ledger/index.ts';

/** Everything the API process is told, read once (T-66). */
export type Configuration = {
  readonly environment: 'production' | 'sandbox' | 'test';
  /** Data folder: ledger, objects, uploads, service keys. */
  readonly home: string;
  readonly ledger: LedgerChoice;
  /** Connection text with role and password, one a runtime role. */
  readonly database: { readonly api: string; readonly ingest: string; readonly projector: string };
  /** 32 bytes that wrap the keys of stored files and personal columns. */
  readonly kek: Buffer;
  readonly kekFile: string;
  readonly port: number;
  /** Where people reach us. */
  readonly origin: string;
  readonly issuer: string;
  readonly audience: string;
  /** Base address of the embedded identity provider; null when an outside issuer is used. */
  readonly identityUpstream: string | null;
  /** JSON file of the accounts to bring up to date at start; null for none. */
  readonly accountsFile: string | null;
  readonly portalFolder: string | null;
  /** `host:port` inside the network that sources may ask. */
  readonly connectAllow: readonly string[];
  /** Keys of tax bureaus whose signatures count. */
  readonly sealKeys: readonly string[];
};

type Environment = Readonly<Record<string, string | undefined>>;

const secretBytesMin = 32;

/** Reads the environment, or gives every fault of it, a sentence each. */
export function readConfiguration(environment: Environment): Result<Configuration, string[]> {
  const faults: string[] = [];
  const read = new Reader(environment, faults);
  const home = read.text('TALLY_HOME', 'the data folder');
  const mode = read.mode();
  const ledger = readLedgerChoice(environment, foldersOf({ home }).ledger);
  if (!ledger.ok) faults.push(ledger.error);
  const url = read.databaseUrl();
  const database = {
    api: read.role(url, 'tally_api', 'TALLY_DB_API_PASSWORD_FILE'),
    ingest: read.role(url, 'tally_ingest', 'TALLY_DB_INGEST_PASSWORD_FILE'),
    projector: read.role(url, 'tally_projector', 'TALLY_DB_PROJECTOR_PASSWORD_FILE'),
  };
  const kek = Buffer.from(read.secret('TALLY_KEK_FILE'), 'base64url');
  if (kek.length !== 32 && faults.length === 0) {
    faults.push('TALLY_KEK_FILE: 32 bytes, base64url.');
  }
  const sealKeys = read.sealKeys();
  if (!ledger.ok || faults.length > 0) return fail(faults);
  const secrets = { environment: mode, home, ledger: ledger.value, database, kek };
  return ok({ ...secrets, ...addressesOf(environment), sealKeys });
}

type Addresses = Omit<
  Configuration,
  'environment' | 'home' | 'ledger' | 'database' | 'kek' | 'sealKeys'
>;

/** What has a usual value or may be absent. */
function addressesOf(environment: Environment): Addresses {
  const optional = (name: string): string | null => environment[name] ?? null;
  const port = Number(optional('TALLY_PORT') ?? '4000');
  const origin = optional('TALLY_ORIGIN') ?? `http://localhost:${port}`;
  return {
    kekFile: optional('TALLY_KEK_FILE') ?? '',
    port,
    origin,
    issuer: optional('TALLY_ISSUER') ?? `${origin}/oidc`,
    audience: optional('TALLY_AUDIENCE') ?? `${origin}/graphql`,
    identityUpstream: optional('TALLY_IDENTITY_UPSTREAM'),
    accountsFile: optional('TALLY_ACCOUNTS_FILE'),
    portalFolder: optional('TALLY_PORTAL_FOLDER'),
    connectAllow: (optional('TALLY_CONNECT_ALLOW') ?? '').split(',').filter(host => host !== ''),
  };
}

class Reader {
  private readonly environment: Environment;
  private readonly faults: string[];

  constructor(environment: Environment, faults: string[]) {
    this.environment = environment;
    this.faults = faults;
  }

  text(name: string, what: string): string {
    const value = this.environment[name] ?? '';
    if (value === '') this.faults.push(`${name} is missing: ${what}.`);
    return value;
  }

  mode(): Configuration['environment'] {
    const mode = this.environment['TALLY_ENV'] ?? 'sandbox';
    if (mode === 'production' || mode === 'sandbox' || mode === 'test') return mode;
    this.faults.push(`TALLY_ENV is ${mode}: production, sandbox or test.`);
    return 'production';
  }

  databaseUrl(): URL | null {
    const text = this.text('DATABASE_URL', 'postgresql://host:port/database');
    if (text === '') return null;
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url) this.faults.push('DATABASE_URL is no address.');
    else if (url.password !== '') {
      this.faults.push('DATABASE_URL carries a password: passwords come by file only.');
    }
    return url;
  }

  role(url: URL | null, role: string, passwordFile: string): string {
    const password = this.secret(passwordFile);
    if (!url) return '';
    const own = new URL(url);
    own.username = role;
    own.password = password;
    return own.href;
  }

  /** Keys that are public: a file that is missing or wrong is a fault, none is no keys. */
  sealKeys(): readonly string[] {
    const file = this.environment['TALLY_SEAL_KEYS_FILE'];
    if (file === undefined || file === '') return [];
    try {
      const keys = readSealKeys(readFileSync(file, 'utf8'));
      if (keys.ok) return keys.value;
      this.faults.push(`TALLY_SEAL_KEYS_FILE: line ${keys.error} of ${file} is no key of SM2.`);
    } catch {
      this.faults.push(`TALLY_SEAL_KEYS_FILE: ${file} cannot be read.`);
    }
    return [];
  }

  /** A secret by file: there, of mode 0600 or tighter, and long enough. */
  secret(name: string): string {
    const file = this.text(name, 'a file with a secret of at least 32 bytes');
    if (file === '') return '';
    try {
      if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
        this.faults.push(`${name}: others may read ${file}; set its mode to 0600.`);
      }
      const secret = readFileSync(file, 'utf8').trim();
      if (Buffer.byteLength(secret) < secretBytesMin) {
        this.faults.push(`${name}: shorter than ${secretBytesMin} bytes.`);
      }
      return secret;
    } catch {
      this.faults.push(`${name}: ${file} cannot be read.`);
      return '';
    }
  }
}

/** Folders under the data folder. */
export function foldersOf({ home }: Pick<Configuration, 'home'>): {
  readonly ledger: string;
  readonly objects: string;
  readonly uploads: string;
  readonly services: string;
  /** Folders into which other systems drop files, a party each. */
  readonly drops: string;
  /** Replicas of the keyring of persons. */
  readonly keyrings: readonly string[];
  readonly documents: string;
  /** Data files of the registers that are asked (invoice verification, pledges, screening). */
  readonly registers: string;
  /** The file that readers of documents pin. */
  readonly pins: string;
} {
  return {
    ledger: join(home, 'ledger'),
    objects: join(home, 'objects'),
    uploads: join(home, 'uploads'),
    services: join(home, 'services'),
    drops: join(home, 'drops'),
    keyrings: [join(home, 'keyring', 'a'), join(home, 'keyring', 'b')],
    documents: join(home, 'documents'),
    registers: join(home, 'registers'),
    pins: join(home, 'pins.json'),
  };
}
