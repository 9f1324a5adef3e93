import {
  addDecimal,
  compareDecimal,
  DECIMAL_ZERO,
  formatExact,
  readDecimal,
  type Decimal,
} from '../../../domain/document/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft } from '../../locator.ts';
import { mapNode, first, firstPart, group, many, value, type Mapping } from '../mapping.ts';
import type { DraftDocument } from '../mapped.ts';
import { selectNodes } from '../path.ts';
import { nodeLocator, pathOf, type XmlDocument } from '../xml.ts';

const PARTY: Mapping = [
  first('name', 'Nm'),
  first('id', 'Id/OrgId/AnyBIC', 'Id/OrgId/BICOrBEI', 'Id/OrgId/LEI', 'Id/OrgId/Othr/Id'),
  firstPart('address', 'PstlAdr', [
    many('lines', 'AdrLine', 'StrtNm'),
    value('city', 'TwnNm'),
    value('postcode', 'PstCd'),
    value('country', 'Ctry'),
  ]),
];

const ACCOUNT: Mapping = [
  first('iban', 'Id/IBAN'),
  first('id', 'Id/Othr/Id'),
  value('currency', 'Ccy'),
];

const PAYMENT: Mapping = [
  value('endToEndId', 'PmtId/EndToEndId'),
  value('transactionId', 'PmtId/InstrId'),
  value('uetr', 'PmtId/UETR'),
  first('amount', 'Amt/InstdAmt', 'Amt/EqvtAmt/Amt'),
  firstPart('creditor', 'Cdtr', PARTY),
  firstPart('ultimateCreditor', 'UltmtCdtr', PARTY),
  firstPart('creditorAccount', 'CdtrAcct', ACCOUNT),
  many('remittance', 'RmtInf/Ustrd'),
  first('creditorReference', 'RmtInf/Strd/CdtrRefInf/Ref', 'RmtInf/Strd/CdtrRefInf/CdtrRef'),
  group('structured', 'RmtInf/Strd', [
    first('number', 'RfrdDocInf/Nb', 'RfrdDocInf/RfrdDocNb'),
    first('issuedOn', 'RfrdDocInf/RltdDt/Dt', 'RfrdDocInf/RltdDt'),
    first('amount', 'RfrdDocAmt/RmtdAmt', 'RfrdDocAmt/DuePyblAmt'),
  ]),
];

/** PmtInf of pain.001, versions 3 to 12. */
const BATCH: Mapping = [
  first('number', 'PmtInfId', '^CstmrCdtTrfInitn/GrpHdr/MsgId'),
  first('issuedOn', '^CstmrCdtTrfInitn/GrpHdr/CreDtTm'),
  first('executeOn', 'ReqdExctnDt/Dt', 'ReqdExctnDt/DtTm', 'ReqdExctnDt'),
  first('count', 'NbOfTxs'),
  first('sum', 'CtrlSum'),
  firstPart('issuer', 'Dbtr', PARTY),
  firstPart('debtorAccount', 'DbtrAcct', ACCOUNT),
  group('payments', 'CdtTrfTxInf', PAYMENT),
];

/**
 * Maps a pain.001 message: one draft for each batch. Control sum and count of the message and of
 * each batch are held against the payments (PAY-01).
 */
export function mapPain(document: XmlDocument, message: string): DraftDocument[] {
  const { root } = document;
  const isOwn = (uri: string): boolean => uri === root.uri;
  const [body] = selectNodes(root, 'CstmrCdtTrfInitn', isOwn);
  if (!body || !message.startsWith('pain.001')) {
    const place = { path: pathOf(root), line: root.line, column: root.column };
    const found = fatal('SN-03', place, { kind: message, format: 'ISO 20022' });
    return [
      { kind: 'paymentOrder', draft: emptyDraft(nodeLocator(document, root)), findings: [found] },
    ];
  }
  const all: Paid = { count: 0, sum: DECIMAL_ZERO };
  const batches = selectNodes(body, 'PmtInf', isOwn).map(node => {
    const findings: Finding[] = [];
    const draft = mapNode({ document, isOwn, findings }, node, BATCH);
    const paid = paidBy(draft.groups['payments'] ?? []);
    findings.push(...controlFaults(draft, paid));
    all.count += paid.count;
    all.sum = addDecimal(all.sum, paid.sum);
    return { kind: 'paymentOrder', draft, findings };
  });
  const head = mapNode({ document, isOwn, findings: [] }, body, [
    first('count', 'GrpHdr/NbOfTxs'),
    first('sum', 'GrpHdr/CtrlSum'),
  ]);
  batches[0]?.findings.push(...controlFaults(head, all));
  return batches;
}

/** How many payments there are, and what they add up to in figures, whatever their currencies. */
type Paid = { count: number; sum: Decimal };

function paidBy(payments: readonly Draft[]): Paid {
  let sum = DECIMAL_ZERO;
  for (const { values } of payments) {
    const read = readDecimal(values['amount']?.text ?? '');
    if (read.ok) sum = addDecimal(sum, read.value.value);
  }
  return { count: payments.length, sum };
}

function controlFaults({ values, at }: Draft, paid: Paid): Finding[] {
  const { count, sum } = values;
  const found: Finding[] = [];
  const place = { path: at.path, line: at.line, column: at.column };
  const payment = String(paid.count);
  if (count && count.text !== payment) {
    found.push(fatal('PAY-01', place, { stated: count.text, computed: payment }));
  }
  const stated = sum && readDecimal(sum.text);
  if (stated?.ok && compareDecimal(stated.value.value, paid.sum) !== 0) {
    const params = { stated: sum?.text ?? '', computed: formatExact(paid.sum) };
    found.push(fatal('PAY-01', place, params));
  }
  return found;
}
