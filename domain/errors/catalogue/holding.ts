import type { RefusalText } from './text.ts';

/** Codes of holdings: split, transfer, encumbrance (receivables.md §4). */
export const holdingRefusals = {
  NOT_HOLDER: {
    en: { sentence: '{party} does not hold {holding}.', remedy: 'Only the holder can act on it.' },
    zh: { sentence: '{party} 不是 {holding} 的持有人。', remedy: '仅持有人可办理。' },
  },
  HOLDING_LOCKED: {
    en: { sentence: 'It is {state} for {ref}.', remedy: 'Wait for release or use a free holding.' },
    zh: { sentence: '该份额因 {ref} 处于 {state}。', remedy: '请等待解除或使用自由份额。' },
  },
  ENCUMBERED: {
    en: { sentence: 'Parts of {receivable} are encumbered: {state}.', remedy: 'Wait for release.' },
    zh: { sentence: '{receivable} 有部分存在权利负担：{state}。', remedy: '请等待解除。' },
  },
  SPLIT_NOT_WHOLE: {
    en: { sentence: 'Parts sum to {x}, not {y}.', remedy: 'Correct the parts.' },
    zh: { sentence: '各份合计 {x}，而非 {y}。', remedy: '请更正各份金额。' },
  },
  PART_TOO_SMALL: {
    en: { sentence: 'The part {x} is below {min}.', remedy: 'Correct the parts.' },
    zh: { sentence: '份额 {x} 低于 {min}。', remedy: '请更正份额。' },
  },
  TOO_MANY_PARTS: {
    en: { sentence: '{n} parts are above {max}.', remedy: 'Use fewer parts.' },
    zh: { sentence: '{n} 份超过上限 {max}。', remedy: '请减少份数。' },
  },
  TIER_LIMIT: {
    en: { sentence: 'Tier {n} is the last.', remedy: 'Pay in cash.' },
    zh: { sentence: '第 {n} 层已为最后一层。', remedy: '请以现金支付。' },
  },
  UNDERLYING_MISSING: {
    en: { sentence: 'No trade between the two parties is named.', remedy: 'Name the trade.' },
    zh: { sentence: '未指明双方之间的贸易。', remedy: '请指明基础贸易。' },
  },
  NOT_VOLUNTARY: {
    en: {
      sentence: 'The receiver {to} did not agree freely.',
      remedy: 'The receiver declares its free will, or is paid in cash.',
    },
    zh: { sentence: '受让方 {to} 未自愿同意。', remedy: '请受让方声明自愿，或以现金支付。' },
  },
} as const satisfies Record<string, RefusalText>;
