import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { withPersons } from '../../domain/document/index.ts';
import { isObject, parseWire, type Wire } from '../../domain/wire/index.ts';
import type { PersonSeal } from '../../ingest/index.ts';
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

/**
 * The document with its contacts in clear. One whose key is destroyed, or whose person is restricted
 * in processing, is left out. Asks in the transaction of the document's tenant.
 */
export async function openPersons(keyring: Keyring, sql: Sql, of: StoredBody): Promise<Wire> {
  const sealed = new Map<string, { person: string; text: string }>();
  withPersons(of.body, (path, contact) => {
    const found = sealedIn(contact);
    if (found) sealed.set(path, found);
    return contact;
  });
  if (sealed.size === 0) return of.body;
  const rows = await sql.query<{ id: string }>(
    `select id from erp.subject where id = any ($1) and state = 'live'`,
    [[...sealed.values()].map(({ person }) => person)],
  );
  const live = new Set(rows.map(({ id }) => id));
  const opened = new Map<string, Wire | undefined>();
  for (const [path, { person, text }] of sealed) {
    const key = live.has(person) ? await keyring.find(of.tenant, person) : null;
    const place = `${of.id}@${of.version} ${path}`;
    opened.set(path, key ? contactOf(key, aadOf(person, place), text) : undefined);
  }
  return withPersons(of.body, (path, contact) => (opened.has(path) ? opened.get(path) : contact));
}

function sealedIn(contact: Wire): { person: string; text: string } | null {
  if (!isObject(contact)) return null;
  const { person, sealed } = contact;
  return typeof person === 'string' && typeof sealed === 'string' ? { person, text: sealed } : null;
}

/** @throws Error where the text was changed or moved to another document */
function contactOf(key: Buffer, aad: Buffer, text: string): Wire | undefined {
  const bytes = Buffer.from(text, 'base64');
  const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
    .setAAD(aad)
    .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  const plain = [cipher.update(bytes.subarray(NONCE + TAG)), cipher.final()];
  const parsed = parseWire(Buffer.concat(plain).toString('utf8'));
  return parsed.ok ? parsed.value : undefined;
}

function aadOf(person: string, place: string): Buffer {
  return Buffer.from(`erp.document\u001fbody\u001f${place}\u001f${person}`);
}
