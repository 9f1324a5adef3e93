import {
  fingerprintValues,
  type FingerprintFields,
  type PrivateField,
} from '../../domain/evidence/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { idOf } from '../flow/state-double.ts';
import {
  ASSOCIATION,
  AUDITOR,
  BANK,
  BUYER,
  CARD,
  CLAIM,
  COLLECT,
  ESCROW,
  FUNDER,
  hashOf,
  LINES,
  OPERATOR,
  PAYEE,
  SUPPLIER,
} from '../flow/trade.ts';
import { FINANCING, PAYOUT, REPAYMENT } from '../flow/steps.ts';

/** What the golden tables call the parties and things of the worked example. */
export const NAMES: Readonly<Record<string, string>> = {
  operator: OPERATOR,
  association: ASSOCIATION,
  auditor: AUDITOR,
  supplier: SUPPLIER,
  buyer: BUYER,
  funder: FUNDER,
  bank: BANK,
  second: idOf(15),
  neutral: idOf(16),
  rival: idOf(17),
  partner: idOf(18),
  claim: CLAIM,
  other: idOf(32),
  fresh: idOf(33),
  collect: COLLECT,
  payee: PAYEE,
  escrow: ESCROW,
  card: CARD,
  financing: FINANCING,
  payout: PAYOUT,
  repayment: REPAYMENT,
  match: idOf(320),
  repayment2: hashOf(105),
  debtorLine: LINES.debtor,
  supplierLine: LINES.supplier,
  funderLine: LINES.funder,
  partA: idOf(301),
  partB: idOf(302),
  partC: idOf(303),
  recourse: idOf(311),
  repurchase: idOf(312),
  dispute: idOf(313),
  dispute2: idOf(314),
  quote: idOf(315),
  quote2: idOf(316),
  standing: idOf(317),
  trip: idOf(318),
  proposal: idOf(319),
  disclosure: idOf(321),
  label: idOf(372),
  label2: idOf(373),
  verifier: idOf(371),
  newKey: `${SUPPLIER.slice(-6)}-9`,
  unknown: idOf(999),
  newcomer: idOf(19),
  newcomer2: idOf(20),
  screening: idOf(321),
  pool: idOf(322),
  pool2: idOf(323),
  deal: idOf(324),
  deal2: idOf(325),
  issue: idOf(326),
  issue2: idOf(327),
  distribution: idOf(328),
  distribution2: idOf(329),
  payout2: idOf(72),
  buyerAccount: idOf(501),
  funderAccount: idOf(502),
  payerRef: hashOf(302),
  ownLine: idOf(503),
  hedge: idOf(521),
  partnerAccount: idOf(505),
  partner2: idOf(506),
  partner2Account: idOf(507),
  marginAct: idOf(508),
  rivalDebtor: idOf(511),
  rivalSupplier: idOf(512),
  rivalFunder: idOf(513),
  ownDebtor: idOf(514),
  ownSupplier: idOf(515),
  ownFunder: idOf(516),
  operatorAccount: idOf(504),
  new1: idOf(401),
  new2: idOf(402),
  new3: idOf(403),
  carrier: idOf(5_001),
  order: idOf(5_002),
  order2: idOf(5_003),
  loan: idOf(5_004),
  loan2: idOf(5_005),
  draw: idOf(5_006),
  draw2: idOf(5_009),
  vendorAccount: idOf(5_007),
  conversion: idOf(5_008),
  engagement: idOf(5_020),
  packaged: idOf(5_021),
  lawyers: idOf(5_022),
  accountants: idOf(5_023),
  raters: idOf(5_024),
  custodians: idOf(5_025),
  appraisers: idOf(5_026),
  opinion: idOf(5_027),
  comfort: idOf(5_028),
  rated: idOf(5_029),
  kept: idOf(5_030),
  grant: idOf(5_031),
  grant2: idOf(5_032),
  otherBank: idOf(5_040),
};

const INVOICE: FingerprintFields = {
  sellerTaxId: '91310000MA1K000011',
  buyer: '91310000MA1K000012',
  fiscalYear: '2026',
  type: 'INV',
  number: 'A-1001',
  issuedOn: '2026-02-20',
  currency: 'CNY',
  totalMinor: 1_000_000n,
};

/** Invoices by the name under which a table's body asks for their root. */
const INVOICES: Readonly<Record<string, Partial<FingerprintFields>>> = {
  invoice: {},
  invoiceLarge: { number: 'L-1', totalMinor: 100_000_000n },
  invoiceNextYear: { fiscalYear: '2027' },
  invoiceCreditNote: { type: 'CRN' },
  invoiceOtherAmount: { totalMinor: 1_005_000n },
  invoiceSpelt: { number: 'a 1001' },
  invoiceSpeltOther: { number: 'a 1001', totalMinor: 1_100_000n, issuedOn: '2026-02-21' },
  invoiceRenumbered: { number: 'B-77' },
  invoiceOtherSeller: { sellerTaxId: '91310000MA1K000099', totalMinor: 1_000_001n },
  invoiceDollar: { currency: 'USD' },
  invoiceFactored: {},
  invoiceBarred: {},
  invoiceCredited: {},
};

/** What an invoice's private fields say beside its fingerprints. */
const SIGNS: Readonly<Record<string, readonly [string, string | boolean]>> = {
  invoiceFactored: ['assignment', 'xbrlFlag'],
  invoiceBarred: ['assignable', false],
  invoiceCredited: ['creditNotesMinor', '1'],
};

const owner = (name: string, of: string, kind: 'person' | 'entity', sharePpm: number) => {
  return { owner: name, of, kind, sharePpm, subject: `${kind} ${name}` };
};

const orderOf = (number: string, more: Readonly<Record<string, Wire>> = {}) => ({
  'order.sellerTaxId': '91310000MA1K000011',
  'order.buyer': '91310000MA1K000012',
  'order.number': number,
  ...more,
});

/** Files of an applicant by name: `identity…` and `owners…` open its two roots. */
const FILES: Readonly<Record<string, Readonly<Record<string, Wire>>>> = {
  identity: { 'registration.number': '91310000MA1FL0000X', representative: 'Zhang' },
  identityOther: { 'registration.number': '91310000MA1FL0001Y', representative: 'Li' },
  orderPaper: orderOf('PO-7'),
  orderRevised: orderOf('PO-7', { 'order.lines': '12 instead of 10' }),
  orderOther: orderOf('PO-8'),
  orderNameless: { 'order.sellerTaxId': '91310000MA1K000011' },
  owners: { 'owners[0]': owner('o1', 'self', 'person', 1_000_000) },
  // who might hold 25 % must be named.
  ownersHidden: { 'owners[0]': owner('o1', 'self', 'person', 750_000) },
  ownersNearly: { 'owners[0]': owner('o1', 'self', 'person', 750_001) },
  ownersLayer: { 'owners[0]': owner('o1', 'self', 'entity', 1_000_000) },
  ownersThrough: {
    'owners[0]': owner('o1', 'self', 'entity', 1_000_000),
    'owners[1]': owner('o2', 'o1', 'person', 1_000_000),
  },
  ownersTooMany: {
    'owners[0]': owner('o1', 'self', 'person', 600_000),
    'owners[1]': owner('o2', 'self', 'person', 400_001),
  },
};

/** Private fields with fixed salts, by the name under which they come with an act. */
export function privateFields(name: string): readonly PrivateField[] {
  const salt = 'AAAAAAAAAAAAAAAAAAAAAA';
  const invoice = INVOICES[name];
  if (invoice) {
    const fields = fingerprintValues({ ...INVOICE, ...invoice }, 0);
    const [sign, says] = SIGNS[name] ?? [];
    if (sign !== undefined && says !== undefined) {
      fields.push({ path: `invoices[0].${sign}`, value: says });
    }
    return fields.map(({ path, value }) => ({ path, salt, value }));
  }
  const file = FILES[name];
  if (file) return Object.entries(file).map(([path, value]) => ({ path, salt, value }));
  return [
    { path: 'amount', salt, value: '10000.00' },
    { path: 'document', salt, value: name },
  ];
}
