import { readFileSync } from 'node:fs';
import { caught, stop, type DocumentFault } from '../fault.ts';
import { rowsCsv } from '../csv.ts';
import { isRows, type FigureGroup, type Figures } from '../figures/index.ts';
import { documentHead, renderFigures, type IssueInput, type RenderedDocument } from '../render.ts';
import type { Template } from '../template/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { accountStatementFigures, type AccountStatementFigures } from './account-statement.ts';
import { dealFile } from './deal-input.ts';
import { debtConfirmationFigures, type DebtConfirmationFigures } from './debt-confirmation.ts';
import {
  financingAgreementFigures,
  type FinancingAgreementFigures,
} from './financing-agreement.ts';
import {
  distributionReportFigures,
  type DistributionReportFigures,
} from './distribution-report.ts';
import { holderStatementFigures, type HolderStatementFigures } from './holder-statement.ts';
import type { Made } from './input.ts';
import { poolStatementFigures, type PoolStatementFigures } from './pool-statement.ts';
import {
  prospectusFigures,
  termSheetFigures,
  type ProspectusFigures,
  type TermSheetFigures,
} from './prospectus.ts';
import {
  receivableCertificateFigures,
  type ReceivableCertificateFigures,
} from './receivable-certificate.ts';
import { trueSaleFigures, type TrueSaleFigures } from './true-sale.ts';

/** The input of each kind: plain values as GraphQL gives them. */
export type FiguresByKind = {
  readonly RECEIVABLE_CERTIFICATE: ReceivableCertificateFigures;
  readonly DEBT_CONFIRMATION: DebtConfirmationFigures;
  readonly FINANCING_AGREEMENT: FinancingAgreementFigures;
  readonly ACCOUNT_STATEMENT: AccountStatementFigures;
  readonly POOL_STATEMENT: PoolStatementFigures;
  readonly TRUE_SALE: TrueSaleFigures;
  readonly TERM_SHEET: TermSheetFigures;
  readonly PROSPECTUS: ProspectusFigures;
  readonly DISTRIBUTION_REPORT: DistributionReportFigures;
  readonly HOLDER_STATEMENT: HolderStatementFigures;
};

export type DocumentKind = keyof FiguresByKind;

export const DOCUMENT_KINDS = [
  'RECEIVABLE_CERTIFICATE',
  'DEBT_CONFIRMATION',
  'FINANCING_AGREEMENT',
  'ACCOUNT_STATEMENT',
  'POOL_STATEMENT',
  'TRUE_SALE',
  'TERM_SHEET',
  'PROSPECTUS',
  'DISTRIBUTION_REPORT',
  'HOLDER_STATEMENT',
] as const satisfies readonly DocumentKind[];

type Maker<K extends DocumentKind> = (
  input: FiguresByKind[K],
  height: number,
) => Made | Promise<Made>;

const MAKERS: { readonly [K in DocumentKind]: Maker<K> } = {
  RECEIVABLE_CERTIFICATE: alone(receivableCertificateFigures),
  DEBT_CONFIRMATION: alone(debtConfirmationFigures),
  FINANCING_AGREEMENT: alone(financingAgreementFigures),
  ACCOUNT_STATEMENT: (input, height) => {
    const tree = accountStatementFigures(input, height);
    return { tree, attachments: movementsOf(tree) };
  },
  POOL_STATEMENT: poolStatementFigures,
  TRUE_SALE: alone(trueSaleFigures),
  TERM_SHEET: withTerms(termSheetFigures),
  PROSPECTUS: withTerms(prospectusFigures),
  DISTRIBUTION_REPORT: distributionReportFigures,
  HOLDER_STATEMENT: alone(holderStatementFigures),
};

/** Figures with the terms of the deal beside them. */
function withTerms(
  figures: (input: TermSheetFigures, height: number) => FigureGroup,
): (input: TermSheetFigures, height: number) => Made {
  return (input, height) => ({
    tree: figures(input, height),
    attachments: [dealFile(input.deal.canonical)],
  });
}

/** Figures with no file beside them. */
function alone<I>(
  figures: (input: I, height: number) => FigureGroup,
): (input: I, height: number) => Made {
  return (input, height) => ({ tree: figures(input, height), attachments: [] });
}

/**
 * Renders one document. Refuses with all that was found at the first place that failed; the same
 * input gives the same bytes.
 */
export async function renderDocument<K extends DocumentKind>(
  kind: K,
  input: FiguresByKind[K],
  issue: IssueInput,
): Promise<Result<RenderedDocument, readonly DocumentFault[]>> {
  try {
    const made = await MAKERS[kind](input, issue.height);
    const head = documentHead(kind, issue);
    return ok(await renderFigures(templateOf(kind), head, made.tree, made.attachments));
  } catch (error) {
    return fail(caught(error));
  }
}

/**
 * Renders the figures that a document carries once more: what step 9 of the verification compares
 * is the layout, so the files beside the figures are left out.
 * @throws DocumentStop when the figures do not make a document of their kind.
 */
export async function renderAgain(figures: Figures): Promise<RenderedDocument> {
  const { kind } = figures.document;
  if (!isDocumentKind(kind)) return stop('TEMPLATE_INVALID', { kind });
  return renderFigures(templateOf(kind), figures.document, figures.figures);
}

/** The movements of a statement as CSV: the rows that are printed, to be read by machines. */
function movementsOf(tree: FigureGroup): Made['attachments'] {
  const rows = tree['movements'];
  if (!isRows(rows)) return [];
  const bytes = rowsCsv(rows, { bom: false });
  const description = 'The movements of this statement';
  return [{ name: 'movements.csv', type: 'text/csv', description, bytes }];
}

function isDocumentKind(kind: string): kind is DocumentKind {
  return DOCUMENT_KINDS.some(known => known === kind);
}

/** The template of a kind, with the code lists that all kinds share. */
function templateOf(kind: DocumentKind): Template {
  const known = templates.get(kind);
  if (known) return known;
  const own = readTemplate(`${kind.toLowerCase().replaceAll('_', '-')}.json`) as Template;
  const shared = readTemplate('codes.json') as Template['codes'];
  const template = { ...own, codes: { ...shared, ...own.codes } };
  templates.set(kind, template);
  return template;
}

const templates = new Map<DocumentKind, Template>();

function readTemplate(name: string): unknown {
  const place = new URL(`../template/kinds/${name}`, import.meta.url);
  return JSON.parse(readFileSync(place, 'utf8'));
}
