import type { Member } from '../cast/cast.ts';
import { partner, type Partner, type Sale } from './trade.ts';

const NAMESPACE = 'urn:oasis:names:specification:ubl:schema:xsd';

/** The UBL 2.1 invoice of one sale. */
export function ublInvoice(supplier: Member, sale: Sale): string {
  const line = `<cac:InvoiceLine><cbc:ID>1</cbc:ID>
    <cbc:InvoicedQuantity unitCode="EA">${sale.quantity}</cbc:InvoicedQuantity>
    ${amount('LineExtensionAmount', sale.net)}
    <cac:OrderLineReference><cbc:LineID>1</cbc:LineID></cac:OrderLineReference>
    ${item(sale)}<cac:Price>${amount('PriceAmount', sale.price)}</cac:Price></cac:InvoiceLine>`;
  return document(
    'Invoice',
    `<cbc:ID>${sale.number}</cbc:ID><cbc:IssueDate>${sale.issuedOn}</cbc:IssueDate>
  <cbc:DueDate>${sale.dueOn}</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>CNY</cbc:DocumentCurrencyCode>
  <cac:OrderReference><cbc:ID>${sale.order}</cbc:ID></cac:OrderReference>
  <cac:ReceiptDocumentReference><cbc:ID>${receiptNumber(sale)}</cbc:ID></cac:ReceiptDocumentReference>
  <cac:AccountingSupplierParty>${party(partner(supplier))}</cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty>${party(sale.buyer)}</cac:AccountingCustomerParty>
  <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    <cac:PayeeFinancialAccount><cbc:ID>${supplier.account.number}</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:TaxTotal>${amount('TaxAmount', sale.tax)}
    <cac:TaxSubtotal>${amount('TaxableAmount', sale.net)}${amount('TaxAmount', sale.tax)}
      <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>13</cbc:Percent>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>${amount('LineExtensionAmount', sale.net)}
    ${amount('TaxExclusiveAmount', sale.net)}${amount('TaxInclusiveAmount', sale.gross)}
    ${amount('PayableAmount', sale.gross)}</cac:LegalMonetaryTotal>
  ${line}`,
  );
}

/** The buyer's order behind a sale, as it reached the supplier. */
export function ublOrder(supplier: Member, sale: Sale): string {
  return document(
    'Order',
    `<cbc:ID>${sale.order}</cbc:ID><cbc:IssueDate>${orderedOn(sale)}</cbc:IssueDate>
  <cbc:DocumentCurrencyCode>CNY</cbc:DocumentCurrencyCode>
  <cac:BuyerCustomerParty>${party(sale.buyer)}</cac:BuyerCustomerParty>
  <cac:SellerSupplierParty>${party(partner(supplier))}</cac:SellerSupplierParty>
  <cac:AnticipatedMonetaryTotal>${amount('LineExtensionAmount', sale.net)}
    ${amount('PayableAmount', sale.gross)}</cac:AnticipatedMonetaryTotal>
  <cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID>
    <cbc:Quantity unitCode="EA">${sale.quantity}</cbc:Quantity>
    ${amount('LineExtensionAmount', sale.net)}
    <cac:Price>${amount('PriceAmount', sale.price)}</cac:Price>${item(sale)}
  </cac:LineItem></cac:OrderLine>`,
  );
}

/** The buyer's receipt of the goods. */
export function ublReceipt(supplier: Member, sale: Sale): string {
  return document(
    'ReceiptAdvice',
    `<cbc:ID>${receiptNumber(sale)}</cbc:ID><cbc:IssueDate>${sale.receivedOn}</cbc:IssueDate>
  <cac:OrderReference><cbc:ID>${sale.order}</cbc:ID></cac:OrderReference>
  <cac:DeliveryCustomerParty>${party(sale.buyer)}</cac:DeliveryCustomerParty>
  <cac:DespatchSupplierParty>${party(partner(supplier))}</cac:DespatchSupplierParty>
  <cac:ReceiptLine><cbc:ID>1</cbc:ID>
    <cbc:ReceivedQuantity unitCode="EA">${sale.quantity}</cbc:ReceivedQuantity>
    <cac:OrderLineReference><cbc:LineID>1</cbc:LineID>
      <cac:OrderReference><cbc:ID>${sale.order}</cbc:ID></cac:OrderReference></cac:OrderLineReference>
    ${item(sale)}</cac:ReceiptLine>`,
  );
}

export function receiptNumber(sale: Sale): string {
  return sale.order.replace('-PO-', '-GR-');
}

export function orderedOn(sale: Sale): string {
  const moment = new Date(`${sale.issuedOn}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() - 20);
  return moment.toISOString().slice(0, 10);
}

/** Decimal text of an amount in fen. */
export function decimal(fen: bigint): string {
  const text = fen.toString().padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

function document(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="${NAMESPACE}:${root}-2"
  xmlns:cac="${NAMESPACE}:CommonAggregateComponents-2"
  xmlns:cbc="${NAMESPACE}:CommonBasicComponents-2">
  <cbc:UBLVersionID>2.1</cbc:UBLVersionID>
  ${content}
</${root}>
`;
}

function party({ name, code }: Partner): string {
  return `<cac:Party><cac:PartyName><cbc:Name>${name}</cbc:Name></cac:PartyName>
    <cac:PostalAddress><cac:Country><cbc:IdentificationCode>CN</cbc:IdentificationCode></cac:Country>
    </cac:PostalAddress>
    <cac:PartyTaxScheme><cbc:CompanyID schemeID="USCC">${code}</cbc:CompanyID>
      <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party>`;
}

function item({ item: code, itemName }: Sale): string {
  return `<cac:Item><cbc:Name>${itemName}</cbc:Name>
    <cac:SellersItemIdentification><cbc:ID>${code}</cbc:ID></cac:SellersItemIdentification></cac:Item>`;
}

function amount(name: string, fen: bigint): string {
  return `<cbc:${name} currencyID="CNY">${decimal(fen)}</cbc:${name}>`;
}
