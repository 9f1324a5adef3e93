import { fatal, type Finding } from '../../finding.ts';
import {
  constant,
  first,
  firstPart,
  group,
  many,
  mapNode,
  read,
  type Mapping,
} from '../mapping.ts';
import type { DraftDocument } from '../mapped.ts';
import { negated } from '../negate.ts';
import { selectNodes } from '../path.ts';
import type { XmlDocument } from '../xml.ts';
import { mapDialects } from './dialects.ts';
import { signatureState } from './signature.ts';

const DATA = 'EInvoiceData';
const BASIC = `${DATA}/BasicInformation`;

function party(side: 'Seller' | 'Buyer'): Mapping {
  return [
    first('name', `${side}Name`),
    group('taxIds', `.[${side}IdNum]`, [first('id', `${side}IdNum`)]),
    firstPart('address', `.[${side}Addr]`, [
      many('lines', `${side}Addr`),
      constant('country', 'CN'),
    ]),
    firstPart('contact', `.[${side}TelNum]`, [first('phone', `${side}TelNum`)]),
    group('accounts', `.[${side}BankAccNum]`, [
      first('id', `${side}BankAccNum`),
      first('bankName', `${side}BankName`),
    ]),
  ];
}

/** Days come with a time of day behind a blank. */
const DAY = ['slice 0 10'];

/** EInvoice 0.2 to 0.33, in the tags of the tax bureau's standard. */
const EINVOICE: Mapping = [
  first('number', 'TaxSupervisionInfo/InvoiceNumber', 'Header/EIid'),
  first('authority', 'TaxSupervisionInfo/InvoiceNumber', 'Header/EIid'),
  read(first('issuedOn', 'TaxSupervisionInfo/IssueTime', `${BASIC}/RequestTime`), { steps: DAY }),
  read(first('typeCode', 'Header/InherentLabel/InIssuType/LabelCode'), {
    steps: ['lookup {"Y":"380","N":"381"}'],
  }),
  first('signature', 'TaxBureauSignature/SignatureValue'),
  constant('currency', 'CNY'),
  first('profile', 'Header/Version'),
  many('notes', `${DATA}/AdditionalInformation/Remark`),
  group('preceding', `${DATA}/SpecificInformation/~OriginalInvoiceNumber`, [first('number', '.')]),
  firstPart('seller', `${DATA}/SellerInformation`, party('Seller')),
  firstPart('buyer', `${DATA}/BuyerInformation`, party('Buyer')),
  group('taxes', `${BASIC}/TotalTaxAm`, [first('amount', '.')]),
  firstPart('totals', BASIC, [
    first('lines', 'TotalAmWithoutTax'),
    first('taxExclusive', 'TotalAmWithoutTax'),
    first('taxInclusive', 'TotalTax-includedAmount'),
    first('payable', 'TotalTax-includedAmount'),
  ]),
  group('lines', `${DATA}/IssuItemInformation`, [
    read(first('quantity', 'Quantity'), { beside: { unitCode: 'MeaUnits' } }),
    first('net', 'Amount'),
    read(first('rate', 'TaxRate'), { steps: ['share'] }),
    firstPart('item', '.', [
      first('name', 'ItemName'),
      first('description', 'SpecMod'),
      many('classes', 'TaxClassificationCode'),
    ]),
    firstPart('price', '.[UnPrice]', [first('net', 'UnPrice')]),
  ]),
];

/**
 * Maps a 数电票 of the tax bureau's own tags to a draft, or one in Chinese or pinyin tags. What its
 * signature is worth stands in the draft; one that its own key contradicts is CN-07.
 */
export function mapEinvoice(
  document: XmlDocument,
  trusted: readonly string[] = [],
): DraftDocument[] {
  const { root } = document;
  return root.local === 'EInvoice' ? [mapBureau(document, trusted)] : mapDialects(document);
}

function mapBureau(document: XmlDocument, trusted: readonly string[]): DraftDocument {
  const findings: Finding[] = [];
  const { root } = document;
  const isOwn = (): boolean => true;
  const draft = mapNode({ document, isOwn, findings }, root, EINVOICE);
  const { signature } = draft.values;
  const state = signatureState(document, trusted);
  if (signature) draft.values['signature'] = { ...signature, text: state, constant: true };
  if (state === 'invalid') {
    const place = { path: 'authority.signature', line: root.line, column: root.column };
    findings.push(fatal('CN-07', place));
  }
  const [type] = selectNodes(root, 'Header/InherentLabel/InIssuType/LabelCode', isOwn);
  const isRed = type?.text.trim() === 'N';
  const isNegative = draft.parts['totals']?.values['payable']?.text.startsWith('-') === true;
  if (isRed && isNegative) negated(draft);
  return { kind: isRed ? 'creditNote' : 'invoice', draft, findings };
}

const FACTS: Mapping = [
  first('number', 'InvoiceNumber'),
  first('issuedOn', 'context/period/instant'),
  constant('currency', 'CNY'),
  firstPart('issuer', '.[UnifiedSocialCreditCodeOfAccountingEntity]', [
    first('name', 'NameOfAccountingEntity'),
    first('id', 'UnifiedSocialCreditCodeOfAccountingEntity'),
  ]),
  firstPart('recipient', '.[SellerIdNum]', [
    first('name', 'SellerName'),
    first('id', 'SellerIdNum'),
  ]),
  firstPart('invoice', '.[InvoiceNumber]', [first('number', 'InvoiceNumber')]),
  first('taxInclusive', 'TotalTax-includedAmount'),
  first('postedOn', 'InformationOfAccountingDocumentsTuple/PostingDate'),
  first('factored', 'WhetherEinvoiceHasBeenFactoredSoldOrSecuritized'),
];

/** Maps an accounting instance (MoF XBRL `einv`) to the facts it states of one tax invoice. */
export function mapXbrl(document: XmlDocument): DraftDocument {
  const findings: Finding[] = [];
  const { root } = document;
  const context = { document, isOwn: (): boolean => true, findings };
  const named = [...new Set(root.children.filter(isFact).map(c => c.local))];
  const facts = named.map(name => first(name, name));
  const draft = mapNode(context, root, [...FACTS, firstPart('facts', '.', facts)]);
  return { kind: 'voucherFacts', draft, findings };
}

function isFact({ uri, children, text }: XmlDocument['root']): boolean {
  return uri.startsWith('http://xbrl.mof.gov.cn/') && children.length === 0 && text.trim() !== '';
}
