import type { SecuritisationEvent } from '../../securitisation/ledger/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const securitisationSentences: Readonly<Record<SecuritisationEvent['kind'], EventText>> = {
  'pool.proposed': {
    en: '{@originator} put {assets} assets of {amount} into a pool.',
    zh: '{@originator} 将 {assets} 项资产（{amount}）放入资产池。',
  },
  'pool.sealed': {
    en: '{@manager} sealed a pool of {amount} as of {cutOff}.',
    zh: '{@manager} 以 {cutOff} 为基准日封包，金额 {amount}。',
  },
  'pool.sold': {
    en: '{@originator} sold a pool of {amount} for {sale.price}.',
    zh: '{@originator} 以 {sale.price} 转让资产池（{amount}）。',
  },
  'pool.collected': {
    en: 'Collections of a pool up to {on} were recorded from entry {entry}.',
    zh: '已按流水 {entry} 录入资产池截至 {on} 的回款。',
  },
};
