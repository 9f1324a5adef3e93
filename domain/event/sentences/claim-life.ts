import type { ClaimLifeEvent } from '../../receivable/events-life.ts';
import type { EventText } from './text.ts';

/** What the later events of a claim say. */
export const claimLifeSentences: Readonly<Record<ClaimLifeEvent['kind'], EventText>> = {
  'receivable.issued': {
    en: '{@terms.buyer} issued a claim of {terms.face} on itself to {@terms.supplier}.',
    zh: '{@terms.buyer} 向 {@terms.supplier} 开立债权 {terms.face}。',
  },
  'receivable.accepted': {
    en: 'The supplier accepted the claim.',
    zh: '供应商已接受该债权。',
  },
  'receivable.rejected': {
    en: 'The supplier rejected the claim: {reason}.',
    zh: '供应商拒绝该债权：{reason}。',
  },
  'receivable.expired': {
    en: 'Nobody answered the claim in time.',
    zh: '该债权逾期未获答复，已失效。',
  },
  'receivable.diluted': {
    en: 'A credit note reduced the claim by {amount}.',
    zh: '红字凭证减少该债权 {amount}。',
  },
  'receivable.rescheduled': {
    en: 'Buyer and all holders moved the due date from {from} to {dueOn}.',
    zh: '买方与全部持有人同意到期日由 {from} 延至 {dueOn}。',
  },
  'receivable.frozen': {
    en: 'Compliance froze the claim: {reason} {ref}.',
    zh: '合规部门冻结该债权：{reason} {ref}。',
  },
  'receivable.unfrozen': { en: 'The claim is free again.', zh: '该债权已解冻。' },
  'receivable.closedWithLoss': {
    en: 'Nothing is outstanding; a part is lost.',
    zh: '无未偿余额，部分已损失。',
  },
  'holding.realised': {
    en: 'The lien on {amount} became title of {@funder}.',
    zh: '{@funder} 就 {amount} 实现质权。',
  },
  'claim.overdue': {
    en: 'The claim is {days} days past due.',
    zh: '该债权已逾期 {days} 天。',
  },
  'claim.aged': {
    en: 'The claim is {days} days past due.',
    zh: '该债权已逾期 {days} 天。',
  },
  'claim.cured': { en: 'The overdue claim was paid.', zh: '逾期债权已清偿。' },
};
