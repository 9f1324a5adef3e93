import { bareIdent } from '../../domain/document/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import {
  evidenceOf,
  readDataFile,
  type DataFault,
  type DataFile,
  type Evidence,
} from './folder.ts';

/** A filing on a register of movables, as the register shows it. */
export type Filing = {
  readonly number: string;
  readonly filedOn: string;
  readonly until: string;
  readonly securedParty: string;
  readonly collateral: string;
};

export type RegistrySearch = {
  readonly result: 'none' | 'found';
  readonly filings: readonly Filing[];
  readonly source: string;
  readonly version: string;
  /** The search report. */
  readonly evidence: Evidence;
};

/** What is to be filed: a security over `collateral` of the subject, for `securedParty`. */
export type FilingRequest = {
  readonly subject: string;
  readonly securedParty: string;
  /** SHA-256 of the text that describes what is transferred or pledged. */
  readonly collateral: string;
  readonly filedOn: string;
  readonly until: string;
};

export type FilingReceipt = {
  readonly number: string;
  readonly filedOn: string;
  readonly until: string;
  /** The register's confirmation of the filing. */
  readonly evidence: Evidence;
};

export type PledgeRegistry = {
  /**
   * Files with the register. The sandbox confirms with a number drawn from the filing itself, the
   * same for the same filing, and adds nothing to its data file.
   */
  file(filing: FilingRequest): FilingReceipt;
  /** Filings against a subject (its tax identifier) that stand on a day. */
  search(question: { readonly subject: string; readonly on: string }): RegistrySearch;
};

/**
 * Search of the pledge register from `pledge-registry.csv` or `.json` of a folder (sandbox data),
 * with the columns subject, number, filedOn, until, securedParty and collateral.
 */
export async function openRegistry(folder: string): Promise<Result<PledgeRegistry, DataFault>> {
  const file = await readDataFile(folder, 'pledge-registry');
  if (!file.ok) return fail(file.error);
  return ok({
    search: question => search(file.value, question),
    file: filing => receiptOf(file.value, filing),
  });
}

function receiptOf(file: DataFile, filing: FilingRequest): FilingReceipt {
  const { filedOn, until } = filing;
  const asked = evidenceOf(file, { ...filing }, null);
  const number = `ZD-${asked.sha256.slice(0, 16).toUpperCase()}`;
  return { number, filedOn, until, evidence: evidenceOf(file, { ...filing }, { number }) };
}

function search(file: DataFile, question: { subject: string; on: string }): RegistrySearch {
  const filings = file.rows
    .filter(row => bareIdent(row['subject'] ?? '') === bareIdent(question.subject))
    .map(row => ({
      number: row['number'] ?? '',
      filedOn: row['filedOn'] ?? '',
      until: row['until'] ?? '',
      securedParty: row['securedParty'] ?? '',
      collateral: row['collateral'] ?? '',
    }))
    .filter(filing => filing.filedOn <= question.on && question.on <= filing.until);
  const result = filings.length > 0 ? 'found' : 'none';
  const { source, version } = file;
  const evidence = evidenceOf(file, question, { result, filings });
  return { result, filings, source, version, evidence };
}
