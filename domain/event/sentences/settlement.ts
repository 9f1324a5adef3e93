import type { SettlementEvent } from '../../settlement/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const settlementSentences: Readonly<Record<SettlementEvent['kind'], EventText>> = {
  'cash.stated': {
    en: 'The bank stated a closing balance of {closing} with {entries} entries.',
    zh: '银行对账单期末余额 {closing}，共 {entries} 笔。',
  },
  'cash.received': {
    en: 'The bank booked {amount}, value {valueOn}.',
    zh: '银行入账 {amount}，起息日 {valueOn}。',
  },
  'cash.reversed': { en: 'The bank reversed {amount}.', zh: '银行冲回 {amount}。' },
  'payment.matched': {
    en: 'A payment of {amount} was matched to {allocations} claims.',
    zh: '付款 {amount} 已匹配 {allocations} 笔债权。',
  },
  'payment.unmatched': {
    en: 'The match of {amount} was undone: {reason}.',
    zh: '{amount} 的匹配已撤销：{reason}。',
  },
  'payout.instructed': { en: 'A payout of {amount} was instructed.', zh: '已指令付款 {amount}。' },
  'payout.sent': {
    en: '{payouts} payouts of {total} went to the bank.',
    zh: '{payouts} 笔付款共 {total} 已发往银行。',
  },
  'payout.confirmed': { en: 'The bank paid out {amount}.', zh: '银行已付出 {amount}。' },
  'payout.failed': { en: 'The payout failed: {reason}.', zh: '付款失败：{reason}。' },
};
