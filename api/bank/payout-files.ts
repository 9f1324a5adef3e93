import type { Act } from '../../domain/act/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import { fromWire, sum, toWire } from '../../domain/money/index.ts';
import {
  filesOf,
  writePain001,
  type BankAccount,
  type PaymentOrder,
} from '../../domain/settlement/index.ts';
import type { Database, Sql } from '../database/index.ts';
import type { ChannelFacts } from '../service/index.ts';
import type { ObjectStore } from '../store/index.ts';
import { deskAct } from './acts.ts';
import { bankNumber, sha256 } from './details.ts';
import type { Review } from './review.ts';

type Payout = Entities['payout'];

type FileParts = {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly kek: Buffer;
  readonly now: () => number;
  readonly facts: Pick<ChannelFacts, 'operator' | 'businessDate'>;
  /** The account that pays. */
  readonly payer: Entities['account'];
};

/** Payouts whose file waits for its signature, and the acts that anchor those files. */
export async function waitingFiles(
  sql: Sql,
  instructed: readonly Payout[],
  { facts, payer }: Pick<FileParts, 'facts' | 'payer'>,
): Promise<{ readonly acts: readonly Act<'payout.file'>[]; readonly filed: ReadonlySet<string> }> {
  const rows = await sql.query<{
    sha256: string;
    account: string | null;
    payouts: string[];
    total_minor: bigint;
    currency: Payout['amount']['currency'];
  }>(
    'select sha256, account, payouts, total_minor, currency from app.payout_file where payouts && $1',
    [instructed.map(({ payout }) => payout)],
  );
  const acts = rows.map(row =>
    deskAct(facts, 'payout.file', {
      file: row.sha256,
      // A file that was kept before its account was: the desk has paid from one account since.
      account: row.account ?? payer.account,
      payouts: row.payouts,
      total: { minor: row.total_minor.toString(), currency: row.currency },
    }),
  );
  return { acts, filed: new Set(rows.flatMap(({ payouts }) => payouts)) };
}

/**
 * Writes one pain.001 file for each execution day of payouts that stand in no file, and keeps it.
 * A payee whose account number nobody has given is left for a person.
 */
export async function makeFiles(
  payouts: readonly Payout[],
  parts: FileParts,
): Promise<readonly Review[]> {
  const numbers = new Map<string, string>();
  for (const { payout, payee: party, account } of payouts) {
    const number = await bankNumber(parts.database, { party, account }, parts.kek);
    if (number !== null) numbers.set(payout, number);
  }
  const known = payouts.filter(({ payout }) => numbers.has(payout));
  const names = await namesOf(parts.database);
  for (const group of filesOf(known)) {
    const orders = group.map((payout): PaymentOrder => {
      const name = names.get(payout.payee) ?? payout.payee;
      return { payout, payee: { name, number: numbers.get(payout.payout) ?? '' } };
    });
    await keepFile(group, orders, { ...parts, payerName: names.get(parts.facts.operator) ?? '' });
  }
  return payouts
    .filter(({ payout }) => !numbers.has(payout))
    .map(({ payout, account }) => {
      return { object: payout, reason: 'ACCOUNT_UNKNOWN' as const, candidates: [account] };
    });
}

async function keepFile(
  group: readonly Payout[],
  orders: readonly PaymentOrder[],
  parts: FileParts & { readonly payerName: string },
): Promise<void> {
  const { database, objects, now, facts, payer, kek, payerName } = parts;
  const [first] = group;
  if (!first) return;
  const { operator: tenant } = facts;
  const own = await bankNumber(database, { party: tenant, account: payer.account }, kek);
  const account: BankAccount = { name: payerName, ...(own === null ? {} : { number: own }) };
  const { currency } = first.amount;
  const text = writePain001({
    messageId: sha256(group.map(({ payout }) => payout).join(' ')).slice(0, 35),
    createdAt: new Date(now()).toISOString(),
    executeOn: first.valueOn,
    currency,
    payer: account,
    orders,
  });
  const bytes = Buffer.from(text, 'utf8');
  const stored = await objects.put({ tenant, kind: 'document' }, bytes);
  const total = sum(
    group.map(({ amount }) => fromWire(amount)),
    currency,
  );
  await database.withTenant({ tenant, actor: 'bank' }, sql =>
    sql.query(
      `insert into app.payout_file
         (tenant_id, sha256, store_name, account, payouts, total_minor, currency, execute_on)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
      [
        tenant,
        stored.sha256,
        stored.name,
        payer.account,
        group.map(({ payout }) => payout),
        toWire(total).minor,
        currency,
        first.valueOn,
      ],
    ),
  );
}

async function namesOf(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database.withTenant({ tenant: null, actor: 'bank' }, sql =>
    sql.query<{ party: string; name_zh: string }>('select party, name_zh from app.party_name'),
  );
  return new Map(rows.map(({ party, name_zh: name }) => [party, name]));
}
