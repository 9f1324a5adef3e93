import type { RefusalText } from './text.ts';

/** Codes of financing: requests, quotes, limits, checklist (receivables.md §6). */
export const financingRefusals = {
  HOLDINGS_MIXED: {
    en: {
      sentence: 'Owner, debtor group or kind differ in one request: {field}.',
      remedy: 'Make one request for each.',
    },
    zh: { sentence: '同一申请中持有人、债务人集团或类型不一致：{field}。', remedy: '请分别申请。' },
  },
  CURRENCY_MISMATCH: {
    en: { sentence: 'Currency {a} meets currency {b}.', remedy: 'Make one act for each currency.' },
    zh: { sentence: '币种 {a} 与 {b} 不一致。', remedy: '请按币种分别办理。' },
  },
  NOT_INVITED: {
    en: { sentence: 'The request is not open to you.', remedy: 'Ask the holder to invite you.' },
    zh: { sentence: '该申请未向您开放。', remedy: '请持有人邀请。' },
  },
  LIMIT_ABSENT: {
    en: { sentence: 'No live limit on {subject}.', remedy: 'Set a limit first.' },
    zh: { sentence: '{subject} 无有效额度。', remedy: '请先设定额度。' },
  },
  LIMIT_EXCEEDED: {
    en: {
      sentence: '{line} has {room}; {x} asked.',
      remedy: 'Ask for {room}, or raise the limit.',
    },
    zh: { sentence: '{line} 剩余 {room}，申请 {x}。', remedy: '请减至 {room}，或提高额度。' },
  },
  QUOTE_NOT_OPENED: {
    en: { sentence: 'Terms and salt do not open the quote.', remedy: 'Use the quote as received.' },
    zh: { sentence: '条款与盐值无法打开报价。', remedy: '请使用收到的原报价。' },
  },
  QUOTE_EXPIRED: {
    en: { sentence: 'The quote ended {t}.', remedy: 'Ask for a new one.' },
    zh: { sentence: '报价已于 {t} 失效。', remedy: '请重新询价。' },
  },
  ADVANCE_ABOVE_CAP: {
    en: {
      sentence: '{x} ppm; the cap is {y}: {parts}.',
      remedy: 'Ask for less, or raise assurance.',
    },
    zh: { sentence: '融资比例 {x} ppm，上限 {y}：{parts}。', remedy: '请降低金额或提高确认等级。' },
  },
  PRICE_OUT_OF_RANGE: {
    en: { sentence: '{figure} is outside {range}.', remedy: 'Correct rate, fee or days.' },
    zh: { sentence: '{figure} 超出 {range}。', remedy: '请更正利率、费用或天数。' },
  },
  COST_DISCLOSURE_MISMATCH: {
    en: { sentence: 'Shown {x}, computed {y}.', remedy: 'Show the computed cost and sign again.' },
    zh: { sentence: '展示为 {x}，计算为 {y}。', remedy: '请展示计算结果后重新签名。' },
  },
  ATTESTATION_EXPIRED: {
    en: { sentence: 'The grade of {party} ended {date}.', remedy: 'Re-score.' },
    zh: { sentence: '{party} 的评级已于 {date} 到期。', remedy: '请重新评分。' },
  },
  WARNING_RED: {
    en: { sentence: '{party} is on red: {rule}.', remedy: 'No new money until reviewed.' },
    zh: { sentence: '{party} 处于红色预警：{rule}。', remedy: '复核前不得新增资金。' },
  },
  CONCENTRATION_OUTER: {
    en: {
      sentence: '{subject} would be {ppm} of the book.',
      remedy: 'Fund elsewhere, or sell part.',
    },
    zh: { sentence: '{subject} 将占账簿的 {ppm}。', remedy: '请改由他处出资或出售部分。' },
  },
  EXPOSURE_ABOVE_NET_ASSETS: {
    en: { sentence: 'Exposure {x} would pass {y}.', remedy: 'Reduce exposure.' },
    zh: { sentence: '风险敞口 {x} 将超过 {y}。', remedy: '请降低敞口。' },
  },
  NET_ASSETS_STALE: {
    en: { sentence: 'Net assets are {days} days old.', remedy: 'File a new statement.' },
    zh: { sentence: '净资产数据已有 {days} 天。', remedy: '请提交新的报表。' },
  },
  CHECK_FAILED: {
    en: { sentence: 'Items {list} fail.', remedy: 'Cure the items, then clear again.' },
    zh: { sentence: '检查项 {list} 未通过。', remedy: '请整改后重新检查。' },
  },
  CHECK_STALE: {
    en: { sentence: 'The list is of {date}.', remedy: 'Clear again today.' },
    zh: { sentence: '检查清单日期为 {date}。', remedy: '请于当日重新检查。' },
  },
  FUNDS_NOT_IN: {
    en: { sentence: 'Funder money {x} is not booked.', remedy: 'It is paid T+1 when booked.' },
    zh: { sentence: '资金方款项 {x} 尚未入账。', remedy: '入账后按 T+1 支付。' },
  },
  BUFFER_LOW: {
    en: { sentence: 'The buffer is below its floor.', remedy: 'It is paid T+1 when booked.' },
    zh: { sentence: '缓冲资金低于下限。', remedy: '入账后按 T+1 支付。' },
  },
  LOSS_OPEN: {
    en: { sentence: 'An unbooked loss on {debtor} is open.', remedy: 'Book the loss first.' },
    zh: { sentence: '{debtor} 存在未入账的损失。', remedy: '请先入账损失。' },
  },
  RECOURSE_ABSENT: {
    en: { sentence: 'The contract has no recourse.', remedy: 'Collect from the debtor.' },
    zh: { sentence: '合同无追索权。', remedy: '请向债务人催收。' },
  },
  REPURCHASE_DECLINED: {
    en: {
      sentence: 'The repurchase was declined: {reason}.',
      remedy: 'Correct and propose again.',
    },
    zh: { sentence: '回购被拒绝：{reason}。', remedy: '请更正后重新提议。' },
  },
} as const satisfies Record<string, RefusalText>;
