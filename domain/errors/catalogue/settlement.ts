import type { RefusalText } from './text.ts';

/** Codes of bank messages, matching, payouts and losses (receivables.md §7 and §8). */
export const settlementRefusals = {
  STATEMENT_SUSPECT: {
    en: {
      sentence: '{file} does not balance.',
      remedy: "Get the bank's statement again; release needs two persons.",
    },
    zh: { sentence: '{file} 不平衡。', remedy: '请重新获取银行对账单；放行需两人。' },
  },
  ENTRY_CONFLICT: {
    en: {
      sentence: 'Entry {entry} exists with other content.',
      remedy: "Get the bank's statement again; release needs two persons.",
    },
    zh: {
      sentence: '分录 {entry} 已存在且内容不同。',
      remedy: '请重新获取银行对账单；放行需两人。',
    },
  },
  MATCH_AMBIGUOUS: {
    en: { sentence: '{n} candidates fit.', remedy: 'A person decides with evidence.' },
    zh: { sentence: '有 {n} 个候选匹配。', remedy: '请由人员凭证据决定。' },
  },
  MATCH_EXCEEDS: {
    en: {
      sentence: '{x} is above what is open: {open}.',
      remedy: 'A person decides with evidence.',
    },
    zh: { sentence: '{x} 超过未结金额 {open}。', remedy: '请由人员凭证据决定。' },
  },
  PAYER_NOT_DEBTOR: {
    en: { sentence: 'The payer is not {debtor}.', remedy: 'A person decides with evidence.' },
    zh: { sentence: '付款人不是 {debtor}。', remedy: '请由人员凭证据决定。' },
  },
  PAYOUT_IN_FLIGHT: {
    en: { sentence: '{payout} was sent and has no answer.', remedy: 'Wait for the bank.' },
    zh: { sentence: '{payout} 已发送但尚无回执。', remedy: '请等待银行答复。' },
  },
  REVERSAL_REVERSED: {
    en: { sentence: 'A reversal cannot be reversed.', remedy: 'Post the right act.' },
    zh: { sentence: '冲正不可再冲正。', remedy: '请办理正确的业务。' },
  },
  TOO_EARLY: {
    en: { sentence: '{kind} is possible from {date}.', remedy: 'Run it then.' },
    zh: { sentence: '{kind} 自 {date} 起可办理。', remedy: '请届时办理。' },
  },
  PROVISION_BELOW_POLICY: {
    en: { sentence: 'Policy says {x}.', remedy: 'Use at least policy.' },
    zh: { sentence: '政策要求 {x}。', remedy: '请至少按政策计提。' },
  },
  WRITEOFF_ABOVE: {
    en: { sentence: 'Only {y} is outstanding.', remedy: 'Reduce the amount.' },
    zh: { sentence: '仅有 {y} 未偿。', remedy: '请减少金额。' },
  },
  ATTRIBUTION_KNOWN: {
    en: { sentence: '{ref} is attributed to {partner}.', remedy: 'Dispute within 15 days.' },
    zh: { sentence: '{ref} 已归属 {partner}。', remedy: '请于 15 日内提出异议。' },
  },
  SHARE_CLOSED: {
    en: { sentence: '{period} is settled.', remedy: 'Correct in the next period.' },
    zh: { sentence: '{period} 已结算。', remedy: '请于下期更正。' },
  },
} as const satisfies Record<string, RefusalText>;
