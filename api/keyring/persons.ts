import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { sealedParts, withOpened } from '../../domain/document/index.ts';
import { parseWire, type Wire } from '../../domain/wire/index.ts';
import { placeOf, type PersonSeal } from '../../ingest/index.ts';
import type { Sql } from '../database/index.ts';
import type { Keyring } from './keyring.ts';

const NONCE = 12;
const TAG = 16;

/** Seals what documents say of persons, each under the person's own key. */
export function personSeal(keyring: Keyring, tenant: string): PersonSeal {
  return {
    async seal({ person, place }, text) {
      const key = await keyring.keyOf(tenant, person);
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aadOf(person, place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    async open({ person, place }, sealed) {
      const key = await keyring.find(tenant, person);
      return key && openText(key, aadOf(person, place), sealed);
    },
    destroy: person => keyring.destroy(tenant, person),
  };
}

/** A stored document of a tenant. */
export type StoredBody = {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly body: Wire;
};

/** Opens a stored document, asking in the transaction of its tenant. */
export type OpenPersons = (sql: Sql, of: StoredBody) => Promise<Wire>;

/**
 * The document with its persons in clear. What stands under a destroyed key, or says something of a
 * person who is restricted in processing, is left out. Asks in the transaction of the document's
 * tenant.
 */
export async function openPersons(
  open: PersonSeal['open'],
  sql: Sql,
  of: StoredBody,
): Promise<Wire> {
  const sealed = sealedParts(of.body);
  if (sealed.length === 0) return of.body;
  const rows = await sql.query<{ id: string }>(
    `select id from erp.subject where id = any ($1) and state = 'live'`,
    [[...new Set(sealed.map(({ person }) => person))]],
  );
  const live = new Set(rows.map(({ id }) => id));
  const opened = new Map<string, Wire>();
  for (const { path, person, sealed: text } of sealed) {
    const plain = live.has(person) ? await open({ person, place: placeOf(of, path) }, text) : null;
    const parsed = plain === null ? null : parseWire(plain);
    if (parsed?.ok === true) opened.set(path, parsed.value);
  }
  return withOpened(of.body, opened);
}

/** @throws Error where the text was changed or moved to another document */
function openText(key: Buffer, aad: Buffer, text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
    .setAAD(aad)
    .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()]).toString(
    'utf8',
  );
}

function aadOf(person: string, place: string): Buffer {
  return Buffer.from(`${place}\u001f${person}`);
}
