import type { RefusalText } from './text.ts';

/** Codes of claims: offer, confirmation and what surrounds them (receivables.md §4). */
export const receivableRefusals = {
  SAME_PARTY: {
    en: {
      sentence: 'Supplier and buyer are the same party {party}.',
      remedy: 'A claim needs two parties.',
    },
    zh: { sentence: '供应商与买方为同一参与方 {party}。', remedy: '一笔债权需要双方主体。' },
  },
  AFFILIATE_CAP: {
    en: {
      sentence: 'Supplier {supplier} and buyer {buyer} are affiliated above the cap.',
      remedy: 'Related trade needs a programme that allows it.',
    },
    zh: {
      sentence: '供应商 {supplier} 与买方 {buyer} 的关联交易超过上限。',
      remedy: '关联交易须在允许的项目内办理。',
    },
  },
  DATES_DISORDERED: {
    en: {
      sentence: '{a} must not be after {b}.',
      remedy: 'Correct the dates from the documents.',
    },
    zh: { sentence: '{a} 不得晚于 {b}。', remedy: '请按单据更正日期。' },
  },
  NOT_BUSINESS_DAY: {
    en: { sentence: '{date} is a holiday.', remedy: 'Take {next}.' },
    zh: { sentence: '{date} 为非营业日。', remedy: '请改用 {next}。' },
  },
  CALENDAR_MISSING: {
    en: { sentence: 'No calendar for {year}.', remedy: 'Load the calendar.' },
    zh: { sentence: '缺少 {year} 年日历。', remedy: '请加载日历。' },
  },
  CALENDAR_UNKNOWN: {
    en: {
      sentence: 'Calendar {calendar} ends before {date}.',
      remedy: 'Load the calendar of that year.',
    },
    zh: { sentence: '日历 {calendar} 未覆盖 {date}。', remedy: '请加载该年度日历。' },
  },
  TENOR_REASON_MISSING: {
    en: { sentence: '{months} months from {start}: above 6.', remedy: 'Give a coded reason.' },
    zh: { sentence: '自 {start} 起 {months} 个月，超过 6 个月。', remedy: '请提供编码事由。' },
  },
  TENOR_OVER_YEAR: {
    en: {
      sentence: '{months} months from {start}: above 12.',
      remedy: 'Shorten the term; no exception exists.',
    },
    zh: { sentence: '自 {start} 起 {months} 个月，超过 12 个月。', remedy: '请缩短期限，无例外。' },
  },
  RESIDUAL_TENOR_SHORT: {
    en: { sentence: '{days} days left; {min} needed.', remedy: 'Hold to maturity.' },
    zh: { sentence: '剩余 {days} 天，至少需 {min} 天。', remedy: '请持有至到期。' },
  },
  ROOT_MISMATCH: {
    en: {
      sentence: 'The details given do not open the commitment: {field}.',
      remedy: 'Send the fields and salts that were signed.',
    },
    zh: { sentence: '所附明细与承诺值不符：{field}。', remedy: '请发送签名时的字段与盐值。' },
  },
  NOT_THE_DEBTOR: {
    en: {
      sentence: 'Only {buyer} can confirm this claim.',
      remedy: 'The buyer signs with its own key.',
    },
    zh: { sentence: '只有 {buyer} 可以确认该债权。', remedy: '请由买方用自己的密钥签名。' },
  },
  TERMS_DIFFER: {
    en: {
      sentence: '{field} differs from the offer.',
      remedy: 'Decline with a suggestion; the supplier offers anew.',
    },
    zh: { sentence: '{field} 与要约不一致。', remedy: '请附建议拒绝，由供应商重新提交。' },
  },
  ACCOUNT_NOT_VERIFIED: {
    en: {
      sentence: 'Account {account} is {state}.',
      remedy: 'Verify it; it counts one business day later.',
    },
    zh: {
      sentence: '账户 {account} 状态为 {state}。',
      remedy: '请完成验证；验证后次一营业日生效。',
    },
  },
  CONFIRM_LINE_EXCEEDED: {
    en: {
      sentence: 'Confirming {amount} passes your line by {excess}.',
      remedy: 'Raise the line (director) or pay earlier claims.',
    },
    zh: {
      sentence: '确认 {amount} 将超出额度 {excess}。',
      remedy: '请由董事提高额度或先偿付在先债权。',
    },
  },
  ASSURANCE_TOO_LOW: {
    en: {
      sentence: '{kind} needs {need}; the claim is {have}.',
      remedy: 'Ask the buyer to confirm.',
    },
    zh: { sentence: '{kind} 需要 {need}，该债权为 {have}。', remedy: '请买方确认。' },
  },
  CLAIM_NOT_CLEAN: {
    en: { sentence: 'The claim is {state}.', remedy: 'Resolve that first.' },
    zh: { sentence: '该债权处于 {state}。', remedy: '请先解决该事项。' },
  },
  DILUTION_NOT_COVERED: {
    en: {
      sentence: '{x} of {y} touches parts of other holders.',
      remedy: 'Let them sign, or pay the amount.',
    },
    zh: { sentence: '{y} 中的 {x} 涉及其他持有人的份额。', remedy: '请其签署，或支付该金额。' },
  },
  RESCHEDULE_BARRED: {
    en: {
      sentence: 'The claim was extended before, or passes 12 months.',
      remedy: 'Pay, or settle in a dispute.',
    },
    zh: { sentence: '该债权已展期过，或将超过 12 个月。', remedy: '请付款，或通过争议解决。' },
  },
} as const satisfies Record<string, RefusalText>;
