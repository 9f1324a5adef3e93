import type { CanonicalDocument, Ident, Invoice, Party } from '../../domain/document/index.ts';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { isFatal, type Finding } from '../finding.ts';
import type { ReadRecord } from '../read.ts';
import { describeFinding } from '../rule/texts.ts';
import type { Answer } from './answer.ts';
import { element, xmlText, type Element } from './element.ts';

const UBL = 'urn:oasis:names:specification:ubl:schema:xsd:';
const NAMESPACES = {
  xmlns: `${UBL}ApplicationResponse-2`,
  'xmlns:cac': `${UBL}CommonAggregateComponents-2`,
  'xmlns:cbc': `${UBL}CommonBasicComponents-2`,
};

/**
 * Answers a Peppol document by a message level response: accepted, or rejected with each fatal rule
 * at its place. Undefined for a document that is not Peppol's, that is a response itself, or whose
 * parties have no endpoint to answer from and to.
 */
export function levelResponse(
  record: ReadRecord,
  options: { readonly id: string; readonly at: string },
): Answer | undefined {
  const { document } = record;
  const ends = document && endsOf(document);
  if (!document || !ends || !claimsPeppol(record)) return undefined;
  const [from, to] = ends;
  const fatal = record.accepted ? [] : record.findings.filter(isFatal);
  const response = element('cac:DocumentResponse', [
    element('cac:Response', [element('cbc:ResponseCode', record.accepted ? 'AP' : 'RE')]),
    element('cac:DocumentReference', [element('cbc:ID', document.number)]),
    ...fatal.map(lineResponse),
  ]);
  const text = applicationResponse('mlr', { ...options, from, to, response });
  const answers = `${document.kind} ${document.number} ${document.load}`;
  return { syntax: 'MLR', answers, control: options.id, text };
}

function claimsPeppol({ root }: ReadRecord): boolean {
  const claimed = root?.children.find(c => c.local === 'CustomizationID')?.text ?? '';
  return claimed.includes('urn:fdc:peppol.eu:');
}

/** The buyer answers what a seller sends, the seller an order and what follows it. */
function endsOf(document: CanonicalDocument): readonly [Party, Party] | undefined {
  if (!('seller' in document)) return undefined;
  const { buyer, seller } = document;
  if (!buyer.endpoint || !seller.endpoint) return undefined;
  const isBuyers = ['order', 'orderChange', 'orderCancel', 'receipt'].includes(document.kind);
  return isBuyers ? [seller, buyer] : [buyer, seller];
}

function lineResponse(finding: Finding): Element {
  const { title } = describeFinding(finding, 'en');
  return element('cac:LineResponse', [
    element('cac:LineReference', [element('cbc:LineID', finding.path === '' ? '/' : finding.path)]),
    element('cac:Response', [
      element('cbc:ResponseCode', 'RE'),
      element('cbc:Description', `[${finding.rule}] ${title}`),
      element('cac:Status', [element('cbc:StatusReasonCode', 'BV')]),
    ]),
  ]);
}

/** What a buyer says about an invoice (T111 of Peppol): codes of UNCL 4343 as Peppol allows them. */
export type BuyerWord = {
  readonly id: string;
  /** UTC instant. */
  readonly at: string;
  readonly code: 'AB' | 'IP' | 'UQ' | 'CA' | 'RE' | 'AP' | 'PD';
  /** Codes of OPStatusReason. */
  readonly reasons: readonly string[];
  /** Codes of OPStatusAction. */
  readonly actions: readonly string[];
  readonly clarification?: string;
};

/**
 * Writes the buyer's word as an invoice response. `CLARIFICATION` where an answer under query,
 * conditional or rejecting gives no reason or clarification; `ENDPOINT` where a party has none.
 */
export function invoiceResponse(
  invoice: Invoice,
  word: BuyerWord,
): Result<string, 'CLARIFICATION' | 'ENDPOINT'> {
  const { code, reasons, actions, clarification } = word;
  const isOpen = code === 'UQ' || code === 'CA' || code === 'RE';
  if (isOpen && (reasons.length === 0 || clarification === undefined)) return fail('CLARIFICATION');
  const { buyer: from, seller: to } = invoice;
  if (!from.endpoint || !to.endpoint) return fail('ENDPOINT');
  const status = (list: string, value: string): Element =>
    element('cac:Status', [
      element('cbc:StatusReasonCode', value, { listID: list }),
      list === 'OPStatusReason' && clarification !== undefined
        ? element('cbc:StatusReason', clarification)
        : undefined,
    ]);
  const response = element('cac:DocumentResponse', [
    element('cac:Response', [
      element('cbc:ResponseCode', code),
      element('cbc:EffectiveDate', word.at.slice(0, 10)),
      ...reasons.map(reason => status('OPStatusReason', reason)),
      ...actions.map(action => status('OPStatusAction', action)),
    ]),
    element('cac:DocumentReference', [
      element('cbc:ID', invoice.number),
      element('cbc:IssueDate', invoice.issuedOn),
      element('cbc:DocumentTypeCode', invoice.typeCode),
    ]),
  ]);
  return ok(applicationResponse('invoice_response', { ...word, from, to, response }));
}

function applicationResponse(
  transaction: 'mlr' | 'invoice_response',
  of: {
    readonly id: string;
    readonly at: string;
    readonly from: Party;
    readonly to: Party;
    readonly response: Element;
  },
): string {
  const { id, at, from, to, response } = of;
  const hasName = transaction === 'invoice_response';
  const root = element(
    'ApplicationResponse',
    [
      element('cbc:CustomizationID', `urn:fdc:peppol.eu:poacc:trns:${transaction}:3`),
      element('cbc:ProfileID', `urn:fdc:peppol.eu:poacc:bis:${transaction}:3`),
      element('cbc:ID', id),
      element('cbc:IssueDate', at.slice(0, 10)),
      element('cbc:IssueTime', at.slice(11, 19)),
      element('cac:SenderParty', partyOf(from, hasName)),
      element('cac:ReceiverParty', partyOf(to, hasName)),
      response,
    ],
    NAMESPACES,
  );
  return xmlText(root);
}

function partyOf({ endpoint, name }: Party, hasName: boolean): (Element | undefined)[] {
  return [
    endpoint && endpointOf(endpoint),
    hasName ? element('cac:PartyLegalEntity', [element('cbc:RegistrationName', name)]) : undefined,
  ];
}

function endpointOf({ scheme, value }: Ident): Element {
  return element('cbc:EndpointID', value, scheme === null ? {} : { schemeID: scheme });
}
