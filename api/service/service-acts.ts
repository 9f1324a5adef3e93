import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Act, actBytes, type Signature, signatureBytes } from '../../domain/act/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import type { Database, Sql } from '../database/index.ts';
import { serviceSigner, type ServiceSigner } from '../step-up/index.ts';

/** Service roles whose keys this process holds. */
export type ServiceRole =
  'ingest' | 'matcher' | 'scorer' | 'stepup' | 'document' | 'screening' | 'system';

type PublicKey = { readonly role: string; readonly key: string };

/** The operator's service keys, from the folder that the start program made. */
export async function openServiceKeys(
  folder: string,
): Promise<(role: ServiceRole) => Promise<ServiceSigner>> {
  const known = JSON.parse(await readFile(join(folder, 'public.json'), 'utf8')) as PublicKey[];
  const signers = new Map<string, ServiceSigner>();
  return async role => {
    const kept = signers.get(role);
    if (kept) return kept;
    const key = known.find(one => one.role === role)?.key;
    if (key === undefined) throw new Error(`no service key of role ${role}`);
    const signer = serviceSigner(key, await readFile(join(folder, `${role}.pem`), 'utf8'));
    signers.set(role, signer);
    return signer;
  };
}

/** The operator of the channel; null before the founding. It is public to every member. */
export async function operatorOf(database: Database, channel: string): Promise<string | null> {
  const anybody = '00000000-0000-0000-0000-000000000000';
  const [row] = await database.withTenant({ tenant: anybody, actor: 'service' }, sql =>
    sql.query<{ operator: string }>(
      `select body->>'operator' as operator from book.channel where id = $1`,
      [channel],
    ),
  );
  return row?.operator ?? null;
}

/** What every act of a service needs to know of the channel. */
export type ChannelFacts = {
  readonly operator: string;
  /** The newest open day. */
  readonly businessDate: string;
  /** Block at which the read model stands. */
  readonly height: bigint;
};

/** The operator and the open business day by the read model; null before the founding. */
export async function channelFacts(
  database: Database,
  channel: string,
  reader: string,
): Promise<ChannelFacts | null> {
  return database.withTenant({ tenant: reader, actor: 'service' }, sql => factsIn(sql, channel));
}

/** The same within an open transaction. */
export async function factsIn(
  sql: Pick<Sql, 'query'>,
  channel: string,
): Promise<ChannelFacts | null> {
  const [founded] = await sql.query<{ operator: string }>(
    `select body->>'operator' as operator from book.channel where id = $1`,
    [channel],
  );
  const [days] = await sql.query<{ open: string[] }>(
    `select body->'open' as open from book."open_days" where id = 'channel'`,
  );
  const [stand] = await sql.query<{ block: bigint }>('select block from book.checkpoint');
  const businessDate = days?.open.toSorted().at(-1);
  if (!founded || !stand || businessDate === undefined) return null;
  return { operator: founded.operator, businessDate, height: stand.block };
}

/** The canonical `{act, signatures}` of an act that one service key signs. */
export async function signedByService(
  act: Act,
  by: { readonly signer: ServiceSigner; readonly role: ServiceRole; readonly channel: string },
  at: string,
): Promise<string> {
  const actHash = createHash('sha256').update(actBytes(act)).digest('hex');
  const entry = { alg: 'p256', key: by.signer.key, role: by.role, at } as Omit<Signature, 'value'>;
  const value = await by.signer.sign(signatureBytes(by.channel, actHash, entry));
  return canonical({ act, signatures: [{ ...entry, value }] });
}
