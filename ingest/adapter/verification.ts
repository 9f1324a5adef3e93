import { bareIdent } from '../../domain/document/index.ts';
import { exactText } from '../../domain/evidence/index.ts';
import {
  formatDecimal,
  isCurrency,
  parseDecimal,
  type MoneyWire,
} from '../../domain/money/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import {
  evidenceOf,
  readDataFile,
  type DataFault,
  type DataFile,
  type Evidence,
} from './folder.ts';

/** An invoice as its holder states it to the tax office. */
export type VerificationQuestion = {
  readonly sellerTaxId: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly total: MoneyWire;
};

/** `altered`: the tax office knows the number with another amount or date. */
export type VerificationResult = 'valid' | 'void' | 'redNoted' | 'altered' | 'unknown';

export type VerificationAnswer = {
  readonly result: VerificationResult;
  readonly source: string;
  readonly version: string;
  readonly evidence: Evidence;
};

export type InvoiceVerification = {
  verify(question: VerificationQuestion): VerificationAnswer;
};

/**
 * Invoice verification from `invoice-verification.csv` or `.json` of a folder (sandbox data), with
 * the columns sellerTaxId, number, issuedOn, currency, total and state (valid, void or redNoted).
 */
export async function openVerification(
  folder: string,
): Promise<Result<InvoiceVerification, DataFault>> {
  const file = await readDataFile(folder, 'invoice-verification');
  if (!file.ok) return fail(file.error);
  const rows = new Map(file.value.rows.map(row => [keyOf(row['sellerTaxId'], row['number']), row]));
  return ok({ verify: question => answer(file.value, rows, question) });
}

function answer(
  file: DataFile,
  rows: ReadonlyMap<string, Readonly<Record<string, string>>>,
  question: VerificationQuestion,
): VerificationAnswer {
  const row = rows.get(keyOf(question.sellerTaxId, question.number));
  const result = row ? compare(row, question) : 'unknown';
  const { source, version } = file;
  const evidence = evidenceOf(file, { ...question }, { result, row: row ? { ...row } : null });
  return { result, source, version, evidence };
}

function compare(
  row: Readonly<Record<string, string>>,
  question: VerificationQuestion,
): VerificationResult {
  if (row['state'] === 'void' || row['state'] === 'redNoted') return row['state'];
  const { currency, minor } = question.total;
  const isDay = row['issuedOn'] === question.issuedOn;
  const total = parseDecimal(row['total'] ?? '', row['currency'] ?? '');
  const isAmount =
    isCurrency(currency) &&
    total.ok &&
    total.value.currency === currency &&
    formatDecimal(total.value) === formatDecimal({ minor: BigInt(minor), currency });
  return isDay && isAmount ? 'valid' : 'altered';
}

function keyOf(taxId: string | undefined, number: string | undefined): string {
  return `${bareIdent(taxId ?? '')} ${exactText(number ?? '')}`;
}
