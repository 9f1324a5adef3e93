import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { bareIdent } from '../../domain/document/index.ts';
import type { Database } from '../database/index.ts';

/** One account as the start program or an operator hands it over. */
export type AccountInput = {
  readonly party: string;
  readonly partyName: { readonly zh: string; readonly en: string };
  /** Registration number by which documents name the party; kept without separators. */
  readonly partyCode?: string;
  readonly subject: string;
  readonly kind: 'person' | 'service';
  readonly login: string;
  readonly person: string | null;
  readonly name: { readonly zh: string; readonly en: string };
  readonly roles: readonly string[];
  /** Secret of the one-time codes, base32. */
  readonly totpSecret: string | null;
};

export type Account = {
  readonly subject: string;
  readonly kind: 'person' | 'service';
  readonly person: string | null;
  readonly login: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly roles: readonly string[];
};

type Row = {
  subject: string;
  kind: 'person' | 'service';
  person: string | null;
  login: string;
  name_zh: string;
  name_en: string;
  roles: string[];
};

const CACHE_MS = 5_000;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export type AccountStore = {
  /** The active account of a party, at most five seconds old; `null` when there is none. */
  find(party: string, subject: string): Promise<Account | null>;
  /** Inserts accounts or brings them up to date; may be repeated. */
  save(accounts: readonly AccountInput[]): Promise<void>;
  /** Secret of a person's one-time codes. */
  totpSecret(party: string, person: string): Promise<string | null>;
};

/** Accounts in `app.account`; `kek` (32 bytes) encrypts the one-time-code secrets. */
export function accountStore(
  database: Database,
  options: { readonly kek: Buffer; readonly now: () => number },
): AccountStore {
  const cache = new Map<string, { account: Account | null; at: number }>();
  const { kek, now } = options;
  return {
    async find(party, subject) {
      const name = `${party} ${subject}`;
      const known = cache.get(name);
      if (known && now() - known.at < CACHE_MS) return known.account;
      const account = await findAccount(database, party, subject);
      cache.set(name, { account, at: now() });
      return account;
    },
    async save(accounts) {
      for (const account of accounts) await saveAccount(database, account, kek);
      cache.clear();
    },
    async totpSecret(party, person) {
      const rows = await database.withTenant({ tenant: party, actor: 'step-up' }, sql =>
        sql.query<{ totp: Buffer | null }>(
          'select totp from app.account where person = $1 and active',
          [person],
        ),
      );
      const sealed = rows[0]?.totp;
      return sealed ? open(sealed, kek) : null;
    },
  };
}

async function findAccount(
  database: Database,
  party: string,
  subject: string,
): Promise<Account | null> {
  const [row] = await database.withTenant({ tenant: party, actor: 'identity' }, sql =>
    sql.query<Row>(
      `select subject, kind, person, login, name_zh, name_en, roles
         from app.account where subject = $1 and active`,
      [subject],
    ),
  );
  if (!row) return null;
  const { kind, person, login, roles } = row;
  return { subject, kind, person, login, name: { zh: row.name_zh, en: row.name_en }, roles };
}

async function saveAccount(database: Database, account: AccountInput, kek: Buffer): Promise<void> {
  const { party, partyName, subject, kind, login, person, name, roles, totpSecret } = account;
  const code = account.partyCode === undefined ? null : bareIdent(account.partyCode);
  await database.withTenant({ tenant: party, actor: 'identity' }, async sql => {
    await sql.query(
      `insert into app.account
         (tenant_id, subject, kind, login, person, name_zh, name_en, roles, totp)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (tenant_id, subject) do update set roles = excluded.roles,
         name_zh = excluded.name_zh, name_en = excluded.name_en, totp = excluded.totp,
         person = excluded.person, version = app.account.version + 1`,
      [
        party,
        subject,
        kind,
        login,
        person,
        name.zh,
        name.en,
        roles,
        totpSecret === null ? null : seal(totpSecret, kek),
      ],
    );
    await sql.query(
      `insert into app.party_name (party, name_zh, name_en, code) values ($1, $2, $3, $4)
       on conflict (party) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
         code = coalesce(excluded.code, app.party_name.code)`,
      [party, partyName.zh, partyName.en, code],
    );
  });
}

function seal(text: string, kek: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', kek, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function open(sealed: Buffer, kek: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', kek, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const body = sealed.subarray(IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
