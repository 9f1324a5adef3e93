import { bareIdent } from '../../domain/document/index.ts';
import { exactText } from '../../domain/evidence/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import {
  evidenceOf,
  readDataFile,
  type DataFault,
  type DataFile,
  type Evidence,
} from './folder.ts';

/** Why an entry of a list meets a party: an identifier, the name, or the name without its form. */
export type ScreeningMatch = {
  readonly list: string;
  readonly entry: string;
  readonly by: 'identifier' | 'name' | 'nameWithoutForm';
};

export type ScreeningAnswer = {
  readonly result: 'clear' | 'hit';
  readonly lists: readonly string[];
  readonly listVersion: string;
  readonly matches: readonly ScreeningMatch[];
  readonly source: string;
  readonly evidence: Evidence;
};

export type ScreeningQuestion = {
  readonly names: readonly string[];
  readonly identifiers: readonly string[];
};

export type Screening = { screen(question: ScreeningQuestion): ScreeningAnswer };

/**
 * Screening against `screening-lists.csv` or `.json` of a folder (sandbox data), with the columns
 * list, name, identifier and aliases (separated by `;`). A hit is a question for a person.
 */
export async function openScreening(folder: string): Promise<Result<Screening, DataFault>> {
  const file = await readDataFile(folder, 'screening-lists');
  if (!file.ok) return fail(file.error);
  return ok({ screen: question => screen(file.value, question) });
}

function screen(file: DataFile, question: ScreeningQuestion): ScreeningAnswer {
  const lists = [...new Set(file.rows.map(row => row['list'] ?? ''))].sort();
  const matches = file.rows.flatMap(row => {
    const by = matchedBy(row, question);
    return by ? [{ list: row['list'] ?? '', entry: row['name'] ?? '', by }] : [];
  });
  const result = matches.length > 0 ? 'hit' : 'clear';
  const { source, version: listVersion } = file;
  const asked = { names: [...question.names], identifiers: [...question.identifiers] };
  const evidence = evidenceOf(file, asked, { result, lists, matches });
  return { result, lists, listVersion, matches, source, evidence };
}

function matchedBy(
  row: Readonly<Record<string, string>>,
  question: ScreeningQuestion,
): ScreeningMatch['by'] | undefined {
  const identifier = bareIdent(row['identifier'] ?? '');
  const own = question.identifiers.map(bareIdent);
  if (identifier !== '' && own.includes(identifier)) return 'identifier';
  const entries = [row['name'] ?? '', ...(row['aliases'] ?? '').split(';')].filter(
    n => n.trim() !== '',
  );
  const names = question.names.filter(n => n.trim() !== '');
  if (meets(entries, names, exactText)) return 'name';
  return meets(entries, names, withoutForm) ? 'nameWithoutForm' : undefined;
}

function meets(
  entries: readonly string[],
  names: readonly string[],
  fold: (name: string) => string,
): boolean {
  const folded = new Set(entries.map(fold).filter(name => name !== ''));
  return names.some(name => folded.has(fold(name)));
}

const FORM =
  /\b(CO|COMPANY|CORP|CORPORATION|INC|LTD|LIMITED|LLC|GMBH|AG|SA|SARL|BV|NV|AB|AS|PLC)\b\.?|股份有限公司|有限责任公司|有限公司|集团|公司/gu;

/** A name without its legal form, blanks and punctuation. */
function withoutForm(name: string): string {
  return exactText(name)
    .replace(FORM, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
