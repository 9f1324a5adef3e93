import { DEAL_ZH } from './zh/deal.ts';
import { FILES_ZH } from './zh/files.ts';
import { FINANCE_ZH } from './zh/finance.ts';
import { FRAME_ZH } from './zh/frame.ts';
import { LEDGER_ZH } from './zh/ledger.ts';
import { SECURITISATION_ZH } from './zh/securitisation.ts';
import { SIGNING_ZH } from './zh/signing.ts';
import { TRADE_ZH } from './zh/trade.ts';

/** 门户的全部中文文字。 */
export const ZH = {
  ...DEAL_ZH,
  ...FILES_ZH,
  ...FINANCE_ZH,
  ...FRAME_ZH,
  ...LEDGER_ZH,
  ...SECURITISATION_ZH,
  ...SIGNING_ZH,
  ...TRADE_ZH,
} as const;
