import { first, firstPart, group, many, value, type Mapping } from '../mapping.ts';

export const ADDRESS: Mapping = [
  many('lines', 'StreetName'),
  value('lineNumber', 'BuildingNumber'),
  value('lineTwo', 'AdditionalStreetName'),
  many('linesMore', 'AddressLine/Line'),
  value('city', 'CityName'),
  value('region', 'CountrySubentity'),
  value('regionCode', 'CountrySubentityCode'),
  value('postcode', 'PostalZone'),
  value('country', 'Country/IdentificationCode'),
];

const CONTACT: Mapping = [
  value('name', 'Name'),
  value('phone', 'Telephone'),
  value('email', 'ElectronicMail'),
];

/** A party that stands inside a role element such as `AccountingSupplierParty/Party`. */
export const PARTY_FIELDS: Mapping = [
  first(
    'name',
    'PartyLegalEntity/RegistrationName',
    'PartyName/Name',
    'PartyTaxScheme/RegistrationName',
  ),
  first('tradeName', 'PartyName/Name'),
  group('taxIds', 'PartyTaxScheme', [value('id', 'CompanyID'), first('scheme', 'TaxScheme/ID')]),
  many('legalIds', 'PartyLegalEntity/CompanyID'),
  many('ids', 'PartyIdentification/ID'),
  value('endpoint', 'EndpointID'),
  firstPart('address', 'PostalAddress', ADDRESS),
  firstPart('contact', 'Contact', CONTACT),
];

export const ACCOUNT: Mapping = [
  value('id', 'ID'),
  value('name', 'Name'),
  first(
    'bic',
    'FinancialInstitutionBranch/FinancialInstitution/ID',
    'FinancialInstitutionBranch/ID',
  ),
  first(
    'bankName',
    'FinancialInstitutionBranch/FinancialInstitution/Name',
    'FinancialInstitutionBranch/Name',
  ),
  value('currency', 'CurrencyCode'),
];

export const ITEM: Mapping = [
  first('name', 'Name'),
  first('description', 'Description'),
  first('sellerId', 'SellersItemIdentification/ID'),
  first('buyerId', 'BuyersItemIdentification/ID'),
  first('standardId', 'StandardItemIdentification/ID'),
  many('classes', 'CommodityClassification/ItemClassificationCode'),
  first('batch', 'ItemInstance/LotIdentification/LotNumberID'),
  first('expiresOn', 'ItemInstance/LotIdentification/ExpiryDate'),
];

export const PRICE: Mapping = [
  value('net', 'PriceAmount'),
  value('per', 'BaseQuantity'),
  first('discount', 'AllowanceCharge/Amount'),
  first('gross', 'AllowanceCharge/BaseAmount'),
];

export const ALLOWANCE: Mapping = [
  value('charge', 'ChargeIndicator'),
  value('amount', 'Amount'),
  value('base', 'BaseAmount'),
  value('percent', 'MultiplierFactorNumeric'),
  first('reasonCode', 'AllowanceChargeReasonCode'),
  first('reason', 'AllowanceChargeReason'),
  first('category', 'TaxCategory/ID'),
  first('rate', 'TaxCategory/Percent'),
];

export const TOTALS: Mapping = [
  value('lines', 'LineExtensionAmount'),
  value('allowances', 'AllowanceTotalAmount'),
  value('charges', 'ChargeTotalAmount'),
  value('taxExclusive', 'TaxExclusiveAmount'),
  value('taxInclusive', 'TaxInclusiveAmount'),
  value('prepaid', 'PrepaidAmount'),
  value('rounding', 'PayableRoundingAmount'),
  value('payable', 'PayableAmount'),
];

const TAX_SUBTOTAL: Mapping = [
  value('taxable', 'TaxableAmount'),
  value('tax', 'TaxAmount'),
  first('category', 'TaxCategory/ID'),
  first('rate', 'TaxCategory/Percent', 'Percent'),
  first('exemptionCode', 'TaxCategory/TaxExemptionReasonCode'),
  first('exemption', 'TaxCategory/TaxExemptionReason'),
];

export const TAX_TOTAL: Mapping = [
  value('amount', 'TaxAmount'),
  group('subtotals', 'TaxSubtotal', TAX_SUBTOTAL),
];

/** A reference to an order line: the line and the order it stands in. */
export const ORDER_LINE: Mapping = [
  value('line', 'LineID'),
  first('number', 'OrderReference/ID'),
  first('issuedOn', 'OrderReference/IssueDate'),
];

export const REFERENCE: Mapping = [value('number', 'ID'), value('issuedOn', 'IssueDate')];

const ATTACHMENT: Mapping = [
  value('id', 'ID'),
  first('content', 'Attachment/EmbeddedDocumentBinaryObject'),
  first('uri', 'Attachment/ExternalReference/URI'),
];

export const HEADER: Mapping = [
  group('attachments', 'AdditionalDocumentReference', ATTACHMENT),
  value('number', 'ID'),
  value('copy', 'CopyIndicator'),
  value('issuedOn', 'IssueDate'),
  value('currency', 'DocumentCurrencyCode'),
  value('profile', 'CustomizationID'),
  value('process', 'ProfileID'),
  many('notes', 'Note'),
];
