import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from './configuration.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-conf-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function secret(name: string, text = Buffer.alloc(32, 7).toString('base64url')): string {
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

function complete(): Record<string, string> {
  return {
    TALLY_HOME: folder,
    DATABASE_URL: 'postgresql://127.0.0.1:5433/tally',
    TALLY_DB_API_PASSWORD_FILE: secret('api'),
    TALLY_DB_INGEST_PASSWORD_FILE: secret('ingest'),
    TALLY_DB_PROJECTOR_PASSWORD_FILE: secret('projector'),
    TALLY_KEK_FILE: secret('kek'),
  };
}

test('a complete environment is read, with a connection text for each role', () => {
  const read = readConfiguration(complete());
  const password = Buffer.alloc(32, 7).toString('base64url');
  expect(read).toMatchObject({
    ok: true,
    value: {
      environment: 'sandbox',
      origin: 'http://localhost:4000',
      issuer: 'http://localhost:4000/oidc',
      database: { api: `postgresql://tally_api:${password}@127.0.0.1:5433/tally` },
    },
  });
});

test('an empty environment gives all its faults at once', () => {
  const read = readConfiguration({});
  expect(read.ok ? [] : read.error.map(line => line.split(/[ :]/)[0])).toEqual([
    'TALLY_HOME',
    'DATABASE_URL',
    'TALLY_DB_API_PASSWORD_FILE',
    'TALLY_DB_INGEST_PASSWORD_FILE',
    'TALLY_DB_PROJECTOR_PASSWORD_FILE',
    'TALLY_KEK_FILE',
  ]);
});

test.each([
  ['TALLY_ENV', 'staging', /TALLY_ENV is staging/],
  ['TALLY_LEDGER', 'paper', /TALLY_LEDGER is paper: embedded, gateway or legacy/],
  ['TALLY_LEDGER', 'gateway', /TALLY_LEDGER_PROFILE is missing/],
  ['DATABASE_URL', 'postgresql://tally:secret@db/tally', /carries a password/],
  ['DATABASE_URL', 'db', /no address/],
  ['TALLY_KEK_FILE', '/nowhere/kek', /cannot be read/],
])('%s=%s is refused', (name, value, fault) => {
  const read = readConfiguration({ ...complete(), [name]: value });
  expect(read.ok ? [] : read.error).toEqual([expect.stringMatching(fault)]);
});

test('a secret that is short or that others may read is refused', () => {
  const environment = complete();
  secret('api', 'short');
  chmodSync(secret('ingest'), 0o644);
  const read = readConfiguration(environment);
  expect(read.ok ? [] : read.error).toEqual([
    'TALLY_DB_API_PASSWORD_FILE: shorter than 32 bytes.',
    expect.stringMatching(/^TALLY_DB_INGEST_PASSWORD_FILE: others may read/),
  ]);
});

describe('keys of tax bureaus', () => {
  const KEY = 'aB'.repeat(64);
  const keysOf = (text: string) => {
    const file = join(folder, 'bureaus');
    writeFileSync(file, text);
    return readConfiguration({ ...complete(), TALLY_SEAL_KEYS_FILE: file });
  };

  test('stand one a line, with or without 04 before them; remarks are left out', () => {
    const read = keysOf(`# Beijing\n${KEY}\n\n04${KEY} # Shanghai\n`);
    const key = KEY.toLowerCase();
    expect(read).toMatchObject({ ok: true, value: { sealKeys: [key, `04${key}`] } });
    expect(readConfiguration(complete())).toMatchObject({ ok: true, value: { sealKeys: [] } });
  });

  test.each([
    ['too short', `${KEY}\n${KEY.slice(1)}`, /line 2 of .* is no key of SM2/],
    ['no digits', 'bureau', /line 1 of/],
  ])('%s: the line is named', (_, text, fault) => {
    const read = keysOf(text);
    expect(read.ok ? [] : read.error).toEqual([expect.stringMatching(fault)]);
  });

  test('a file that is not there is a fault, not an empty list', () => {
    const read = readConfiguration({ ...complete(), TALLY_SEAL_KEYS_FILE: '/nowhere/keys' });
    expect(read.ok ? [] : read.error).toEqual([
      'TALLY_SEAL_KEYS_FILE: /nowhere/keys cannot be read.',
    ]);
  });
});
