/** Files in the shapes of public samples, made by number: the same number gives the same bytes. */

const LINES = 5;

/** A Peppol BIS 3 invoice of five lines, about 10 KB; 25 % on 500.00 and on a charge of 25.00. */
export function ublInvoice(seq: number): string {
  const lines = Array.from({ length: LINES }, (_, n) => ublLine(seq, n + 1)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
    xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>INV-${seq}</cbc:ID>
  <cbc:IssueDate>2026-03-${String(1 + (seq % 28)).padStart(2, '0')}</cbc:IssueDate>
  <cbc:DueDate>2026-05-31</cbc:DueDate>
  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:Note>Goods as ordered, delivered to the main store of the buyer</cbc:Note>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:AccountingCost>4025:123:4343</cbc:AccountingCost>
  <cbc:BuyerReference>0150abc</cbc:BuyerReference>
  <cac:OrderReference><cbc:ID>PO-${seq % 1000}</cbc:ID></cac:OrderReference>
  <cac:AccountingSupplierParty>${ublParty('Supplier Trading Ltd', 'GB1232434', 'GB')}</cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty>${ublParty('Buyer Official Name', 'SE4598375937', 'SE')}</cac:AccountingCustomerParty>
  <cac:Delivery>
    <cbc:ActualDeliveryDate>2026-03-01</cbc:ActualDeliveryDate>
    <cac:DeliveryLocation>
      <cac:Address>
        <cbc:StreetName>Delivery street 2</cbc:StreetName>
        <cbc:CityName>Stockholm</cbc:CityName>
        <cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country>
      </cac:Address>
    </cac:DeliveryLocation>
  </cac:Delivery>
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode name="Credit transfer">30</cbc:PaymentMeansCode>
    <cbc:PaymentID>Snippet${seq}</cbc:PaymentID>
    <cac:PayeeFinancialAccount>
      <cbc:ID>GB33BUKB20201555555555</cbc:ID>
      <cbc:Name>Supplier Trading Ltd</cbc:Name>
    </cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
  <cac:PaymentTerms><cbc:Note>Payment within 60 days</cbc:Note></cac:PaymentTerms>
  <cac:AllowanceCharge>
    <cbc:ChargeIndicator>true</cbc:ChargeIndicator>
    <cbc:AllowanceChargeReason>Insurance</cbc:AllowanceChargeReason>
    <cbc:Amount currencyID="EUR">25</cbc:Amount>
    <cac:TaxCategory>${TAX}</cac:TaxCategory>
  </cac:AllowanceCharge>
  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="EUR">131.25</cbc:TaxAmount>
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="EUR">525</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="EUR">131.25</cbc:TaxAmount>
      <cac:TaxCategory>${TAX}</cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="EUR">500</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="EUR">525</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="EUR">656.25</cbc:TaxInclusiveAmount>
    <cbc:ChargeTotalAmount currencyID="EUR">25</cbc:ChargeTotalAmount>
    <cbc:PayableAmount currencyID="EUR">656.25</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
  ${lines}
</Invoice>
`;
}

const TAX =
  '<cbc:ID>S</cbc:ID><cbc:Percent>25.0</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';

function ublParty(name: string, taxId: string, country: string): string {
  return `
    <cac:Party>
      <cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>
      <cac:PartyIdentification><cbc:ID>99887766</cbc:ID></cac:PartyIdentification>
      <cac:PartyName><cbc:Name>${name}</cbc:Name></cac:PartyName>
      <cac:PostalAddress>
        <cbc:StreetName>Main street 1</cbc:StreetName>
        <cbc:AdditionalStreetName>Postbox 123</cbc:AdditionalStreetName>
        <cbc:CityName>London</cbc:CityName>
        <cbc:PostalZone>GB 123 EW</cbc:PostalZone>
        <cac:Country><cbc:IdentificationCode>${country}</cbc:IdentificationCode></cac:Country>
      </cac:PostalAddress>
      <cac:PartyTaxScheme>
        <cbc:CompanyID>${taxId}</cbc:CompanyID>
        <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
      </cac:PartyTaxScheme>
      <cac:PartyLegalEntity>
        <cbc:RegistrationName>${name}</cbc:RegistrationName>
        <cbc:CompanyID>${taxId}</cbc:CompanyID>
      </cac:PartyLegalEntity>
      <cac:Contact><cbc:Name>Lisa Johnson</cbc:Name><cbc:Telephone>23434234</cbc:Telephone></cac:Contact>
    </cac:Party>`;
}

function ublLine(seq: number, line: number): string {
  return `
  <cac:InvoiceLine>
    <cbc:ID>${line}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="DAY">2</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="EUR">100</cbc:LineExtensionAmount>
    <cbc:AccountingCost>Konteringsstreng</cbc:AccountingCost>
    <cac:OrderLineReference><cbc:LineID>${line}</cbc:LineID></cac:OrderLineReference>
    <cac:Item>
      <cbc:Description>Description of item ${line} of invoice ${seq}</cbc:Description>
      <cbc:Name>item name ${line}</cbc:Name>
      <cac:SellersItemIdentification><cbc:ID>ART-${line}</cbc:ID></cac:SellersItemIdentification>
      <cac:StandardItemIdentification><cbc:ID schemeID="0160">10986700</cbc:ID></cac:StandardItemIdentification>
      <cac:OriginCountry><cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:OriginCountry>
      <cac:CommodityClassification>
        <cbc:ItemClassificationCode listID="SRV">09348023</cbc:ItemClassificationCode>
      </cac:CommodityClassification>
      <cac:ClassifiedTaxCategory>${TAX}</cac:ClassifiedTaxCategory>
    </cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">50</cbc:PriceAmount></cac:Price>
  </cac:InvoiceLine>`;
}

const COLUMNS = [
  'number,issuedOn,dueOn,currency,seller.name,seller.taxId,buyer.name,buyer.taxId',
  'totals.taxExclusive,totals.tax,totals.payable,order,line.id,line.name,line.sellerId',
  'line.quantity,line.unit,line.price,line.net,line.orderLine',
].join(',');

/** A table of invoices of one line each, twenty columns, until it has that many bytes. */
export function invoiceTable(bytes: number): string {
  const rows = [COLUMNS];
  for (let length = COLUMNS.length, seq = 1; length < bytes; seq += 1) {
    const row = tableRow(seq);
    rows.push(row);
    length += row.length + 1;
  }
  return `${rows.join('\n')}\n`;
}

function tableRow(seq: number): string {
  const head = `INV-${seq},2026-03-01,2026-05-01,CNY,Seller of goods,91350100M000100Y43`;
  const sums = `Buyer number ${seq % 97},B${1_000_000 + (seq % 97)},200.00,26.00,226.00,PO-${seq % 1000}`;
  return `${head},${sums},1,"bolt, hexagonal, ${seq % 50}",BOLT-${seq % 50},100,KGM,2.00,200.00,1`;
}

/** One statement whose entries of 1.00 close at what it opened with. */
export function camtStatement(bytes: number): string {
  const entry = (n: number): string => `
      <Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>${n % 2 === 0 ? 'CRDT' : 'DBIT'}</CdtDbtInd><Sts>BOOK</Sts>
        <BookgDt><Dt>2026-03-31</Dt></BookgDt><ValDt><Dt>2026-03-31</Dt></ValDt><AcctSvcrRef>REF${n}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls><Refs><EndToEndId>E2E-${n}</EndToEndId></Refs>
          <RltdPties><Dbtr><Nm>Buyer ${n % 97}</Nm></Dbtr></RltdPties>
          <RmtInf><Ustrd>Invoice INV-${n}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  const balance = (code: string): string => `
      <Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
        <Dt><Dt>2026-03-31</Dt></Dt></Bal>`;
  const count = 2 * Math.ceil(bytes / entry(0).length / 2);
  const entries = Array.from({ length: count }, (_, n) => entry(n)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
    <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-31T18:00:00</CreDtTm></GrpHdr>
    <Stmt><Id>S1</Id><CreDtTm>2026-03-31T18:00:00</CreDtTm><Acct><Id><IBAN>GB33BUKB20201555555555</IBAN></Id></Acct>
      ${balance('OPBD')}${balance('CLBD')}${entries}
    </Stmt></BkToCstmrStmt></Document>`;
}

/** An interchange of purchase orders of ten lines each. */
export function x12Orders(bytes: number): string {
  const set = (n: number): string => {
    const control = String(n).padStart(4, '0');
    const lines = Array.from({ length: 10 }, (_, at) =>
      [`PO1*${at + 1}*12*EA*9.25*TE*CB*065322-${at}*PR*RO`, 'PID*F****SMALL WIDGET'].join('~\n'),
    );
    const body = [
      `ST*850*${control}`,
      `BEG*00*NE*PO-${n}**20260331`,
      'CUR*BY*USD',
      'N1*BY*Buyer of goods*9*1234567890001',
      'N1*SE*Seller of goods*9*9876543210001',
      ...lines,
      'CTT*10',
    ].join('~\n');
    const segments = 7 + 20;
    return `${body}~\nSE*${segments}*${control}~\n`;
  };
  const count = Math.min(9999, Math.ceil(bytes / set(1).length));
  const sets = Array.from({ length: count }, (_, n) => set(n + 1)).join('');
  return `ISA*00*          *00*          *01*111111111      *01*222222222      *260401*0900*U*00401*000000007*0*P*>~
GS*PO*111111111*222222222*20260401*0900*7*X*004010~
${sets}GE*${count}*7~
IEA*1*000000007~
`;
}
