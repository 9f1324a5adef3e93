import {
  first,
  firstPart,
  group,
  many,
  read,
  value,
  type Mapping,
  type MappingRow,
} from '../mapping.ts';

/** The date of a document reference or of a date segment, by their qualifiers. */
const DATE = (iddat: string): string => `E1EDK03[IDDAT=${iddat}]/DATUM`;

function party(...functions: string[]): { readonly from: string[]; readonly rows: Mapping } {
  return {
    from: functions.map(parvw => `E1EDKA1[PARVW=${parvw}]`),
    rows: [
      first('name', 'NAME1', 'ORGTX'),
      first('tradeName', 'NAME2'),
      first('id', 'PARTN', 'LIFNR'),
      first('endpoint', 'ILNNR'),
      firstPart('address', '.[ORT01]', [
        many('lines', 'STRAS'),
        first('lineTwo', 'STRS2'),
        first('city', 'ORT01'),
        first('postcode', 'PSTLZ'),
        first('region', 'REGIO'),
        first('country', 'ISOAL', 'LAND1'),
      ]),
    ],
  };
}

function partyRow(field: string, functions: string[], taxId?: string): MappingRow {
  const { from, rows } = party(...functions);
  const tax =
    taxId === undefined ? [] : [group('taxIds', `^IDOC/E1EDK01[${taxId}]`, [first('id', taxId)])];
  return firstPart(field, from, [...rows, ...tax]);
}

function references(field: string, qualifier: string): MappingRow {
  return group(field, `E1EDK02[QUALF=${qualifier}]`, [
    first('number', 'BELNR'),
    first('issuedOn', 'DATUM'),
  ]);
}

const ITEM: Mapping = [
  first(
    'name',
    'E1EDP19[QUALF=002]/KTEXT',
    'E1EDP19[QUALF=001]/KTEXT',
    'E1EDP19/KTEXT',
    'E1EDP19/IDTNR',
  ),
  first('sellerId', 'E1EDP19[QUALF=002]/IDTNR'),
  first('buyerId', 'E1EDP19[QUALF=001]/IDTNR'),
  first('standardId', 'E1EDP19[QUALF=003]/IDTNR'),
];

const LINE: Mapping = [
  value('id', 'POSEX'),
  read(value('quantity', 'MENGE'), { beside: { unitCode: 'MENEE' } }),
  first('net', 'E1EDP26[QUALF=003]/BETRG', 'NETWR', 'E1EDP26[QUALF=002]/BETRG'),
  first('rate', 'E1EDP04/MSATZ'),
  firstPart('item', '.', ITEM),
  firstPart('price', '.[VPREI]', [first('net', 'VPREI'), first('per', 'PEINH')]),
  firstPart('orderLine', 'E1EDP02[QUALF=001]', [first('number', 'BELNR'), first('line', 'ZEILE')]),
  firstPart('shipmentLine', 'E1EDP02[QUALF=016]', [
    first('number', 'BELNR'),
    first('line', 'ZEILE'),
  ]),
];

function sum(field: string, ...ids: string[]): MappingRow {
  return first(field, ...ids.map(id => `E1EDS01[SUMID=${id}]/SUMME`));
}

/**
 * INVOIC01 and 02. Sums by SUMID: 005 tax, 010 net invoice value, 011 billed value; where 011 is
 * absent 010 is the total and 002 the net value.
 */
export const INVOICE: Mapping = [
  first('number', 'E1EDK02[QUALF=009]/BELNR', 'E1EDK01/BELNR'),
  first('issuedOn', DATE('026'), 'E1EDK02[QUALF=009]/DATUM', DATE('012'), DATE('016')),
  first('currency', 'E1EDK01/CURCY'),
  first('dueDays', 'E1EDK18[!PRZNT]/TAGE', 'E1EDK18[PRZNT=0.000|0.00|0]/TAGE'),
  group('orders', 'E1EDK02[QUALF=001]', [first('number', 'BELNR'), first('issuedOn', 'DATUM')]),
  references('shipments', '012'),
  references('preceding', '087'),
  partyRow('seller', ['RS', 'LF'], 'EIGENUINR'),
  partyRow('buyer', ['AG', 'RE'], 'KUNDEUINR'),
  partyRow('payee', ['PE']),
  firstPart('totals', '.', [
    sum('summed', '011'),
    sum('net', '010'),
    sum('order', '002'),
    sum('tax', '005'),
  ]),
  many('notes', 'E1EDKT1/E1EDKT2/TDLINE'),
  group('lines', 'E1EDP01', LINE),
];

/** ORDERS01 to 05. */
export const ORDER: Mapping = [
  first('number', 'E1EDK02[QUALF=001]/BELNR', 'E1EDK01/BELNR'),
  first('issuedOn', 'E1EDK02[QUALF=001]/DATUM', DATE('012'), DATE('022')),
  first('currency', 'E1EDK01/CURCY'),
  first('requestedOn', DATE('002')),
  partyRow('buyer', ['AG', 'RE'], 'KUNDEUINR'),
  partyRow('seller', ['LF', 'RS'], 'EIGENUINR'),
  many('notes', 'E1EDKT1/E1EDKT2/TDLINE'),
  group('lines', 'E1EDP01', [
    ...LINE,
    first('requestedOn', 'E1EDP20/EDATU', 'E1EDP03[IDDAT=002]/DATUM'),
  ]),
];

function address(field: string, ...qualifiers: string[]): MappingRow {
  return firstPart(
    field,
    qualifiers.map(q => `E1ADRM1[PARTNER_Q=${q}]`),
    [
      first('name', 'NAME1'),
      first('id', 'PARTNER_ID'),
      firstPart('address', '.[CITY1]', [
        many('lines', 'STREET1'),
        first('city', 'CITY1'),
        first('postcode', 'POSTL_COD1'),
        first('country', 'COUNTRY1'),
      ]),
    ],
  );
}

/** DELVRY01 to 07, the delivery of a DESADV: all stands under E1EDL20. */
export const DELIVERY: Mapping = [
  first('number', 'VBELN'),
  first('issuedOn', 'E1EDT13[QUALF=006]/ISDD', 'E1EDT13[QUALF=006]/NTANF', '^IDOC/EDI_DC40/CREDAT'),
  first('shippedOn', 'E1EDT13[QUALF=006]/ISDD', 'E1EDT13[QUALF=006]/NTANF'),
  first('arrivesOn', 'E1EDT13[QUALF=007]/NTEND', 'E1EDT13[QUALF=007]/NTANF'),
  first('billOfLading', 'BOLNR'),
  first('tracking', 'TRAID'),
  first('carrier', 'E1ADRM1[PARTNER_Q=SP]/NAME1'),
  many('sscc', 'E1EDL37/EXIDV'),
  group('orders', 'E1EDL24/E1EDL41[QUALI=001]', [first('number', 'BSTNR')]),
  address('seller', 'LF', 'OSO', 'OSP'),
  address('buyer', 'AG', 'WE'),
  group('lines', 'E1EDL24', [
    value('id', 'POSNR'),
    read(value('delivered', 'LFIMG'), { beside: { unitCode: 'VRKME' } }),
    firstPart('item', '.', [
      first('name', 'ARKTX', 'MATNR'),
      first('sellerId', 'MATNR'),
      first('buyerId', 'KDMAT'),
      first('standardId', 'EAN11'),
      first('batch', 'CHARG'),
    ]),
    firstPart('orderLine', 'E1EDL41[QUALI=001]', [
      first('number', 'BSTNR'),
      first('line', 'POSEX'),
    ]),
  ]),
];
