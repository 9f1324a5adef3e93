import type { HedgeEvent } from '../../hedge/events.ts';
import type { EventText } from './text.ts';

/** What the events of hedges and conversions say. */
export const hedgeSentences: Readonly<Record<HedgeEvent['kind'], EventText>> = {
  'hedge.recorded': {
    en: '{@owner} hedges {notional} ({pair}) until {maturesOn}.',
    zh: '{@owner} 套保 {notional}（{pair}），到期 {maturesOn}。',
  },
  'hedge.settled': { en: 'The hedge was settled for {amount}.', zh: '套保已结算，金额 {amount}。' },
  'fx.converted': {
    en: '{@party} converted {from} into {to}.',
    zh: '{@party} 将 {from} 兑换为 {to}。',
  },
};
