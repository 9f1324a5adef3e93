import { ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import { emptyDraft, type Lexical } from '../../locator.ts';
import { eachAnew, type DraftDocument, type MappedFile, type ReadStage } from '../mapped.ts';
import { stepped } from '../mt/tags.ts';
import { mapAccount, type GroupFacts } from './account.ts';
import {
  accountLines,
  fileLines,
  groupLines,
  malformed,
  nestRecords,
  statedTotal,
  trailerFaults,
  type Bai2Account,
  type Bai2File,
  type Bai2Group,
} from './envelope.ts';
import { Fields, type Source } from './records.ts';

/**
 * Reads the accounts of BAI2 files (Cash Management Balance Reporting Specifications, version 2),
 * one statement for each. A fault of an account's own trailer stands with it; one of a group or of
 * the file holds back all statements inside.
 */
export function mapBai2(
  decoded: Decoded,
  { limits }: Pick<ReadStage, 'limits'>,
): Result<MappedFile, Finding[]> {
  const source = { byteAt: byteIndex(decoded), limits };
  const { files, findings } = nestRecords(decoded.text);
  const mapped = files.map(file => mapFile(file, source));
  const all = [...findings, ...mapped.flatMap(m => m.findings)];
  const isHeld = findings.length > 0;
  const accounts = mapped.flatMap(file => file.accounts);
  return ok({
    drafts: eachAnew(accounts, one => mapStatement(one, source, isHeld)),
    findings: all,
  });
}

type Bounded = Source & Pick<ReadStage, 'limits'>;

/** An account with what the group around it says, and whether a fault around it holds it back. */
type Listed = { readonly account: Bai2Account; readonly facts: Facts; readonly isHeld: boolean };
type Mapped = { readonly accounts: readonly Listed[]; readonly findings: Finding[] };

function mapFile(file: Bai2File, source: Source): Mapped {
  const { head, groups, trailer } = file;
  const control = {
    head,
    trailer,
    total: groups.reduce((sum, group) => sum + statedTotal(group.trailer, source), 0n),
    counts: [
      ['groups', groups.length],
      ['records', fileLines(file)],
    ] as const,
  };
  const findings = [...versionFaults(file, source), ...trailerFaults(source, control)];
  const mapped = groups.map(group => mapGroup(group, source));
  const accounts = mapped.flatMap(m => m.accounts);
  return {
    accounts: findings.length > 0 ? accounts.map(hold) : accounts,
    findings: [...findings, ...mapped.flatMap(m => m.findings)],
  };
}

const VERSION_FIELD = 8;

/** Version 1 has other records under the same codes. */
function versionFaults({ head }: Bai2File, source: Source): Finding[] {
  const fields = new Fields(head, source);
  for (let n = 1; n < VERSION_FIELD; n += 1) fields.next();
  const version = fields.text();
  return version === '2' ? [] : [malformed(head, version)];
}

function hold(listed: Listed): Listed {
  return { ...listed, isHeld: true };
}

function mapGroup(group: Bai2Group, source: Source): Mapped {
  const { head, accounts, trailer } = group;
  const facts = readGroup(group, source);
  const control = {
    head,
    trailer,
    total: accounts.reduce((sum, account) => sum + statedTotal(account.trailer, source), 0n),
    counts: [
      ['accounts', accounts.length],
      ['records', groupLines(group)],
    ] as const,
  };
  const faults = trailerFaults(source, control);
  const isHeld = faults.length > 0;
  return { accounts: accounts.map(account => ({ account, facts, isHeld })), findings: faults };
}

type Facts = GroupFacts & {
  readonly status: string;
  readonly isInterim: boolean;
  /** Date and time as they stand, for a number: the format has none. */
  readonly written: Lexical | undefined;
};

function readGroup({ head }: Bai2Group, source: Source): Facts {
  const fields = new Fields(head, source);
  fields.next();
  fields.next();
  const status = fields.text();
  const on = fields.filled();
  const time = fields.filled();
  const currency = fields.filled();
  const isInterim = /^[13]$/.test(fields.text());
  const written = on && withTime(on, time);
  return { asOf: on && stepped(on, 'day'), currency, status, isInterim, written };
}

function withTime(on: Lexical, time: Lexical | undefined): Lexical {
  if (time?.at.from !== on.at.to + 1) return on;
  return { text: `${on.text},${time.text}`, at: { ...on.at, to: time.at.to } };
}

/** A group that deletes, corrects or tests is no update (BANK-17). */
function mapStatement(listed: Listed, source: Bounded, isAllHeld: boolean): DraftDocument {
  const { account, facts } = listed;
  const isHeld = isAllHeld || listed.isHeld;
  const kind = facts.isInterim ? 'intraday' : 'statement';
  if (account.details.length > source.limits.membersMax) {
    return { kind, ...tooLong(account, source), isHeld };
  }
  const { draft, findings, total } = mapAccount(account, { source, group: facts });
  const { written, asOf, status } = facts;
  if (written) draft.values['number'] = written;
  if (asOf) draft.values['issuedOn'] = draft.values['to'] = asOf;
  const counts = [['records', accountLines(account)]] as const;
  const { head, trailer } = account;
  findings.push(...trailerFaults(source, { head, trailer, total, counts }));
  if (status !== '1') {
    findings.push(fatal('BANK-17', { path: '02', line: head.line }, { status }));
  }
  return isHeld ? { kind, draft, findings, isHeld } : { kind, draft, findings };
}

/** LIM-11 in place of an account of more records than may stand in memory. */
function tooLong({ head }: Bai2Account, source: Source): Pick<DraftDocument, 'draft' | 'findings'> {
  const { at } = new Fields(head, source).next() ?? {};
  if (!at) throw new Error('a record has at least one field');
  return { draft: emptyDraft(at), findings: [fatal('LIM-11', { path: '03', line: head.line })] };
}
