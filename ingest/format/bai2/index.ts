import { ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Lexical } from '../../locator.ts';
import type { DraftDocument, MappedFile } from '../mapped.ts';
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
export function mapBai2(decoded: Decoded): Result<MappedFile, Finding[]> {
  const source = { byteAt: byteIndex(decoded) };
  const { files, findings } = nestRecords(decoded.text);
  const mapped = files.map(file => mapFile(file, source));
  const all = [...findings, ...mapped.flatMap(m => m.findings)];
  const drafts = mapped.flatMap(m => m.drafts);
  const isHeld = findings.length > 0;
  return ok({ drafts: isHeld ? drafts.map(d => ({ ...d, isHeld })) : drafts, findings: all });
}

type Mapped = { readonly drafts: DraftDocument[]; readonly findings: Finding[] };

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
  const drafts = mapped.flatMap(m => m.drafts);
  return {
    drafts: findings.length > 0 ? drafts.map(hold) : drafts,
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

function hold(draft: DraftDocument): DraftDocument {
  return { ...draft, isHeld: true };
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
  const drafts = accounts.map(account => mapStatement(account, { source, facts }));
  return { drafts: faults.length > 0 ? drafts.map(hold) : drafts, findings: faults };
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
function mapStatement(
  account: Bai2Account,
  of: { readonly source: Source; readonly facts: Facts },
): DraftDocument {
  const { source, facts } = of;
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
  return { kind: facts.isInterim ? 'intraday' : 'statement', draft, findings };
}
