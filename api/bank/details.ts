import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { bankRootOf } from '../../domain/settlement/index.ts';
import { isObject, parseWire, type Wire } from '../../domain/wire/index.ts';
import type { Database, Sql } from '../database/index.ts';

const NONCE = 12;
const TAG = 16;

/** An act as the outbox stores it. */
type SentAct = {
  readonly tenant: string;
  /** Canonical `{act, signatures}`. */
  readonly signed: string;
  readonly transient: Readonly<Record<string, string>> | null;
};

/**
 * Keeps the account number that travels beside `account.register` as private input
 * `bank: {number}`, sealed, in the party's own tenant. A number that is not the one that `bankRoot`
 * commits to is not kept. Runs in the transaction that stores the act.
 */
export async function keepBankDetail(sql: Sql, item: SentAct, kek: Buffer): Promise<void> {
  const given = item.transient?.['bank'];
  if (given === undefined || !item.signed.includes('"kind":"account.register"')) return;
  const body = member(member(wireOf(item.signed), 'act'), 'body');
  const number = member(wireOf(given), 'number');
  const account = member(body, 'account');
  if (typeof number !== 'string' || typeof account !== 'string') return;
  if (member(body, 'bankRoot') !== bankRootOf(number, sha256)) return;
  await sql.query(
    `insert into app.bank_detail (tenant_id, account, sealed) values ($1, $2, $3)
     on conflict do nothing`,
    [item.tenant, account, seal(number, account, kek)],
  );
}

/** The number of a party's account; `null` when the party never gave it. */
export async function bankNumber(
  database: Database,
  of: { readonly party: string; readonly account: string },
  kek: Buffer,
): Promise<string | null> {
  const { party: tenant, account } = of;
  const [row] = await database.withTenant({ tenant, actor: 'bank' }, sql =>
    sql.query<{ sealed: Buffer }>('select sealed from app.bank_detail where account = $1', [
      account,
    ]),
  );
  return row ? unseal(row.sealed, account, kek) : null;
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function seal(text: string, account: string, kek: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyOf(kek), nonce).setAAD(Buffer.from(account));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function unseal(sealed: Buffer, account: string, kek: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(kek), sealed.subarray(0, NONCE));
  decipher.setAAD(Buffer.from(account)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  const plain = [decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()];
  return Buffer.concat(plain).toString('utf8');
}

function keyOf(kek: Buffer): Buffer {
  return createHmac('sha256', kek).update('bank details').digest();
}

function wireOf(text: string): Wire {
  const parsed = parseWire(text);
  return parsed.ok ? parsed.value : null;
}

function member(value: Wire | undefined, name: string): Wire | undefined {
  return value !== undefined && isObject(value) ? value[name] : undefined;
}
