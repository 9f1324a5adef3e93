import { first, firstPart, group, many, part, value, type Mapping } from '../mapping.ts';

const DAY = 'DateTimeString';

const PARTY: Mapping = [
  first('name', 'Name', 'SpecifiedLegalOrganization/TradingBusinessName'),
  first('tradeName', 'SpecifiedLegalOrganization/TradingBusinessName'),
  group('taxIds', 'SpecifiedTaxRegistration', [value('id', 'ID')]),
  many('legalIds', 'SpecifiedLegalOrganization/ID'),
  many('ids', 'GlobalID', 'ID'),
  first('endpoint', 'URIUniversalCommunication/URIID'),
  firstPart('address', 'PostalTradeAddress', [
    many('lines', 'LineOne'),
    first('lineTwo', 'LineTwo'),
    many('linesMore', 'LineThree'),
    first('city', 'CityName'),
    first('region', 'CountrySubDivisionName'),
    first('postcode', 'PostcodeCode'),
    first('country', 'CountryID'),
  ]),
  firstPart('contact', 'DefinedTradeContact', [
    first('name', 'PersonName', 'DepartmentName'),
    first('phone', 'TelephoneUniversalCommunication/CompleteNumber'),
    first('email', 'EmailURIUniversalCommunication/URIID'),
  ]),
];

const ALLOWANCE: Mapping = [
  value('charge', 'ChargeIndicator/Indicator'),
  first('amount', 'ActualAmount'),
  first('base', 'BasisAmount'),
  value('percent', 'CalculationPercent'),
  first('reasonCode', 'ReasonCode'),
  first('reason', 'Reason'),
  first('category', 'CategoryTradeTax/CategoryCode'),
  first('rate', 'CategoryTradeTax/RateApplicablePercent', 'CategoryTradeTax/ApplicablePercent'),
];

const REFERENCE: Mapping = [
  first('number', 'IssuerAssignedID', 'ID'),
  first('issuedOn', `FormattedIssueDateTime/${DAY}`, 'IssueDateTime'),
];

const PRICE: Mapping = [
  first('net', 'NetPriceProductTradePrice/ChargeAmount'),
  first('per', 'NetPriceProductTradePrice/BasisQuantity'),
  first('gross', 'GrossPriceProductTradePrice/ChargeAmount'),
  first('discount', 'GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount'),
];

/** Names of the three parts of a line or a header, in D16B and in ZUGFeRD 1. */
type Names = { readonly agreement: string; readonly delivery: string; readonly settlement: string };

function line({ agreement, delivery, settlement }: Names, sum: string): Mapping {
  const tax = `${settlement}/ApplicableTradeTax`;
  return [
    value('id', 'AssociatedDocumentLineDocument/LineID'),
    first('status', 'AssociatedDocumentLineDocument/LineStatusReasonCode'),
    first('note', 'AssociatedDocumentLineDocument/IncludedNote/Content'),
    value('quantity', `${delivery}/BilledQuantity`),
    first('net', `${settlement}/${sum}/LineTotalAmount`),
    firstPart('item', 'SpecifiedTradeProduct', [
      first('name', 'Name'),
      first('description', 'Description'),
      first('sellerId', 'SellerAssignedID'),
      first('buyerId', 'BuyerAssignedID'),
      first('standardId', 'GlobalID'),
      many('classes', 'DesignatedProductClassification/ClassCode'),
    ]),
    firstPart('price', agreement, PRICE),
    group('allowances', `${settlement}/SpecifiedTradeAllowanceCharge`, ALLOWANCE),
    first('category', `${tax}/CategoryCode`),
    first('rate', `${tax}/RateApplicablePercent`, `${tax}/ApplicablePercent`),
    firstPart('orderLine', `${agreement}/BuyerOrderReferencedDocument`, [
      first('line', 'LineID'),
      first('number', 'IssuerAssignedID', 'ID'),
    ]),
  ];
}

const SUBTOTAL: Mapping = [
  value('tax', 'CalculatedAmount'),
  value('taxable', 'BasisAmount'),
  first('category', 'CategoryCode'),
  first('rate', 'RateApplicablePercent', 'ApplicablePercent'),
  first('exemptionCode', 'ExemptionReasonCode'),
  first('exemption', 'ExemptionReason'),
];

const MEANS: Mapping = [
  value('code', 'TypeCode'),
  firstPart('account', '.', [
    first(
      'id',
      'PayeePartyCreditorFinancialAccount/IBANID',
      'PayeePartyCreditorFinancialAccount/ProprietaryID',
    ),
    first('name', 'PayeePartyCreditorFinancialAccount/AccountName'),
    first('bic', 'PayeeSpecifiedCreditorFinancialInstitution/BICID'),
    first('bankName', 'PayeeSpecifiedCreditorFinancialInstitution/Name'),
  ]),
];

type Root = {
  readonly head: string;
  readonly context: string;
  readonly trade: string;
  readonly header: Names;
  readonly line: Names;
  readonly sum: string;
  readonly lineSum: string;
  /** What is to be paid; further names are taken where the first is not there. */
  readonly payable: readonly string[];
};

function invoice({
  head,
  context,
  trade,
  header,
  line: lines,
  sum,
  lineSum,
  payable,
}: Root): Mapping {
  const [agreement, delivery, settlement] = [
    `${trade}/${header.agreement}`,
    `${trade}/${header.delivery}`,
    `${trade}/${header.settlement}`,
  ];
  const totals = `${settlement}/${sum}`;
  return [
    value('profile', `${context}/GuidelineSpecifiedDocumentContextParameter/ID`),
    value('process', `${context}/BusinessProcessSpecifiedDocumentContextParameter/ID`),
    value('number', `${head}/ID`),
    value('typeCode', `${head}/TypeCode`),
    value('issuedOn', `${head}/IssueDateTime/${DAY}`),
    value('copy', `${head}/CopyIndicator/Indicator`),
    many('notes', `${head}/IncludedNote/Content`),
    value('currency', `${settlement}/InvoiceCurrencyCode`),
    value('accountingCurrency', `${settlement}/TaxCurrencyCode`),
    first('dueOn', `${settlement}/SpecifiedTradePaymentTerms/DueDateDateTime/${DAY}`),
    many('terms', `${settlement}/SpecifiedTradePaymentTerms/Description`),
    value('buyerReference', `${agreement}/BuyerReference`),
    first('project', `${agreement}/SpecifiedProcuringProject/ID`),
    group('orders', `${agreement}/BuyerOrderReferencedDocument`, REFERENCE),
    firstPart('contract', `${agreement}/ContractReferencedDocument`, REFERENCE),
    group('shipments', `${delivery}/DespatchAdviceReferencedDocument`, REFERENCE),
    group('receipts', `${delivery}/ReceivingAdviceReferencedDocument`, REFERENCE),
    group('preceding', `${settlement}/InvoiceReferencedDocument`, REFERENCE),
    group('attachments', `${agreement}/AdditionalReferencedDocument`, [
      first('id', 'IssuerAssignedID', 'ID'),
      first('content', 'AttachmentBinaryObject'),
      first('uri', 'URIID'),
    ]),
    part('seller', `${agreement}/SellerTradeParty`, PARTY),
    part('buyer', `${agreement}/BuyerTradeParty`, PARTY),
    part('payee', `${settlement}/PayeeTradeParty`, PARTY),
    part('taxRepresentative', `${agreement}/SellerTaxRepresentativeTradeParty`, PARTY),
    first('deliveredOn', `${delivery}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/${DAY}`),
    group('means', `${settlement}/SpecifiedTradeSettlementPaymentMeans`, MEANS),
    group('allowances', `${settlement}/SpecifiedTradeAllowanceCharge`, ALLOWANCE),
    group('taxes', `${totals}/TaxTotalAmount`, [value('amount', '.')]),
    group('subtotals', `${settlement}/ApplicableTradeTax`, SUBTOTAL),
    part('totals', totals, totalsRows(payable)),
    group('lines', `${trade}/IncludedSupplyChainTradeLineItem`, line(lines, lineSum)),
  ];
}

function totalsRows(payable: readonly string[]): Mapping {
  return [
    first('lines', 'LineTotalAmount'),
    first('allowances', 'AllowanceTotalAmount'),
    first('charges', 'ChargeTotalAmount'),
    first('taxExclusive', 'TaxBasisTotalAmount'),
    first('taxInclusive', 'GrandTotalAmount'),
    first('prepaid', 'TotalPrepaidAmount'),
    first('rounding', 'RoundingAmount'),
    first('payable', ...payable),
  ];
}

/** CrossIndustryInvoice D16B: EN 16931, Factur-X, ZUGFeRD 2, XRechnung. */
export const CROSS_INDUSTRY_INVOICE: Mapping = invoice({
  head: 'ExchangedDocument',
  context: 'ExchangedDocumentContext',
  trade: 'SupplyChainTradeTransaction',
  header: {
    agreement: 'ApplicableHeaderTradeAgreement',
    delivery: 'ApplicableHeaderTradeDelivery',
    settlement: 'ApplicableHeaderTradeSettlement',
  },
  line: {
    agreement: 'SpecifiedLineTradeAgreement',
    delivery: 'SpecifiedLineTradeDelivery',
    settlement: 'SpecifiedLineTradeSettlement',
  },
  sum: 'SpecifiedTradeSettlementHeaderMonetarySummation',
  lineSum: 'SpecifiedTradeSettlementLineMonetarySummation',
  payable: ['DuePayableAmount'],
});

/** CrossIndustryDocument: ZUGFeRD 1. */
export const CROSS_INDUSTRY_DOCUMENT: Mapping = invoice({
  head: 'HeaderExchangedDocument',
  context: 'SpecifiedExchangedDocumentContext',
  trade: 'SpecifiedSupplyChainTradeTransaction',
  header: {
    agreement: 'ApplicableSupplyChainTradeAgreement',
    delivery: 'ApplicableSupplyChainTradeDelivery',
    settlement: 'ApplicableSupplyChainTradeSettlement',
  },
  line: {
    agreement: 'SpecifiedSupplyChainTradeAgreement',
    delivery: 'SpecifiedSupplyChainTradeDelivery',
    settlement: 'SpecifiedSupplyChainTradeSettlement',
  },
  sum: 'SpecifiedTradeSettlementMonetarySummation',
  lineSum: 'SpecifiedTradeSettlementMonetarySummation',
  // Profile Basic may leave out what is due: it is the whole then.
  payable: ['DuePayableAmount', 'GrandTotalAmount'],
});
