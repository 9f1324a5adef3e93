import {
  constant,
  first,
  firstPart,
  group,
  many,
  read,
  value,
  type Mapping,
  type MappingRow,
} from '../mapping.ts';

const PARTY: Mapping = [
  first('name', 'N102'),
  many('ids', 'N104', 'id'),
  first('taxId', 'REF[REF01=TJ|VX|GT]/REF02'),
  firstPart('address', '.', [
    many('lines', 'N3/N301'),
    first('lineTwo', 'N3/N302'),
    first('city', 'N4/N401'),
    first('region', 'N4/N402'),
    first('postcode', 'N4/N403'),
    first('country', 'N4/N404'),
  ]),
  firstPart('contact', 'PER', [first('name', 'PER02'), first('phone', 'PER04')]),
];

/** Dates of six or eight digits. */
function day(field: string, ...from: string[]): MappingRow {
  return read(first(field, ...from), { steps: ['day'] });
}

/** Amounts of type N2: two decimals without a point. */
function cents(field: string, ...from: string[]): MappingRow {
  return read(first(field, ...from), { steps: ['implied 2'] });
}

function lookup(field: string, table: Readonly<Record<string, string>>, ...from: string[]) {
  return read(first(field, ...from), { steps: [`lookup ${JSON.stringify(table)}`] });
}

/** The party that a code of N1 names, by preference; else the end of the interchange. */
function role(field: string, codes: readonly string[], end: 'SENDER' | 'RECEIVER'): MappingRow {
  return firstPart(field, [...codes.map(code => `~N1[N101=${code}]`), `ENVELOPE/${end}`], PARTY);
}

function item(tag: string): MappingRow {
  const of = (field: string, ...codes: string[]): MappingRow =>
    first(field, ...codes.map(code => `${tag}:${code}`));
  return firstPart('item', '.', [
    first('name', 'PID/PID05'),
    of('sellerId', 'VP', 'VN', 'VA', 'VC', 'SK', 'MG', 'MF'),
    of('buyerId', 'BP', 'IN', 'CB', 'PI'),
    of('standardId', 'UP', 'EN', 'UK', 'UA', 'UI', 'EO', 'IB', 'ND'),
    of('batch', 'LT', 'B8'),
  ]);
}

const CURRENCY = first('currency', 'CUR/CUR02');
const DATE_OF_ENVELOPE = 'ENVELOPE/date';

export const INVOICE: Mapping = [
  value('number', 'BIG/BIG02'),
  day('issuedOn', 'BIG/BIG01'),
  lookup('typeCode', { CN: '381', CR: '381', DR: '383', PP: '386', DI: '380' }, 'BIG/BIG07'),
  CURRENCY,
  day('dueOn', 'ITD/ITD06'),
  first('dueDays', 'ITD/ITD07'),
  many('terms', 'ITD/ITD12'),
  group('orders', 'BIG[BIG04]', [first('number', 'BIG04'), day('issuedOn', 'BIG03')]),
  group('shipments', 'REF[REF01=SI|BM|PK]', [first('number', 'REF02')]),
  group('receipts', 'REF[REF01=RV]', [first('number', 'REF02')]),
  group('preceding', 'REF[REF01=IV|OI|I5]', [first('number', 'REF02')]),
  role('seller', ['SE', 'VN', 'SU', 'II'], 'SENDER'),
  role('buyer', ['BT', 'BY', 'SO', 'ST'], 'RECEIVER'),
  firstPart('payee', ['N1[N101=RI]', 'N1[N101=RE]'], PARTY),
  day('deliveredOn', 'DTM[DTM01=011|035]/DTM02'),
  many('notes', 'NTE/NTE02', 'MSG/MSG01'),
  group('lines', 'IT1', [
    first('id', 'IT101'),
    first('quantity', 'IT102'),
    item('IT1'),
    firstPart('price', '.', [
      first('net', 'IT104'),
      lookup('per', { HP: '100', TP: '1000' }, '.[IT105=HP|TP]/IT105'),
    ]),
    group('charges', 'SAC[SAC01=A|C]', [
      first('sign', 'SAC01'),
      first('code', 'SAC02'),
      cents('amount', 'SAC05'),
    ]),
  ]),
  group('charges', 'TDS/SAC[SAC01=A|C]', [
    first('sign', 'SAC01'),
    first('code', 'SAC02'),
    cents('amount', 'SAC05'),
    first('reason', 'SAC15'),
  ]),
  group('stated', 'TDS/TXI', [first('amount', 'TXI02'), first('rate', 'TXI03')]),
  firstPart('totals', 'TDS', [cents('payable', 'TDS01'), cents('taxInclusive', 'TDS01')]),
];

export const ORDER: Mapping = [
  value('number', 'BEG/BEG03'),
  first('revision', 'BEG/BEG04'),
  day('issuedOn', 'BEG/BEG05'),
  CURRENCY,
  role('buyer', ['BY', 'BT'], 'SENDER'),
  role('seller', ['SE', 'VN', 'SU', 'SF'], 'RECEIVER'),
  firstPart('contract', 'BEG[BEG06]', [first('number', 'BEG06')]),
  day('requestedOn', 'DTM[DTM01=002|010|037]/DTM02'),
  many('notes', 'MSG/MSG01', 'NTE/NTE02'),
  group('lines', 'PO1', [
    first('id', 'PO101'),
    first('quantity', 'PO102'),
    item('PO1'),
    firstPart('price', '.', [first('net', 'PO104')]),
    day('requestedOn', 'DTM[DTM01=002|010|037]/DTM02', 'SCH/SCH06'),
  ]),
];

const ORDER_ANSWERS = {
  AK: 'AB',
  AP: 'AB',
  AD: 'AP',
  AT: 'AP',
  AC: 'CA',
  AE: 'CA',
  RD: 'RE',
  RJ: 'RE',
};
const LINE_ANSWERS = {
  IA: 'accept',
  AC: 'change',
  AR: 'accept',
  IR: 'reject',
  IQ: 'change',
  IP: 'change',
  DR: 'change',
  IC: 'change',
  IS: 'change',
  ID: 'reject',
};

export const ORDER_RESPONSE: Mapping = [
  first('number', 'BAK/BAK08', 'BAK/BAK03'),
  day('issuedOn', 'BAK/BAK09', 'BAK/BAK04'),
  CURRENCY,
  lookup('code', ORDER_ANSWERS, 'BAK/BAK02'),
  group('orders', 'BAK', [first('number', 'BAK03'), day('issuedOn', 'BAK04')]),
  role('issuer', ['SE', 'VN', 'SU', 'SF'], 'SENDER'),
  role('recipient', ['BY', 'BT', 'ST'], 'RECEIVER'),
  group('lines', 'PO1', [
    first('id', 'PO101'),
    lookup('action', LINE_ANSWERS, 'ACK/ACK01'),
    first('quantity', 'ACK/ACK02', 'PO102'),
    firstPart('price', '.', [first('net', 'PO104')]),
    day('on', 'ACK/ACK05', 'SCH/SCH06'),
  ]),
];

const SHIPPED_LINE: Mapping = [
  first('id', 'SN1/SN101', 'IT1/IT101', 'LIN/LIN01'),
  first('delivered', 'SN1/SN102', 'IT1/IT102'),
  firstPart('orderLine', '^HL-O/PRF', [first('number', 'PRF01'), first('issuedOn', 'PRF04')]),
  firstPart('item', '.', [
    first('name', 'PID/PID05'),
    first('sellerId', 'LIN/LIN:VP', 'LIN/LIN:VN', 'LIN/LIN:VA', 'LIN/LIN:SK', 'LIN/LIN:MG'),
    first('buyerId', 'LIN/LIN:BP', 'LIN/LIN:IN', 'LIN/LIN:CB'),
    first('standardId', 'LIN/LIN:UP', 'LIN/LIN:EN', 'LIN/LIN:UK', 'LIN/LIN:UA', 'IT1/IT1:IB'),
    first('batch', 'LIN/LIN:LT'),
  ]),
];

export const SHIPMENT: Mapping = [
  first('number', 'BSN/BSN02', 'BHT/BHT03'),
  day('issuedOn', 'BSN/BSN03', 'BHT/BHT04'),
  group('orders', '~PRF', [first('number', 'PRF01'), day('issuedOn', 'PRF04')]),
  role('seller', ['SE', 'SU', 'VN', 'SF', 'SH'], 'SENDER'),
  role('buyer', ['BY', 'OB', 'BT', 'ST'], 'RECEIVER'),
  day('shippedOn', '~DTM[DTM01=011]/DTM02'),
  day('arrivesOn', '~DTM[DTM01=017|067]/DTM02'),
  first('carrier', '~TD5/TD505', '~TD5/TD503'),
  first('billOfLading', '~REF[REF01=BM]/REF02'),
  first('tracking', '~REF[REF01=CN]/REF02'),
  many('sscc', '~MAN[MAN01=GM|UC|CP]/MAN02'),
  group('lines', '~HL-I', SHIPPED_LINE),
];

export const RECEIPT: Mapping = [
  value('number', 'BRA/BRA01'),
  day('issuedOn', 'BRA/BRA02'),
  group('orders', ['PRF', 'REF[REF01=PO]', '~PRF'], [first('number', 'PRF01', 'REF02')]),
  firstPart(
    'shipment',
    ['REF[REF01=SI]', 'REF[REF01=PK]', 'REF[REF01=BM]'],
    [first('number', 'REF02')],
  ),
  role('buyer', ['BY', 'ST', 'BT'], 'SENDER'),
  role('seller', ['SE', 'SU', 'VN', 'SF'], 'RECEIVER'),
  day('receivedOn', 'DTM[DTM01=050|035]/DTM02'),
  group('lines', 'RCD', [
    first('id', 'RCD01'),
    first('received', 'RCD02'),
    first('rejected', 'RCD04'),
    first('reason', 'RCD08'),
    firstPart('orderLine', 'PRF', [first('number', 'PRF01'), first('line', 'PRF05')]),
    firstPart('item', 'LIN', [
      first('sellerId', 'LIN:VP', 'LIN:VN', 'LIN:SK', 'LIN:MG'),
      first('buyerId', 'LIN:BP', 'LIN:IN', 'LIN:CB'),
      first('standardId', 'LIN:UP', 'LIN:EN', 'LIN:UK', 'LIN:UA'),
    ]),
  ]),
];

export const REMITTANCE: Mapping = [
  first('number', 'TRN/TRN02'),
  day('issuedOn', 'BPR/BPR16', DATE_OF_ENVELOPE),
  day('paidOn', 'BPR/BPR16'),
  first('trace', 'TRN/TRN02'),
  CURRENCY,
  first('total', 'BPR/BPR02'),
  role('issuer', ['PR', 'BT', 'BY'], 'SENDER'),
  role('recipient', ['PE', 'SE', 'VN'], 'RECEIVER'),
  group('items', '~RMR', [
    firstPart('invoice', '.[RMR01!=CM]', [first('number', 'RMR02')]),
    firstPart('creditNote', '.[RMR01=CM]', [first('number', 'RMR02')]),
    first('amount', 'RMR04'),
    first('gross', 'RMR05'),
    first('discount', 'RMR06'),
    group('deductions', 'ADX', [
      first('amount', 'ADX01'),
      first('code', 'ADX02'),
      first('number', 'ADX04'),
    ]),
  ]),
];

const ACKNOWLEDGED: Mapping = [
  constant('syntax', 'X12'),
  first('interchange', 'ENVELOPE/control'),
  role('issuer', [], 'SENDER'),
  role('recipient', [], 'RECEIVER'),
];

export const FUNCTIONAL: Mapping = [
  ...ACKNOWLEDGED,
  first('number', 'ENVELOPE/message'),
  day('issuedOn', DATE_OF_ENVELOPE),
  firstPart('of', 'AK1', [first('number', 'AK102')]),
  first('code', 'AK9/AK901'),
  group('items', 'AK2', [first('path', 'AK202'), first('code', 'AK5/AK501')]),
];

export const APPLICATION: Mapping = [
  ...ACKNOWLEDGED,
  first('number', 'BGN/BGN02'),
  day('issuedOn', 'BGN/BGN03'),
  firstPart('of', 'OTI', [first('number', 'OTI03')]),
  first('code', 'OTI/OTI01'),
  group('items', '~TED', [first('path', 'TED07'), first('code', 'TED01'), first('text', 'TED02')]),
];
