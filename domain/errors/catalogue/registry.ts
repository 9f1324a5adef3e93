import type { RefusalText } from './text.ts';

/** Codes of the duplicate registry (receivables.md §5). */
export const registryRefusals = {
  DUPLICATE_REGISTERED: {
    en: {
      sentence: '{key} matches a registered invoice of {applicant} applicant ({match}).',
      remedy: 'Use that record, or have it cancelled with reason.',
    },
    zh: {
      sentence: '{key} 与{applicant}申请人已登记的发票相同（{match}）。',
      remedy: '请使用该记录，或说明原因申请注销。',
    },
  },
  DUPLICATE_FINANCED: {
    en: {
      sentence: '{amount} of this invoice is already financed.',
      remedy: 'Only {free} can still be used.',
    },
    zh: { sentence: '该发票已有 {amount} 融资。', remedy: '仅余 {free} 可用。' },
  },
  INVOICE_OVERCLAIMED: {
    en: { sentence: 'Claimed {claimed} exceeds {amount}.', remedy: 'Reduce the claim to {free}.' },
    zh: { sentence: '主张金额 {claimed} 超过 {amount}。', remedy: '请减至 {free}。' },
  },
  FLAG_OPEN: {
    en: {
      sentence: 'A similarity flag {rule} is open.',
      remedy: 'Give risk the documents that clear it.',
    },
    zh: { sentence: '存在未解除的相似标记 {rule}。', remedy: '请向风控提供材料以解除。' },
  },
  ALREADY_ASSIGNED: {
    en: { sentence: 'The invoice names another payee ({sign}).', remedy: 'Get a release.' },
    zh: { sentence: '发票已指明其他收款人（{sign}）。', remedy: '请取得解除文件。' },
  },
  ASSIGNMENT_BARRED: {
    en: { sentence: 'The contract bars assignment.', remedy: "Get the buyer's consent on file." },
    zh: { sentence: '合同禁止转让。', remedy: '请备案买方同意。' },
  },
} as const satisfies Record<string, RefusalText>;
