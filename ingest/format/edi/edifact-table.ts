import {
  constant,
  first,
  firstPart,
  group,
  many,
  read,
  type Mapping,
  type MappingRow,
} from '../mapping.ts';
import { planLoops, type Beside, type LoopPlan } from './tree.ts';

/** What one message type becomes. */
export type EdifactTable = {
  readonly kind: string;
  readonly plan: LoopPlan;
  readonly rows: Mapping;
};

/** Units, currencies and code lists stand in a component after the value. */
export const EDIFACT_BESIDE: Beside = {
  'QTY01.2': { name: 'unitCode', leaf: 'QTY01.3' },
  'MOA01.2': { name: 'currencyID', leaf: 'MOA01.3' },
  'PRI01.5': { name: 'unitCode', leaf: 'PRI01.6' },
  'NAD02.1': { name: 'schemeID', leaf: 'NAD02.3' },
  'LIN03.1': { name: 'schemeID', leaf: 'LIN03.2' },
};

const PARTY: Mapping = [
  first('name', 'NAD04.1', 'NAD03.1'),
  many('ids', 'NAD02.1', 'id'),
  group('taxIds', 'RFF[RFF01.1=VA|AHP|FC]', [first('id', 'RFF01.2')]),
  many('legalIds', 'RFF[RFF01.1=GN|XA]/RFF01.2'),
  firstPart('address', '.', [
    many('lines', 'NAD05.1'),
    first('lineTwo', 'NAD05.2'),
    many('linesMore', 'NAD05.3'),
    first('city', 'NAD06.1'),
    first('region', 'NAD07.4', 'NAD07.1'),
    first('postcode', 'NAD08.1'),
    first('country', 'NAD09.1'),
  ]),
  firstPart('contact', 'CTA', [
    first('name', 'CTA02.2'),
    first('phone', 'COM[COM01.2=TE]/COM01.1'),
    first('email', 'COM[COM01.2=EM]/COM01.1'),
  ]),
];

function day(field: string, ...from: string[]): MappingRow {
  return read(first(field, ...from), { steps: ['day'] });
}

/** Numbers have one mark, a comma or a point, which is always the decimal one (ISO 9735). */
function number(field: string, ...from: string[]): MappingRow {
  return read(first(field, ...from), { steps: ['point'] });
}

function money(field: string, at: string, ...codes: string[]): MappingRow {
  return number(field, ...codes.map(code => `${at}MOA[MOA01.1=${code}]/MOA01.2`));
}

function dated(field: string, at: string, ...codes: string[]): MappingRow {
  return day(field, ...codes.map(code => `${at}DTM[DTM01.1=${code}]/DTM01.2`));
}

function lookup(field: string, table: Readonly<Record<string, string>>, ...from: string[]) {
  return read(first(field, ...from), { steps: [`lookup ${JSON.stringify(table)}`] });
}

function role(field: string, codes: readonly string[], end: 'SENDER' | 'RECEIVER'): MappingRow {
  return firstPart(field, [...codes.map(c => `NAD[NAD01.1=${c}]`), `ENVELOPE/${end}`], PARTY);
}

function references(field: string, codes: string): MappingRow {
  return group(field, `RFF[RFF01.1=${codes}][RFF01.2]`, [
    first('number', 'RFF01.2'),
    dated('issuedOn', '', '171'),
  ]);
}

const ISSUED = day('issuedOn', 'DTM[DTM01.1=137]/DTM01.2', 'ENVELOPE/date');

const ITEM = firstPart('item', '.', [
  first('name', 'IMD[IMD01.1=F]/IMD03.4', 'IMD/IMD03.4', 'IMD/IMD03.1'),
  first('sellerId', 'PIA[PIA02.2=SA]/PIA02.1', '.[LIN03.2=SA]/LIN03.1'),
  first('buyerId', 'PIA[PIA02.2=IN|BP]/PIA02.1', '.[LIN03.2=IN|BP]/LIN03.1'),
  first('standardId', '.[LIN03.2=SRV|SRS|EN|UP|EAN]/LIN03.1'),
  first('batch', 'PIA[PIA02.2=NB]/PIA02.1', 'RFF[RFF01.1=BT]/RFF01.2'),
]);

const PRICE = firstPart('price', 'PRI', [
  number('net', '.[PRI01.1=AAA|AAB|INV|NTP|CAL|CON]/PRI01.2', 'PRI01.2'),
  number('per', 'PRI01.5'),
]);

const LINE_ORDER = firstPart('orderLine', 'RFF[RFF01.1=ON|VN]', [
  first('number', 'RFF01.2'),
  first('line', 'RFF01.3'),
]);

const HEAD: Mapping = [
  first('number', 'BGM/BGM02.1'),
  ISSUED,
  many('notes', 'FTX/FTX04.1'),
  first('currency', 'CUX[CUX01.1=2]/CUX01.2', 'CUX/CUX01.2'),
];

const INVOICE: Mapping = [
  ...HEAD,
  first('typeCode', 'BGM/BGM01.1'),
  first('profile', 'FTX[FTX01.1=DOC]/FTX04.1'),
  day('dueOn', ...['', 'PAT/', 'PYT/'].map(at => `${at}DTM[DTM01.1=13]/DTM01.2`)),
  dated('deliveredOn', '', '35', '11'),
  references('orders', 'ON'),
  references('shipments', 'AAK|DQ'),
  references('receipts', 'ALO'),
  references('preceding', 'OI|IV'),
  firstPart('contract', 'RFF[RFF01.1=CT]', [first('number', 'RFF01.2')]),
  role('seller', ['SE', 'SU', 'II'], 'SENDER'),
  role('buyer', ['BY', 'IV'], 'RECEIVER'),
  firstPart('payee', 'NAD[NAD01.1=PE]', PARTY),
  firstPart('taxRepresentative', 'NAD[NAD01.1=LC]', PARTY),
  group(
    'means',
    ['PAI[PAI01.3]'],
    [
      first('code', 'PAI01.3'),
      firstPart(
        'account',
        ['^INVOIC/FII[FII01.1=RB]', '^INVOIC/NAD/FII[FII01.1=RB]'],
        [first('id', 'FII02.1'), first('bic', 'FII03.1')],
      ),
    ],
  ),
  group('allowances', 'ALC', [
    lookup('charge', { A: 'false', C: 'true' }, 'ALC01.1'),
    money('amount', '', '204', '23', '8', '131'),
    first('reason', 'ALC02.1', 'ALC05.4'),
    first('category', 'TAX/TAX06.1'),
    number('rate', 'TAX/TAX05.4'),
  ]),
  group('taxes', ['UNS/MOA[MOA01.1=176]', 'UNS/MOA[MOA01.1=124]'], [number('amount', 'MOA01.2')]),
  group('subtotals', 'UNS/TAX[TAX01.1=7]', [
    money('taxable', '', '125'),
    money('tax', '', '124'),
    first('category', 'TAX06.1'),
    number('rate', 'TAX05.4'),
  ]),
  firstPart('totals', 'UNS', [
    money('lines', '', '79'),
    money('allowances', '', '260'),
    money('charges', '', '259', '131'),
    money('taxExclusive', '', '389', '125'),
    money('tax', '', '176'),
    money('taxInclusive', '', '388', '77', '39', '86'),
    money('prepaid', '', '113'),
    money('payable', '', '9', '77', '39', '86'),
  ]),
  group('lines', 'LIN', [
    first('id', 'LIN01.1'),
    number('quantity', 'QTY[QTY01.1=47]/QTY01.2', 'QTY[QTY01.1=46|12|21]/QTY01.2'),
    money('net', '', '203', '66'),
    ITEM,
    PRICE,
    LINE_ORDER,
    first('category', 'TAX[TAX01.1=7]/TAX06.1'),
    number('rate', 'TAX[TAX01.1=7]/TAX05.4'),
  ]),
];

const ORDER: Mapping = [
  ...HEAD,
  references('orders', 'ON'),
  role('buyer', ['BY'], 'SENDER'),
  role('seller', ['SU', 'SE'], 'RECEIVER'),
  dated('requestedOn', '', '2', '64', '69'),
  firstPart('contract', 'RFF[RFF01.1=CT]', [first('number', 'RFF01.2')]),
  firstPart('deliverTo', 'NAD[NAD01.1=DP|ST]', [
    many('lines', 'NAD05.1'),
    first('city', 'NAD06.1'),
    first('postcode', 'NAD08.1'),
    first('country', 'NAD09.1'),
  ]),
  firstPart('expected', 'UNS', [money('lines', '', '79'), money('payable', '', '86', '9', '77')]),
  group('lines', 'LIN', [
    first('id', 'LIN01.1'),
    first('action', 'LIN02.1'),
    number('quantity', 'QTY[QTY01.1=21]/QTY01.2', 'QTY/QTY01.2'),
    money('net', '', '203', '66'),
    ITEM,
    PRICE,
    dated('requestedOn', '', '2', '64', '69'),
  ]),
];

const RESPONSE_TYPES = { AP: 'AP', AC: 'CA', AB: 'AB', AI: 'AB', RE: 'RE', NA: 'RE' };
const RESPONSE_FUNCTIONS = { '29': 'AP', '27': 'RE', '4': 'CA', '12': 'AB', '9': 'AB', '1': 'RE' };

const ORDER_RESPONSE: Mapping = [
  ...HEAD,
  lookup('code', { ...RESPONSE_TYPES, ...RESPONSE_FUNCTIONS }, 'BGM/BGM04.1', 'BGM/BGM03.1'),
  references('orders', 'ON'),
  role('issuer', ['SU', 'SE'], 'SENDER'),
  role('recipient', ['BY'], 'RECEIVER'),
  group('lines', 'LIN', [
    first('id', 'LIN01.1'),
    first('action', 'LIN02.1'),
    number('quantity', 'QTY[QTY01.1=113|21|12]/QTY01.2', 'QTY/QTY01.2'),
    PRICE,
    dated('on', '', '67', '2', '64', '69'),
  ]),
];

const DELIVERED: Mapping = [
  references('orders', 'ON'),
  role('seller', ['SU', 'SE', 'SH', 'CZ'], 'SENDER'),
  role('buyer', ['BY', 'DP', 'UC', 'ST', 'CN'], 'RECEIVER'),
];

const SHIPMENT: Mapping = [
  ...HEAD,
  ...DELIVERED,
  dated('shippedOn', '', '11'),
  dated('arrivesOn', '', '17', '132', '2', '358'),
  first('carrier', 'TDT/TDT05.4', 'TDT/TDT05.1'),
  first('billOfLading', 'RFF[RFF01.1=BM]/RFF01.2'),
  first('tracking', 'RFF[RFF01.1=CN]/RFF01.2'),
  many('sscc', '~GIN[GIN01.1=BJ]/GIN02.1'),
  group('lines', '~LIN', [
    first('id', 'LIN01.1'),
    number('delivered', 'QTY[QTY01.1=12]/QTY01.2', 'QTY/QTY01.2'),
    number('backordered', 'QVR/QVR01.1'),
    ITEM,
    firstPart('orderLine', 'RFF[RFF01.1=ON]', [
      first('number', 'RFF01.2'),
      first('line', 'RFF01.3'),
    ]),
  ]),
];

const RECEIPT: Mapping = [
  ...HEAD,
  references('orders', 'ON'),
  firstPart('shipment', ['RFF[RFF01.1=AAK]', 'RFF[RFF01.1=DQ]'], [first('number', 'RFF01.2')]),
  role('seller', ['SU', 'SE'], 'RECEIVER'),
  role('buyer', ['BY', 'DP', 'GY'], 'SENDER'),
  dated('receivedOn', '', '50', '35'),
  group('lines', '~LIN', [
    first('id', 'LIN01.1'),
    number('received', 'QTY[QTY01.1=48]/QTY01.2', 'QTY[QTY01.1=46]/QTY01.2'),
    number('accepted', 'QTY[QTY01.1=194]/QTY01.2'),
    number('rejected', 'QTY[QTY01.1=195|196]/QTY01.2'),
    ITEM,
    LINE_ORDER,
  ]),
];

const REMITTANCE: Mapping = [
  ...HEAD,
  dated('paidOn', '', '138', '203', '209'),
  role('issuer', ['PR', 'BY', 'PL'], 'SENDER'),
  role('recipient', ['PE', 'SU', 'SE'], 'RECEIVER'),
  first('trace', 'RFF[RFF01.1=PQ|AEK|TN]/RFF01.2'),
  money('total', 'UNS/', '12', '9', '128'),
  group('items', 'DOC', [
    firstPart('invoice', '.[DOC01.1!=381]', [first('number', 'DOC02.1')]),
    firstPart('creditNote', '.[DOC01.1=381]', [first('number', 'DOC02.1')]),
    money('amount', '', '12', '11'),
    money('gross', '', '9', '77'),
    money('discount', '', '52', '53'),
    group('deductions', 'AJT', [
      money('amount', '', '165', '8', '204'),
      first('code', 'AJT01.1'),
      first('number', 'RFF/RFF01.2'),
    ]),
  ]),
];

const CONTROL: Mapping = [
  constant('syntax', 'EDIFACT'),
  first('number', 'ENVELOPE/message'),
  first('interchange', 'ENVELOPE/control'),
  day('issuedOn', 'ENVELOPE/date'),
  role('issuer', [], 'SENDER'),
  role('recipient', [], 'RECEIVER'),
  firstPart('of', 'UCI', [first('number', 'UCI01.1')]),
  first('code', 'UCI/UCI04.1'),
  group('items', 'UCM', [
    first('path', 'UCM01.1'),
    first('code', 'UCM03.1'),
    first('text', 'UCM04.1'),
  ]),
];

const NAD = 'NAD(LOC FII RFF(DTM) DOC(DTM) CTA(COM))';
const LINE = `LIN(PIA IMD MEA QTY PCD ALI DTM GIN GIR QVR EQD FTX DGS MOA(CUX) PRI(APR RNG DTM)
  RFF(DTM) PAC(MEA PCI) LOC(QTY PCD DTM) TAX(MOA LOC) ${NAD}
  ALC(ALI DTM QTY PCD MOA RTE TAX(MOA)) TDT(LOC DTM) TOD(LOC) PCI(RFF DTM GIN) CCI(CAV) STG)`;
const TRADE = `BGM DTM PAI ALI IMD FTX LOC GIR RFF(DTM) ${NAD} TAX(MOA LOC) CUX(DTM PCD)
  PAT(DTM PCD MOA PAI FII) PYT(DTM PCD MOA) TDT(LOC DTM) TOD(LOC)
  ALC(ALI DTM QTY PCD MOA RTE TAX(MOA) RFF) EFI(COM RFF IMD DTM) ${LINE}
  UNS(CNT MOA(RFF DTM) TAX(MOA) ALC(ALI MOA TAX))`;
const PACKED = `BGM DTM ALI MEA MOA RFF(DTM) ${NAD} TOD(LOC) TDT(LOC DTM) EQD CNT
  CPS(FTX PAC(MEA QTY HAN PCI(RFF DTM GIN)) ${LINE}) ${LINE}`;

/** The message types that are read. */
export const EDIFACT_TABLES: Readonly<Record<string, EdifactTable>> = {
  INVOIC: { kind: 'invoice', plan: planLoops(TRADE), rows: INVOICE },
  ORDERS: { kind: 'order', plan: planLoops(TRADE), rows: ORDER },
  ORDCHG: { kind: 'orderChange', plan: planLoops(TRADE), rows: ORDER },
  ORDRSP: { kind: 'orderResponse', plan: planLoops(TRADE), rows: ORDER_RESPONSE },
  DESADV: { kind: 'shipment', plan: planLoops(PACKED), rows: SHIPMENT },
  RECADV: { kind: 'receipt', plan: planLoops(PACKED), rows: RECEIPT },
  REMADV: {
    kind: 'remittance',
    plan: planLoops(
      `BGM DTM RFF(DTM) FII ${NAD} CUX(DTM)
       DOC(MOA DTM RFF(DTM) ${NAD} CUX AJT(MOA RFF FTX) DLI(MOA PIA DTM AJT(MOA RFF FTX)))
       UNS(MOA CNT)`,
    ),
    rows: REMITTANCE,
  },
  CONTRL: { kind: 'acknowledgement', plan: planLoops('UCI UCF(UCM) UCM(UCS(UCD))'), rows: CONTROL },
};
