import { DEAL_EN } from './en/deal.ts';
import { FILES_EN } from './en/files.ts';
import { FINANCE_EN } from './en/finance.ts';
import { FRAME_EN } from './en/frame.ts';
import { LEDGER_EN } from './en/ledger.ts';
import { SECURITISATION_EN } from './en/securitisation.ts';
import { SIGNING_EN } from './en/signing.ts';
import { TRADE_EN } from './en/trade.ts';

/** Every text of the portal in English. */
export const EN = {
  ...DEAL_EN,
  ...FILES_EN,
  ...FINANCE_EN,
  ...FRAME_EN,
  ...LEDGER_EN,
  ...SECURITISATION_EN,
  ...SIGNING_EN,
  ...TRADE_EN,
} as const;
