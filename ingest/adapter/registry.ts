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

export type PledgeRegistry = {
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
  return ok({ search: question => search(file.value, question) });
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
