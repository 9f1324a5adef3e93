import type { RefusalText } from './text.ts';

/** Codes of issued documents on the ledger (documents.md §1). */
export const documentRefusals = {
  DOCUMENT_NUMBER_USED: {
    en: {
      sentence: 'Number {number} carries other content.',
      remedy: 'Take the next reserved number.',
    },
    zh: { sentence: '编号 {number} 已用于其他内容。', remedy: '请使用下一个预留编号。' },
  },
  NUMBER_NOT_RESERVED: {
    en: {
      sentence: 'Number {number} is not within a reserved range of {issuer}.',
      remedy: 'Reserve the range first.',
    },
    zh: { sentence: '编号 {number} 不在 {issuer} 的预留区间内。', remedy: '请先预留区间。' },
  },
  DISCLOSURE_DIFFERS: {
    en: {
      sentence: '{field} differs from what was asked.',
      remedy: 'Grant what was asked, or end it and have it asked anew.',
    },
    zh: { sentence: '{field} 与请求不一致。', remedy: '请按请求授权，或终止后重新请求。' },
  },
} as const satisfies Record<string, RefusalText>;
