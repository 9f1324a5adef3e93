import type { OrderEvent } from '../../order/events.ts';
import type { EventText } from './text.ts';

/** What the events of orders say. */
export const orderSentences: Readonly<Record<OrderEvent['kind'], EventText>> = {
  'order.registered': {
    en: '{@supplier} registered an order of {@buyer} over {value}.',
    zh: '{@supplier} 登记了 {@buyer} 的订单，金额 {value}。',
  },
  'order.issued': {
    en: '{@buyer} issued an order to {@supplier} over {value}.',
    zh: '{@buyer} 向 {@supplier} 下达订单，金额 {value}。',
  },
  'order.accepted': { en: 'The order was accepted.', zh: '订单已接受。' },
  'order.declined': { en: 'The order was declined: {reason}.', zh: '订单被拒绝：{reason}。' },
  'order.cancelled': { en: 'The order was cancelled: {reason}.', zh: '订单已取消：{reason}。' },
  'order.expired': { en: 'Nobody accepted the order in time.', zh: '订单逾期未被接受。' },
  'order.lapsed': { en: 'The validity of the order ended.', zh: '订单有效期已过。' },
  'order.revised': { en: 'The order is over {value} now.', zh: '订单金额改为 {value}。' },
  'order.claimed': {
    en: 'The supplier showed {evidence} papers for milestone {milestone}.',
    zh: '供应商就里程碑 {milestone} 提交 {evidence} 份材料。',
  },
  'order.attested': {
    en: '{@by} attested milestone {milestone}: {result}, {ppm} ppm of it.',
    zh: '{@by} 证明里程碑 {milestone}：{result}（百万分之 {ppm}）。',
  },
  'order.fulfilled': { en: 'Every milestone is met.', zh: '全部里程碑已完成。' },
  'order.covered': {
    en: 'Claims of {amount} on the order were confirmed.',
    zh: '该订单项下债权 {amount} 已确认。',
  },
  'order.closed': { en: 'The order is closed.', zh: '订单已关闭。' },
};
