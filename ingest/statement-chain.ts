import { documentFromWire, type Balance, type Statement } from '../domain/document/index.ts';
import { formatDecimal } from '../domain/money/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import { fatal, type Finding } from './finding.ts';
import type { ReadRecord } from './read.ts';
import type { Sql } from './store.ts';

/**
 * Holds each statement against the one before it on the same account: BANK-04 where the closing
 * balance is not the next opening one, BANK-05 where a sequence number is left out. Either makes
 * the statement suspect.
 */
export async function suspectByHistory(
  sql: Sql,
  records: readonly ReadRecord[],
): Promise<ReadRecord[]> {
  const last = new Map<string, Statement>();
  const judged: ReadRecord[] = [];
  for (const record of records) {
    const { document } = record;
    if (document?.kind !== 'statement' || !record.accepted || document.copy) {
      judged.push(record);
      continue;
    }
    const account = document.account.iban ?? document.account.other ?? '';
    const before = last.get(account) ?? (await findBefore(sql, account, document));
    const findings = before && before.id !== document.id ? chainFindings(before, document) : [];
    const isBroken = findings.length > 0;
    judged.push({
      ...record,
      findings: [...record.findings, ...findings],
      suspect: record.suspect || isBroken,
    });
    last.set(account, document);
  }
  return judged;
}

async function findBefore(
  sql: Sql,
  account: string,
  statement: Statement,
): Promise<Statement | undefined> {
  const [row] = await sql.query<{ body: Wire }>(
    `select body from erp.document where kind = 'statement' and issuer_key = $1
       and issued_on <= $2 and id <> $3 and superseded_at is null
     order by issued_on desc, seq desc limit 1`,
    [account, statement.issuedOn, statement.id],
  );
  const document = row && documentFromWire(row.body);
  return document?.kind === 'statement' ? document : undefined;
}

function chainFindings(before: Statement, next: Statement): Finding[] {
  const findings: Finding[] = [];
  const closing = find(before, ['CLBD'])?.amount;
  const opening = find(next, ['OPBD', 'PRCD'])?.amount;
  if (
    closing &&
    opening &&
    closing.currency === opening.currency &&
    closing.minor !== opening.minor
  ) {
    const params = { closing: formatDecimal(closing), opening: formatDecimal(opening) };
    findings.push(fatal('BANK-04', { path: 'balances' }, { before: before.number, ...params }));
  }
  const [a, b] = [sequenceOf(before), sequenceOf(next)];
  const isNewYear = before.issuedOn.slice(0, 4) !== next.issuedOn.slice(0, 4);
  if (a !== undefined && b !== undefined && !isNewYear && b > a + 1n) {
    const params = { before: a.toString(), found: b.toString() };
    findings.push(fatal('BANK-05', { path: 'sequence' }, params));
  }
  return findings;
}

function find(statement: Statement, codes: readonly string[]): Balance | undefined {
  return statement.balances.find(b => codes.includes(b.code));
}

function sequenceOf(statement: Statement): bigint | undefined {
  const text = statement.legalSequence ?? statement.sequence;
  return text !== undefined && /^\d{1,18}$/.test(text) ? BigInt(text) : undefined;
}
