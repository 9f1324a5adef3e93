import { checkFile, type CheckedFile } from '../../check.ts';

/** What the two versions call their parts. */
type Names = {
  readonly root: string;
  readonly uri: string;
  readonly context: string;
  readonly head: string;
  readonly trade: string;
  readonly header: string;
  readonly line: string;
  readonly sum: string;
  readonly lineSum: string;
};
const ZUGFERD_1: Names = {
  root: 'CrossIndustryDocument',
  uri: 'urn:ferd:CrossIndustryDocument:invoice:1p0',
  context: 'SpecifiedExchangedDocumentContext',
  head: 'HeaderExchangedDocument',
  trade: 'SpecifiedSupplyChainTradeTransaction',
  header: 'ApplicableSupplyChainTrade',
  line: 'SpecifiedSupplyChainTrade',
  sum: 'SpecifiedTradeSettlementMonetarySummation',
  lineSum: 'SpecifiedTradeSettlementMonetarySummation',
};
const D16B: Names = {
  root: 'CrossIndustryInvoice',
  uri: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
  context: 'ExchangedDocumentContext',
  head: 'ExchangedDocument',
  trade: 'SupplyChainTradeTransaction',
  header: 'ApplicableHeaderTrade',
  line: 'SpecifiedLineTrade',
  sum: 'SpecifiedTradeSettlementHeaderMonetarySummation',
  lineSum: 'SpecifiedTradeSettlementLineMonetarySummation',
};

function document(lines: string, due = '', names = ZUGFERD_1, guideline = names.uri): string {
  const { root, uri, context, head, trade, header, sum } = names;
  const version = names === D16B ? [100, 100] : [12, 15];
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:${root} xmlns:rsm="${uri}"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:${version[0]}"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:${version[1]}">
<rsm:${context}><ram:GuidelineSpecifiedDocumentContextParameter>
<ram:ID>${guideline}</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:${context}>
<rsm:${head}><ram:ID>R-1</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20260305</udt:DateTimeString>
</ram:IssueDateTime></rsm:${head}>
<rsm:${trade}><ram:${header}Agreement>
<ram:SellerTradeParty><ram:Name>Seller</ram:Name></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Buyer</ram:Name></ram:BuyerTradeParty>
</ram:${header}Agreement><ram:${header}Settlement>
<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:${sum}>
<ram:LineTotalAmount>198.00</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>198.00</ram:TaxBasisTotalAmount>
<ram:TaxTotalAmount currencyID="EUR">37.62</ram:TaxTotalAmount>
<ram:GrandTotalAmount>235.62</ram:GrandTotalAmount>${due}
</ram:${sum}></ram:${header}Settlement>
${lines}</rsm:${trade}></rsm:${root}>`;
}

function line(about: string, net: string, names = ZUGFERD_1): string {
  return `<ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument>${about}</ram:AssociatedDocumentLineDocument>
<ram:${names.line}Delivery><ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity>
</ram:${names.line}Delivery><ram:${names.line}Settlement>
<ram:${names.lineSum}><ram:LineTotalAmount>${net}</ram:LineTotalAmount></ram:${names.lineSum}>
</ram:${names.line}Settlement>
<ram:SpecifiedTradeProduct><ram:Name>Goods</ram:Name></ram:SpecifiedTradeProduct>
</ram:IncludedSupplyChainTradeLineItem>`;
}

const TEXT = `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>
<ram:IncludedNote><ram:Content>Thank you</ram:Content></ram:IncludedNote>
</ram:AssociatedDocumentLineDocument><ram:SpecifiedSupplyChainTradeSettlement/>
</ram:IncludedSupplyChainTradeLineItem>`;

const status = (code: string): string =>
  `<ram:LineStatusReasonCode>${code}</ram:LineStatusReasonCode>`;

const checked = (text: string): CheckedFile => checkFile(Buffer.from(text), 'a.xml');
const fatal = ({ findings }: CheckedFile): string[] =>
  findings.filter(({ severity }) => severity === 'fatal').map(({ rule }) => rule);

describe('lines and totals of cross-industry invoices', () => {
  test('a text between the lines is no line, and what is due is the whole where it is left out', () => {
    const found = checked(document(TEXT + line('', '198.00') + TEXT));
    expect(fatal(found)).toEqual([]);
    expect(found).toMatchObject({ outcome: 'loaded', keys: { lines: 1, payable: '235.62' } });
  });

  test('a stated amount that is due counts', () => {
    const due = '<ram:TotalPrepaidAmount>35.62</ram:TotalPrepaidAmount>';
    const stated = `${due}<ram:DuePayableAmount>200.00</ram:DuePayableAmount>`;
    expect(checked(document(line('', '198.00'), stated)).keys?.payable).toBe('200.00');
    // The whole is not what is due where a part was prepaid.
    expect(fatal(checked(document(line('', '198.00'), due)))).toEqual(['TS-01']);
  });

  test('the heading of sub-lines is not billed beside them', () => {
    const lines = [
      line(status('GROUP'), '198.00'),
      line(status('DETAIL'), '98.00'),
      line(status('DETAIL'), '100.00'),
      line(status('INFORMATION'), '7.00'),
    ];
    const found = checked(document(lines.join('')));
    expect(found).toMatchObject({ outcome: 'loaded', keys: { lines: 2 } });
  });

  test('a line with a quantity and no amount is a fault, not a text', () => {
    const open = line('', '198.00').replace(/<ram:LineTotalAmount>.*?<\/ram:LineTotalAmount>/, '');
    expect(fatal(checked(document(open)))).toContain('MAP-01');
  });
});

describe('the rules of EN 16931 for a document that extends them', () => {
  const CORE = 'urn:cen.eu:en16931:2017';
  const DUE = '<ram:DuePayableAmount>235.62</ram:DuePayableAmount>';

  test.each([
    [CORE, 'quarantined'],
    [`${CORE}#compliant#urn:factur-x.eu:1p0:basic`, 'quarantined'],
    [`${CORE}#conformant#urn:factur-x.eu:1p0:extended`, 'loaded'],
  ])('%s: what breaks them is %s', (guideline, outcome) => {
    const found = checked(document(line('', '198.00', D16B), DUE, D16B, guideline));
    // The seller has neither an address nor a tax number.
    expect(fatal(found)).toEqual(expect.arrayContaining(['BR-08', 'BR-CO-26']));
    expect(found.outcome).toBe(outcome);
  });
});
