import { fatal, type Finding } from '../../finding.ts';
import { Fields, physicalLines, splitRecords, type Bai2Record, type Source } from './records.ts';

/** The records from 03 to 49. */
export type Bai2Account = {
  readonly head: Bai2Record;
  readonly details: Bai2Record[];
  trailer?: Bai2Record;
};

/** The records from 02 to 98. */
export type Bai2Group = {
  readonly head: Bai2Record;
  readonly accounts: Bai2Account[];
  trailer?: Bai2Record;
};

/** The records from 01 to 99. */
export type Bai2File = {
  readonly head: Bai2Record;
  readonly groups: Bai2Group[];
  trailer?: Bai2Record;
};

type Open = {
  readonly files: Bai2File[];
  readonly findings: Finding[];
  file?: Bai2File | undefined;
  group?: Bai2Group | undefined;
  account?: Bai2Account | undefined;
};

/**
 * Puts records into files, groups and accounts. A record that cannot stand where it does, or that
 * is no record, is BANK-16; a trailer that is missing is told by {@link trailerFaults}.
 */
export function nestRecords(text: string): {
  readonly files: readonly Bai2File[];
  readonly findings: readonly Finding[];
} {
  const open: Open = { files: [], findings: [] };
  for (const record of splitRecords(text)) {
    if (STEPS[record.code]?.(open, record) === true) continue;
    open.findings.push(malformed(record, record.code));
  }
  return open;
}

export function malformed(record: Bai2Record, text: string): Finding {
  return fatal('BANK-16', { path: record.code.slice(0, 2), line: record.line }, { text });
}

/** Each step says whether its record may stand where it does. */
const STEPS: Readonly<Record<string, (open: Open, record: Bai2Record) => boolean>> = {
  '01': (open, head) => {
    if (open.file) return false;
    open.files.push((open.file = { head, groups: [] }));
    return true;
  },
  '02': (open, head) => {
    if (!open.file || open.group) return false;
    open.file.groups.push((open.group = { head, accounts: [] }));
    return true;
  },
  '03': (open, head) => {
    if (!open.group || open.account) return false;
    open.group.accounts.push((open.account = { head, details: [] }));
    return true;
  },
  '16': ({ account }, record) => account !== undefined && account.details.push(record) > 0,
  '49': (open, trailer) => {
    const { account } = open;
    if (!account) return false;
    account.trailer = trailer;
    open.account = undefined;
    return true;
  },
  '98': (open, trailer) => {
    const { group } = open;
    if (!group || open.account) return false;
    group.trailer = trailer;
    open.group = undefined;
    return true;
  },
  '99': (open, trailer) => {
    const { file } = open;
    if (!file || open.group) return false;
    file.trailer = trailer;
    open.file = undefined;
    return true;
  },
};

/** What a trailer says, beside what was found. */
type Control = {
  readonly head: Bai2Record;
  readonly trailer: Bai2Record | undefined;
  readonly total: bigint;
  /** In the order of the trailer's fields. */
  readonly counts: readonly (readonly [string, number])[];
};

/** Holds a trailer against its records: BANK-15 none, BANK-13 another total, BANK-14 another count. */
export function trailerFaults(source: Source, control: Control): Finding[] {
  const { head, trailer } = control;
  const code = TRAILERS[head.code] ?? '';
  if (!trailer) {
    return [fatal('BANK-15', { path: head.code, line: head.line }, { record: code })];
  }
  const fields = new Fields(trailer, source);
  const place = { path: code, line: trailer.line };
  const found = totalFaults(trailer, fields.text(), control.total);
  for (const [of, count] of control.counts) {
    const stated = fields.text();
    if (integerOf(stated) === BigInt(count)) continue;
    found.push(fatal('BANK-14', place, { record: code, of, stated, found: String(count) }));
  }
  return found;
}

function totalFaults(trailer: Bai2Record, stated: string, computed: bigint): Finding[] {
  const total = integerOf(stated);
  if (total === undefined) return [malformed(trailer, stated)];
  if (total === computed) return [];
  const { code: record, line } = trailer;
  return [fatal('BANK-13', { path: record, line }, { record, stated, found: String(computed) })];
}

const TRAILERS: Readonly<Record<string, string>> = { '01': '99', '02': '98', '03': '49' };

/** A whole number with or without a sign; amounts have no decimal point. */
export function integerOf(text: string): bigint | undefined {
  return /^[+-]?\d{1,30}$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
}

/** The control total that a record's trailer states; zero where it states none. */
export function statedTotal(record: Bai2Record | undefined, source: Source): bigint {
  return (record && integerOf(new Fields(record, source).text())) ?? 0n;
}

export function accountLines({ head, details, trailer }: Bai2Account): number {
  return physicalLines([head, ...details, ...(trailer ? [trailer] : [])]);
}

export function groupLines({ head, accounts, trailer }: Bai2Group): number {
  const own = physicalLines([head, ...(trailer ? [trailer] : [])]);
  return accounts.reduce((count, account) => count + accountLines(account), own);
}

export function fileLines({ head, groups, trailer }: Bai2File): number {
  const own = physicalLines([head, ...(trailer ? [trailer] : [])]);
  return groups.reduce((count, group) => count + groupLines(group), own);
}
