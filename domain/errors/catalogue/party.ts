import type { RefusalText } from './text.ts';

/** Codes of admission, keys, users and consents (receivables.md §2). */
export const partyRefusals = {
  PARTY_EXISTS: {
    en: {
      sentence: 'This registration number belongs to an admitted party.',
      remedy: 'Ask its admin for a user.',
    },
    zh: { sentence: '该登记号码已属于一家已准入的参与方。', remedy: '请向其管理员申请用户。' },
  },
  NEGATIVE_LIST_HIT: {
    en: {
      sentence: '{subject} is on the negative list since {date}.',
      remedy: 'Ask compliance for a review with documents.',
    },
    zh: {
      sentence: '{subject} 自 {date} 起列入负面清单。',
      remedy: '请凭材料向合规部门申请复核。',
    },
  },
  OWNERS_INCOMPLETE: {
    en: {
      sentence: 'Owners reach {ppm} of shares; layer {layer} is open.',
      remedy: 'File every owner of 25 % or more down to persons.',
    },
    zh: {
      sentence: '已穿透至 {ppm} 的股份；第 {layer} 层未穿透。',
      remedy: '请将持股 25% 及以上的所有者逐层报至自然人。',
    },
  },
  SCREENING_MISSING: {
    en: { sentence: 'No clean screening of {date}.', remedy: 'Run the screening today.' },
    zh: { sentence: '{date} 无通过的名单筛查。', remedy: '请于当日完成筛查。' },
  },
  EVIDENCE_NOT_INDEPENDENT: {
    en: {
      sentence: 'Both verifications use the same evidence.',
      remedy: 'Verify through a second channel.',
    },
    zh: { sentence: '两项核验使用了同一证据。', remedy: '请通过第二渠道核验。' },
  },
  OBLIGATIONS_OPEN: {
    en: {
      sentence: '{amount} and {n} items are still open.',
      remedy: 'Settle or assign them, then exit.',
    },
    zh: { sentence: '尚有 {amount} 及 {n} 项未结。', remedy: '请结清或转让后再退出。' },
  },
  CONSENT_MISSING: {
    en: {
      sentence: '{party} has not consented to {data} for {purpose}.',
      remedy: 'Ask for the consent; it can be withdrawn.',
    },
    zh: {
      sentence: '{party} 未授权将 {data} 用于 {purpose}。',
      remedy: '请取得授权；授权可撤回。',
    },
  },
  REVIEW_OVERDUE: {
    en: { sentence: 'The review was due {date}.', remedy: 'File it; running business goes on.' },
    zh: { sentence: '复核应于 {date} 完成。', remedy: '请补交复核；存续业务不受影响。' },
  },
  INSURANCE_MISSING: {
    en: {
      sentence: 'No valid insurance policy is on file.',
      remedy: 'File a valid policy; running business goes on.',
    },
    zh: { sentence: '未备案有效保单。', remedy: '请备案有效保单；存续业务不受影响。' },
  },
  MARGIN_SHORT: {
    en: {
      sentence: 'The margin lacks {amount}.',
      remedy: 'Pay the margin; running business goes on.',
    },
    zh: { sentence: '保证金尚缺 {amount}。', remedy: '请补足保证金；存续业务不受影响。' },
  },
} as const satisfies Record<string, RefusalText>;
