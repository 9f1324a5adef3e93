import { addMonths, isAfter, isBefore } from '../../domain/calendar/index.ts';
import {
  checkBalance,
  isIban,
  partyKey,
  type CanonicalDocument,
  type Invoice,
  type Order,
  type Party,
  type Statement,
  type VoucherFacts,
} from '../../domain/document/index.ts';
import { formatDecimal, sum, type Money } from '../../domain/money/index.ts';
import { fatal, warning, type Finding, type Place } from '../finding.ts';

/** What the own rules found, and the assignment that they saw on an invoice. */
export type Verdict = {
  readonly findings: Finding[];
  readonly assignment?: NonNullable<Invoice['assignment']>;
};

/** Runs the own rules of ING-18 over a canonical document, whatever its syntax. */
export function runOwnRules(
  document: CanonicalDocument,
  placeOf: (path: string) => Place,
): Verdict {
  if ('typeCode' in document) return runInvoiceRules(document, placeOf);
  if ('balances' in document) return { findings: runStatementRules(document, placeOf) };
  if (document.kind === 'voucherFacts') return { findings: runVoucherRules(document, placeOf) };
  if ('revision' in document) return { findings: runOrderRules(document, placeOf) };
  return { findings: [] };
}

function runInvoiceRules(invoice: Invoice, placeOf: (path: string) => Place): Verdict {
  const findings = [
    ...sumFindings(invoice, placeOf),
    ...dateFindings(invoice, placeOf),
    ...partyFindings(invoice, placeOf),
  ];
  const assignment = assignmentOf(invoice);
  if (!assignment) return { findings };
  const rule = { payee: 'TS-04', typeCode: 'TS-05', note: 'TS-06', xbrlFlag: 'TS-05' };
  const path = { payee: 'payee.name', typeCode: 'typeCode', note: 'notes[0].text', xbrlFlag: '' };
  const { evidence } = assignment;
  findings.push(
    warning(rule[evidence], placeOf(path[evidence]), { to: assignment.to?.name ?? '' }),
  );
  return { findings, assignment };
}

/**
 * TS-01: lines, tax-exclusive, tax-inclusive and payable follow from each other. UBL before EN 16931
 * writes the rounding into the tax-inclusive total; both ways are accepted. A tax-exclusive total
 * below the lines of a document that states no allowance is a warning: what is payable still holds.
 */
function sumFindings(invoice: Invoice, placeOf: (path: string) => Place): Finding[] {
  const { totals, currency } = invoice;
  const expectations = [linesSum(invoice), exclusiveSum(invoice), ...inclusiveSums(invoice)];
  return expectations.flatMap(({ name, computed, make = fatal }) => {
    const stated = totals[name];
    if (!stated || computed === undefined || stated.minor === computed) return [];
    const shown = formatDecimal({ minor: computed, currency });
    const params = { stated: formatDecimal(stated), computed: shown };
    return [make('TS-01', placeOf(`totals.${name}`), params)];
  });
}

type Expectation = {
  readonly name: 'lines' | 'taxExclusive' | 'taxInclusive' | 'payable';
  readonly computed: bigint | undefined;
  readonly make?: typeof fatal;
};

function linesSum({ lines, currency }: Invoice): Expectation {
  const nets = lines.map(l => l.net);
  return { name: 'lines', computed: lines.length > 0 ? sum(nets, currency).minor : undefined };
}

function exclusiveOf(invoice: Invoice): bigint {
  return invoice.totals.lines.minor - allowancesOf(invoice) + chargesOf(invoice);
}

function exclusiveSum(invoice: Invoice): Expectation {
  const computed = exclusiveOf(invoice);
  const stated = invoice.totals.taxExclusive?.minor ?? computed;
  const isBare = allowancesOf(invoice) === 0n && chargesOf(invoice) === 0n;
  return { name: 'taxExclusive', computed, make: isBare && stated < computed ? warning : fatal };
}

function inclusiveSums(invoice: Invoice): Expectation[] {
  const { taxExclusive, taxInclusive, tax, rounding, prepaid } = invoice.totals;
  const of = (amount: Money | undefined): bigint => amount?.minor ?? 0n;
  const inclusive = (taxExclusive?.minor ?? exclusiveOf(invoice)) + of(tax);
  const isRounded = taxInclusive?.minor === inclusive + of(rounding);
  const before = isRounded ? of(taxInclusive) : (taxInclusive?.minor ?? inclusive) + of(rounding);
  return [
    { name: 'taxInclusive', computed: isRounded || isAlone(invoice) ? undefined : inclusive },
    { name: 'payable', computed: isClosed(invoice) ? before - of(prepaid) : undefined },
  ];
}

/** An invoice that states neither its tax nor its total without: the one with tax stands alone. */
function isAlone({ totals }: Invoice): boolean {
  return totals.tax === undefined && totals.taxExclusive === undefined;
}

/**
 * Whether what is payable follows from the totals: a tax is stated, and it is no Factur-X MINIMUM,
 * which has neither lines nor a prepaid amount and may owe less.
 */
function isClosed({ lines, totals }: Invoice): boolean {
  const hasTax = totals.tax !== undefined || totals.taxInclusive !== undefined;
  return hasTax && (lines.length > 0 || totals.prepaid !== undefined);
}

function allowancesOf(invoice: Invoice): bigint {
  const listed = invoice.allowances.filter(a => !a.charge).reduce((t, a) => t + a.amount.minor, 0n);
  return invoice.totals.allowances?.minor ?? listed;
}

function chargesOf(invoice: Invoice): bigint {
  const listed = invoice.allowances.filter(a => a.charge).reduce((t, a) => t + a.amount.minor, 0n);
  return invoice.totals.charges?.minor ?? listed;
}

/** TS-02 due before issue; TS-07 a tenor over six months (a warning) or over a year. */
function dateFindings(invoice: Invoice, placeOf: (path: string) => Place): Finding[] {
  const { dueOn, issuedOn } = invoice;
  if (dueOn === undefined) return [];
  const params = { issuedOn, dueOn };
  if (isBefore(dueOn, issuedOn)) return [fatal('TS-02', placeOf('dueOn'), params)];
  if (isAfter(dueOn, addMonths(issuedOn, 12))) return [fatal('TS-07', placeOf('dueOn'), params)];
  if (isAfter(dueOn, addMonths(issuedOn, 6))) return [warning('TS-07', placeOf('dueOn'), params)];
  return [];
}

/** TS-08: buyer and seller are one; two names under one identifier are a warning. */
function samePartyFindings(seller: Party, buyer: Party, placeOf: () => Place): Finding[] {
  if (partyKey(seller) !== partyKey(buyer)) return [];
  const isOneName = seller.name.toUpperCase() === buyer.name.toUpperCase();
  return [(isOneName ? fatal : warning)('TS-08', placeOf(), { party: partyKey(seller) })];
}

function partyFindings(invoice: Invoice, placeOf: (path: string) => Place): Finding[] {
  const { seller, buyer } = invoice;
  return samePartyFindings(seller, buyer, () => placeOf('buyer.name'));
}

const ASSIGNING =
  /\b(factor(?:ing|ed)?|assign(?:ed|ment)|ceded|discharge[sd]?|pledged|fordran|abgetreten|überlåt\w*)\b|保理|应收账款转让|债权转让/iu;

function assignmentOf(invoice: Invoice): Invoice['assignment'] {
  if (/^(393|396)$/.test(invoice.typeCode)) return { evidence: 'typeCode', ...to(invoice.payee) };
  if (invoice.payee && !isSame(invoice.payee, invoice.seller)) {
    return { evidence: 'payee', to: invoice.payee };
  }
  return invoice.notes.some(n => ASSIGNING.test(n.text)) ? { evidence: 'note' } : undefined;
}

function to(payee: Party | undefined): { to?: Party } {
  return payee ? { to: payee } : {};
}

function isSame(a: Party, b: Party): boolean {
  return partyKey(a) === partyKey(b) || a.name.toUpperCase() === b.name.toUpperCase();
}

/** TS-05 a claim that was sold, CN-09 posting before issue, CN-12 flags that contradict. */
function runVoucherRules(voucher: VoucherFacts, placeOf: (path: string) => Place): Finding[] {
  const { facts, factored, postedOn } = voucher;
  const found = factored ? [warning('TS-05', placeOf('factored'), { to: '' })] : [];
  const issuedOn = (facts['RequestTime'] ?? '').slice(0, 10);
  if (postedOn !== undefined && issuedOn !== '' && postedOn < issuedOn) {
    found.push(warning('CN-09', placeOf('postedOn'), { postedOn, issuedOn }));
  }
  const amount = facts['AmountOfTransferredOutInputVat'] ?? '0';
  const isDenied = facts['WhetherInputVatHasBeenTransferredOut'] === 'false';
  if (isDenied && /[1-9]/.test(amount)) {
    found.push(warning('CN-12', placeOf('facts.AmountOfTransferredOutInputVat'), { amount }));
  }
  return found;
}

function runOrderRules(order: Order, placeOf: (path: string) => Place): Finding[] {
  return samePartyFindings(order.seller, order.buyer, () => placeOf('seller.name'));
}

function runStatementRules(statement: Statement, placeOf: (path: string) => Place): Finding[] {
  const findings = isSummedAlone(statement)
    ? [warning('BANK-20', placeOf('balances[0].amount'))]
    : [...balanceFindings(statement, placeOf), ...countFindings(statement, placeOf)];
  if (statement.kind === 'statement' && statement.lastPage === false) {
    findings.push(fatal('BANK-06', placeOf('lastPage'), { page: statement.page ?? '' }));
  }
  if (statement.copy) findings.push(warning('BANK-07', placeOf('number'), {}));
  const { iban } = statement.account;
  if (iban !== undefined && !isIban(iban)) {
    findings.push(warning('BANK-08', placeOf('account.iban'), { iban }));
  }
  return findings;
}

/** BANK-01 opening and entries are the closing balance, in one currency. */
function balanceFindings(statement: Statement, placeOf: (path: string) => Place): Finding[] {
  const balance = checkBalance(statement);
  const place = (): Place => placeOf('balances[0].amount');
  if (balance.result === 'differs') {
    const { opening, entries, closing } = balance;
    const computed = { minor: opening.minor + entries.minor, currency: opening.currency };
    const params = {
      opening: formatDecimal(opening),
      entries: formatDecimal(entries),
      closing: formatDecimal(closing),
      computed: formatDecimal(computed),
    };
    return [fatal('BANK-01', place(), params)];
  }
  if (balance.result !== 'currencies') return [];
  const currencies = [...new Set(statement.balances.map(b => b.amount.currency))].join(' ');
  return [fatal('BANK-01', place(), { currencies })];
}

/** A bank that tells the sums of the day and no entries: what it sums explains its balances. */
function isSummedAlone({ summary, entries, balances }: Statement): boolean {
  const sums = [summary?.credits?.minor, summary?.debits?.minor];
  if (entries.length > 0 || sums.every(one => one === undefined)) return false;
  const minorOf = (code: string): bigint | undefined =>
    balances.find(b => b.code === code)?.amount.minor;
  const [opening, closing] = [minorOf('OPBD'), minorOf('CLBD')];
  const [credits = 0n, debits = 0n] = sums;
  return opening !== undefined && opening + credits - debits === closing;
}

/** BANK-02 the number of entries, BANK-03 their sums, as the bank's own summary says. */
function countFindings(statement: Statement, placeOf: (path: string) => Place): Finding[] {
  const { summary, entries } = statement;
  const found: Finding[] = [];
  if (summary?.entries !== undefined && summary.entries !== entries.length) {
    const params = { stated: String(summary.entries), found: String(entries.length) };
    found.push(fatal('BANK-02', placeOf('number'), params));
  }
  const total = (credit: boolean): bigint =>
    entries
      .filter(e => e.amount.minor > 0n === credit)
      .reduce((t, e) => t + (credit ? e.amount.minor : -e.amount.minor), 0n);
  const sums = [
    { name: 'credits', stated: summary?.credits, computed: total(true) },
    { name: 'debits', stated: summary?.debits, computed: total(false) },
  ];
  for (const { name, stated, computed } of sums) {
    if (!stated || stated.minor === computed || -stated.minor === computed) continue;
    const params = {
      stated: formatDecimal(stated),
      computed: formatDecimal({ ...stated, minor: computed }),
    };
    found.push(fatal('BANK-03', placeOf(`summary.${name}`), params));
  }
  return found;
}

/** The findings that make a statement suspect rather than refused. */
export function isSuspicion(found: Finding): boolean {
  return /^BANK-0[1-6]$/.test(found.rule);
}
