import type { Mapping } from '../mapping.ts';
import { planLoops, type Beside, type LoopPlan } from './tree.ts';
import {
  APPLICATION,
  FUNCTIONAL,
  INVOICE,
  ORDER,
  ORDER_RESPONSE,
  RECEIPT,
  REMITTANCE,
  SHIPMENT,
} from './x12-rows.ts';

/** What one transaction set becomes. */
export type X12Table = {
  readonly kind: string;
  readonly plan: LoopPlan;
  readonly rows: Mapping;
};

/** Units and schemes stand in the element after the value. */
export const X12_BESIDE: Beside = {
  PO102: { name: 'unitCode', leaf: 'PO103' },
  IT102: { name: 'unitCode', leaf: 'IT103' },
  SN102: { name: 'unitCode', leaf: 'SN103' },
  ACK02: { name: 'unitCode', leaf: 'ACK03' },
  RCD02: { name: 'unitCode', leaf: 'RCD03' },
  RCD04: { name: 'unitCode', leaf: 'RCD05' },
  RCD06: { name: 'unitCode', leaf: 'RCD07' },
  N104: { name: 'schemeID', leaf: 'N103' },
};

const NAME = 'N1(N2 N3 N4 REF PER)';
const HL = `HL(${NAME} TD1 TD3 TD5 REF DTM PRF MAN LIN SN1 PO4 PID IT1 CTP TDS G05 LX FOB PKG MEA SLN)`;

/** The transaction sets that are read, by ST01. */
export const X12_TABLES: Readonly<Record<string, X12Table>> = {
  '810': {
    kind: 'invoice',
    plan: planLoops(
      `BIG NTE CUR REF PER ITD DTM FOB PID MEA PWK PKG L7 BAL INC PAM LM N9(MSG) ${NAME}
       IT1(CRC QTY CUR IT3 TXI CTP PAM MEA PID PWK PKG PO4 ITD REF YNQ PER SDQ DTM CAD L7 SR SAC
         SLN ${NAME})
       TDS(TXI CAD AMT SAC ISS CTT)`,
    ),
    rows: INVOICE,
  },
  '850': {
    kind: 'order',
    plan: planLoops(
      `BEG CUR REF PER TAX FOB CTP PAM CSH SAC ITD DIS INC DTM LDT LIN SI PID MEA PWK PKG TD1 TD5
       TD3 TD4 MAN PCT CTB TXI MSG N9(MSG) ${NAME}
       PO1(LIN CUR CN1 PO3 CTP PAM MEA PID PWK PO4 REF PER SAC IT8 CSH ITD DIS INC TAX FOB SDQ IT3
         DTM LDT SCH TC2 TD1 TD5 TD3 TD4 PCT MAN MSG SPI TXI CTB QTY SLN N9 ${NAME})
       CTT(AMT)`,
    ),
    rows: ORDER,
  },
  '855': {
    kind: 'orderResponse',
    plan: planLoops(
      `BAK CUR REF PER TAX FOB CTP PAM CSH SAC ITD DIS INC DTM LDT LIN SI PID MEA PWK PKG TD1 TD5
       TD3 TD4 MAN TXI CTB MSG N9(MSG) ${NAME}
       PO1(LIN CUR CN1 PO3 CTP PAM MEA PID PWK PO4 REF PER SAC IT8 CSH ITD DIS INC TAX FOB SDQ IT3
         DTM LDT SCH TD1 TD5 TD3 TD4 ACK MAN MSG TXI CTB QTY SLN N9 ${NAME})
       CTT(AMT)`,
    ),
    rows: ORDER_RESPONSE,
  },
  '856': { kind: 'shipment', plan: planLoops(`BSN DTM CTT ${HL}`), rows: SHIPMENT },
  '857': { kind: 'shipment', plan: planLoops(`BHT DTM CTT ${HL}`), rows: SHIPMENT },
  '861': {
    kind: 'receipt',
    plan: planLoops(
      `BRA CUR REF PER DTM PRF TD1 TD5 TD3 ${NAME} CTT
       RCD(SN1 CUR LIN PID PO4 REF PER QTY DTM PRF MEA CTP ${NAME})`,
    ),
    rows: RECEIPT,
  },
  '820': {
    kind: 'remittance',
    plan: planLoops(
      `BPR NTE TRN CUR REF DTM ${NAME}
       ENT(NM1 ${NAME} RMR(NTE REF DTM IT1 ADX(NTE PER REF DTM)))
       RMR(NTE REF DTM IT1 ADX(NTE PER REF DTM))`,
    ),
    rows: REMITTANCE,
  },
  '997': {
    kind: 'acknowledgement',
    plan: planLoops('AK1 AK2(AK3(AK4) AK5) AK9'),
    rows: FUNCTIONAL,
  },
  '824': {
    kind: 'acknowledgement',
    plan: planLoops(`BGN ${NAME} OTI(REF DTM PER AMT QTY NM1 TED(NTE RED))`),
    rows: APPLICATION,
  },
};
