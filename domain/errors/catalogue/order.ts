import type { RefusalText } from './text.ts';

/** Codes of orders and order loans (receivables.md §3). */
export const orderRefusals = {
  WEIGHTS_NOT_WHOLE: {
    en: { sentence: 'Weights sum to {x}.', remedy: 'Correct the weights.' },
    zh: { sentence: '权重合计为 {x}。', remedy: '请更正权重。' },
  },
  ATTESTOR_CONFLICT: {
    en: { sentence: 'The attestor {party} is not independent.', remedy: 'Name another attestor.' },
    zh: { sentence: '证明人 {party} 不独立。', remedy: '请指定其他证明人。' },
  },
  FUNDED_CANNOT_CANCEL: {
    en: { sentence: '{amount} is drawn.', remedy: 'Repay first, or let the funder sign.' },
    zh: { sentence: '已提款 {amount}。', remedy: '请先还款，或由资金方签署。' },
  },
  BELOW_DRAWN: {
    en: {
      sentence: '{amount} is drawn; the new value is lower.',
      remedy: 'Repay first, or let the funder sign.',
    },
    zh: { sentence: '已提款 {amount}，高于新的订单金额。', remedy: '请先还款，或由资金方签署。' },
  },
  DRAW_ABOVE_MILESTONE: {
    en: {
      sentence: '{x} passes the {y} that attested milestones allow.',
      remedy: 'Get the next milestone attested.',
    },
    zh: { sentence: '{x} 超过已证明里程碑允许的 {y}。', remedy: '请先完成下一里程碑证明。' },
  },
  BORROWER_OVERDUE: {
    en: { sentence: '{days} days overdue on {ref}.', remedy: 'Pay it, then ask again.' },
    zh: { sentence: '{ref} 已逾期 {days} 天。', remedy: '请先偿还后再申请。' },
  },
  ORDER_ENCUMBERED: {
    en: {
      sentence: 'The order loan of {funder} has first right.',
      remedy: 'Finance with that funder or repay it.',
    },
    zh: { sentence: '{funder} 的订单贷款享有优先权。', remedy: '请向该资金方融资或先还款。' },
  },
  ORDER_MISMATCH: {
    en: {
      sentence: 'Other order or currency than {order}.',
      remedy: 'Use claims of the same order and currency.',
    },
    zh: { sentence: '与订单 {order} 的订单或币种不一致。', remedy: '请使用同一订单与币种的债权。' },
  },
  CONVERSION_UNBALANCED: {
    en: {
      sentence: 'Retired {x}, created {y}.',
      remedy: 'Use equal amounts; surplus is separate.',
    },
    zh: { sentence: '核销 {x}，新增 {y}。', remedy: '金额须相等；余额另计。' },
  },
} as const satisfies Record<string, RefusalText>;
