import { documentFromWire, type Balance, type Statement } from '../domain/document/index.ts';
import { formatDecimal } from '../domain/money/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import { fatal, type Finding } from './finding.ts';
import type { ReadRecord } from './read.ts';
import type { Sql } from './store.ts';

/**
 * Holds each statement against the one before it on the same account: BANK-04 where the closing
 * balance is not the next opening one, BANK-05 where a sequence number is left out. Either makes
 * the statement suspect. `last` is the last one of each account in the same file, and grows.
 */
export async function suspectByHistory(
  sql: Sql,
  records: readonly ReadRecord[],
  last: Map<string, Statement>,
): Promise<ReadRecord[]> {
  const judged: ReadRecord[] = [];
  for (const record of records) {
    const statement = chained(record);
    if (!statement) {
      judged.push(record);
      continue;
    }
    const account = accountOf(statement);
    const before = last.get(account) ?? (await findBefore(sql, account, statement));
    const found = before && before.id !== statement.id ? chainFindings(before, statement) : [];
    const suspect = record.suspect || found.length > 0;
    judged.push({ ...record, findings: [...record.findings, ...found], suspect });
    last.set(account, { ...statement, entries: [] });
  }
  return judged;
}

/** Only accepted statements that are no copies stand in the chain of an account. */
function chained(record: ReadRecord): Statement | undefined {
  const { document, accepted } = record;
  return accepted && document?.kind === 'statement' && !document.copy ? document : undefined;
}

function accountOf({ account }: Statement): string {
  return account.iban ?? account.other ?? '';
}

async function findBefore(
  sql: Sql,
  account: string,
  statement: Statement,
): Promise<Statement | undefined> {
  const [row] = await sql.query<{ body: Wire }>(
    `select body from erp.document where kind = 'statement' and issuer_key = $1
       and issued_on <= $2 and id <> $3 and superseded_at is null
     order by issued_on desc, written_at desc, seq desc limit 1`,
    [account, statement.issuedOn, statement.id],
  );
  const document = row && documentFromWire(row.body);
  return document?.kind === 'statement' ? document : undefined;
}

function chainFindings(before: Statement, next: Statement): Finding[] {
  return [...balanceGap(before, next), ...sequenceGap(before, next)];
}

function balanceGap(before: Statement, next: Statement): Finding[] {
  const closing = find(before, ['CLBD'])?.amount;
  const opening = find(next, ['OPBD', 'PRCD'])?.amount;
  if (!closing || !opening || closing.currency !== opening.currency) return [];
  if (closing.minor === opening.minor) return [];
  const params = { closing: formatDecimal(closing), opening: formatDecimal(opening) };
  return [fatal('BANK-04', { path: 'balances' }, { before: before.number, ...params })];
}

function sequenceGap(before: Statement, next: Statement): Finding[] {
  const [a, b] = [sequenceOf(before), sequenceOf(next)];
  const isNewYear = before.issuedOn.slice(0, 4) !== next.issuedOn.slice(0, 4);
  if (a === undefined || b === undefined || isNewYear || b <= a + 1n) return [];
  const params = { before: a.toString(), found: b.toString() };
  return [fatal('BANK-05', { path: 'sequence' }, params)];
}

function find(statement: Statement, codes: readonly string[]): Balance | undefined {
  return statement.balances.find(b => codes.includes(b.code));
}

function sequenceOf(statement: Statement): bigint | undefined {
  const text = statement.legalSequence ?? statement.sequence;
  return text !== undefined && /^\d{1,18}$/.test(text) ? BigInt(text) : undefined;
}
