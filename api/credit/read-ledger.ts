import { attestationId, type Attestation, type Product } from '../../domain/credit/index.ts';
import type { Entities, EntityType } from '../../domain/event/index.ts';
import type { Database, Sql } from '../database/index.ts';
import { tableOf } from '../projection/index.ts';

/** What the ledger knows about one party's credit and trade, as the operator sees it. */
type LedgerFile = {
  readonly party: Entities['party'];
  readonly screening: Entities['screening'] | null;
  readonly negatives: readonly Entities['negative'][];
  readonly consents: readonly Entities['consent'][];
  readonly receivables: readonly Entities['receivable'][];
  readonly financings: readonly Entities['financing'][];
  readonly flags: readonly Entities['flag'][];
  readonly current: Attestation | null;
  readonly inDefault: boolean;
};

/** The other side of its claims. */
export type BuyerFile = {
  readonly buyer: string;
  readonly attestation: Attestation | null;
  readonly inDefault: boolean;
  readonly receivables: readonly Entities['receivable'][];
  /** Room on all funders' lines for this debtor; `null` while no line exists. */
  readonly roomMinor: bigint | null;
};

/** Persons of the operator who may decide on credit. */
type RiskPerson = { readonly person: string };

export type LedgerReading = {
  readonly operator: string;
  readonly subject: LedgerFile;
  readonly buyers: readonly BuyerFile[];
  readonly riskPersons: readonly RiskPerson[];
};

/** Reads subject, its buyers and the deciding persons in one transaction as the operator. */
export async function readLedger(
  database: Database,
  of: {
    readonly operator: string;
    readonly subject: string;
    readonly role: 'supplier' | 'buyer';
    readonly product: Product;
  },
): Promise<LedgerReading | null> {
  return database.withTenant({ tenant: of.operator, actor: 'scorer' }, async sql => {
    const party = await one(sql, 'party', of.subject);
    if (!party) return null;
    const subject = await subjectFile(sql, party, of);
    const names = new Set(
      of.role === 'buyer' ? [of.subject] : subject.receivables.map(row => row.buyer),
    );
    const buyers: BuyerFile[] = [];
    for (const buyer of [...names].sort()) buyers.push(await buyerFile(sql, buyer, of.product));
    const users = await all(sql, 'user', "body->>'party' = $1", [of.operator]);
    const riskPersons = users
      .filter(user => user.roles.some(row => row.role === 'risk' && row.until === null))
      .map(({ person }) => ({ person }));
    return { operator: of.operator, subject, buyers, riskPersons };
  });
}

async function subjectFile(
  sql: Sql,
  party: Entities['party'],
  of: { readonly subject: string; readonly role: 'supplier' | 'buyer'; readonly product: Product },
): Promise<LedgerFile> {
  const { subject, role, product } = of;
  const place = attestationId({ kind: 'score', subject, role, product });
  return {
    party,
    screening: await one(sql, 'screening', subject),
    negatives: await all(sql, 'negative', 'id = any($1)', [party.subjects]),
    consents: await all(sql, 'consent', "body->>'party' = $1", [subject]),
    receivables: await all(sql, 'receivable', "body->>'supplier' = $1", [subject]),
    financings: await all(sql, 'financing', "body->>'holder' = $1", [subject]),
    flags: await all(
      sql,
      'flag',
      `body->>'receivable' in (select id from book.receivable where body->>'supplier' = $1)`,
      [subject],
    ),
    current: await one(sql, 'attestation', place),
    inDefault: await isInDefault(sql, subject),
  };
}

async function buyerFile(sql: Sql, buyer: string, product: Product): Promise<BuyerFile> {
  const place = attestationId({ kind: 'score', subject: buyer, role: 'buyer', product });
  const [room] = await sql.query<{ lines: bigint; room: string | null }>(
    `select count(distinct l.id) as lines,
            sum((s.body->>'cap')::numeric - (s.body->>'frozen')::numeric
              - (s.body->>'used')::numeric)::text as room
       from book.line l join book.slice s on s.body->>'line' = l.id
      where l.body->>'kind' = 'debtor' and l.body->>'subject' = $1`,
    [buyer],
  );
  return {
    buyer,
    attestation: await one(sql, 'attestation', place),
    inDefault: await isInDefault(sql, buyer),
    receivables: await all(sql, 'receivable', "body->>'buyer' = $1", [buyer]),
    roomMinor: room?.room === null || room === undefined ? null : BigInt(room.room),
  };
}

async function isInDefault(sql: Sql, subject: string): Promise<boolean> {
  return (await one(sql, 'attestation', attestationId({ kind: 'default', subject }))) !== null;
}

async function one<T extends EntityType>(
  sql: Sql,
  type: T,
  id: string,
): Promise<Entities[T] | null> {
  return (await all(sql, type, 'id = $1', [id]))[0] ?? null;
}

async function all<T extends EntityType>(
  sql: Sql,
  type: T,
  where: string,
  values: readonly unknown[],
): Promise<readonly Entities[T][]> {
  const rows = await sql.query<{ body: Entities[T] }>(
    `select body from book.${tableOf(type)} where ${where} order by id`,
    values,
  );
  return rows.map(row => row.body);
}
