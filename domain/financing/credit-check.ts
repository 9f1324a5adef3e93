import {
  GRADES,
  isInForce,
  type AdvancePolicy,
  type Assurance,
  type Attestation,
  type Grade,
  type Product,
  type ScoreBody,
} from '../credit/index.ts';
import type { Refusal } from '../errors/index.ts';
import type { FinancingKind } from './words.ts';

/** What the ledger holds about one party's credit, read by exact key (CR-82). */
export type CreditFile = {
  readonly party: string;
  readonly score: Attestation | undefined;
  readonly warning: Attestation | undefined;
  readonly default: Attestation | undefined;
};

/** The credit of both sides of a claim. */
export type Credit = { readonly supplier: CreditFile; readonly buyer: CreditFile };

/** Under which product a claim of this assurance is scored. */
export function productOf(assurance: Assurance): Product {
  if (assurance === 'order') return 'orderLoan';
  return assurance === 'L3' ? 'confirmedReceivable' : 'unconfirmedReceivable';
}

const ORANGE = 2;
const RED = 3;

/**
 * CR-82 for new money on a claim: obligor and, when the claim is confirmed, buyer are scored and
 * alive (`ATTESTATION_EXPIRED`), nobody is on red, frozen or in default (`WARNING_RED`), and the
 * grade is enough (`GRADE_TOO_LOW`). Nothing is assumed good when it is missing.
 */
export function creditFaults(
  { supplier, buyer }: Credit,
  of: {
    readonly assurance: Assurance;
    readonly kind: FinancingKind;
    readonly businessDate: string;
  },
): readonly Refusal[] {
  const { assurance, businessDate } = of;
  const scored = assurance === 'L3' ? [supplier, buyer] : [supplier];
  const expired = scored.flatMap(file => expiredFault(file, businessDate));
  const red = [supplier, buyer].flatMap(redFault);
  if (expired.length > 0 || red.length > 0) return [...expired, ...red];
  const grade = scoreIn(supplier, businessDate)?.grade ?? 'CCC';
  const min = gradeMinOf(assurance, of.kind);
  if (GRADES.indexOf(grade) <= GRADES.indexOf(min)) return [];
  return [{ code: 'GRADE_TOO_LOW', facts: { product: productOf(assurance), min, grade } }];
}

/** The score that counts on a day; `undefined` when there is none. */
export function scoreIn(file: CreditFile, businessDate: string): ScoreBody | undefined {
  const { score } = file;
  return isInForce(score, businessDate) && score.body.kind === 'score' ? score.body : undefined;
}

/** Where the advance of a claim ends, and what made it so. */
export type AdvanceCap = { readonly capPpm: number; readonly parts: readonly string[] };

/**
 * The lower of the attested cap and the table of §6.4 by assurance and debtor's grade, less the
 * attested reserve and the deductions for dilution, terms above 120 days and an orange warning.
 * @example L3, debtor A, reserve 0, dilution 60,000 ppm: 950,000 − 50,000 = 900,000
 */
export function advanceCapOf(
  credit: Credit,
  of: {
    readonly assurance: Assurance;
    readonly termsDays: number;
    readonly businessDate: string;
  },
  policy: AdvancePolicy,
): AdvanceCap {
  const { assurance, termsDays, businessDate } = of;
  const supplier = scoreIn(credit.supplier, businessDate);
  const debtor: Grade = scoreIn(credit.buyer, businessDate)?.grade ?? 'CCC';
  if (!supplier) return { capPpm: 0, parts: ['no score'] };
  const table = policy.caps.find(row => row.assurance === assurance)?.ppm[debtor] ?? 0;
  const afterReserve = 1_000_000 - supplier.reservePpm;
  const diluted = policy.steps.dilution.filter(row => supplier.dilutionPpm > row.abovePpm);
  const steps = [
    ['dilution', Math.max(0, ...diluted.map(row => row.lessPpm))],
    ['terms', termsDays > policy.steps.termsDaysAbove ? policy.steps.termsLessPpm : 0],
    ['orange', isOrange(credit) ? policy.steps.orangeLessPpm : 0],
  ] as const;
  const less = steps.reduce((total, [, ppm]) => total + ppm, 0);
  const ruled = Math.max(0, Math.min(table, afterReserve) - less);
  const attested = supplier.advanceCapsPpm[assurance];
  const parts = [
    `attested ${attested}`,
    `${assurance} ${debtor} ${table}`,
    `reserve ${supplier.reservePpm}`,
    ...steps.filter(([, ppm]) => ppm > 0).map(([name, ppm]) => `${name} -${ppm}`),
  ];
  return { capPpm: Math.min(attested, ruled), parts };
}

/** The lowest grade of the obligor that new money is given to (credit.md CR-40). */
function gradeMinOf(assurance: Assurance, kind: FinancingKind): Grade {
  if (assurance !== 'L3') return 'BBB';
  return kind === 'sale' ? 'BB' : 'B';
}

function expiredFault(file: CreditFile, businessDate: string): readonly Refusal[] {
  if (scoreIn(file, businessDate)) return [];
  const body = file.score?.body;
  const date = body?.kind === 'score' ? body.validUntil : 'none';
  return [{ code: 'ATTESTATION_EXPIRED', facts: { party: file.party, date } }];
}

/** A red or frozen warning stands until it is lowered, however old it is. */
function redFault({ party, warning, default: defaulted }: CreditFile): readonly Refusal[] {
  if (defaulted && defaulted.withdrawnOn === null) {
    return [{ code: 'WARNING_RED', facts: { party, rule: 'default' } }];
  }
  const body = warning?.withdrawnOn === null ? warning.body : undefined;
  if (body?.kind !== 'warning' || (body.level < RED && !body.frozen)) return [];
  return [{ code: 'WARNING_RED', facts: { party, rule: body.rule } }];
}

function isOrange({ supplier, buyer }: Credit): boolean {
  return [supplier, buyer].some(({ warning }) => {
    const body = warning?.withdrawnOn === null ? warning.body : undefined;
    return body?.kind === 'warning' && body.level >= ORANGE;
  });
}
