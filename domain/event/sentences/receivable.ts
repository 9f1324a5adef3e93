import type { ReceivableEvent } from '../../receivable/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const receivableSentences: Readonly<Record<ReceivableEvent['kind'], EventText>> = {
  'receivable.offered': {
    en: '{@terms.supplier} offered a claim of {terms.face} on {@terms.buyer}, due {terms.dueOn}.',
    zh: '{@terms.supplier} 提交对 {@terms.buyer} 的债权 {terms.face}，到期日 {terms.dueOn}。',
  },
  'receivable.confirmed': {
    en: '{@buyer} confirmed with its own key that it owes {face}.',
    zh: '{@buyer} 以自己的密钥确认欠款 {face}。',
  },
  'receivable.recorded': {
    en: 'The claim was recorded at assurance {assurance} on matched evidence.',
    zh: '债权已凭匹配证据按 {assurance} 级登记。',
  },
  'receivable.declined': {
    en: 'The debtor declined the claim: {reason}.',
    zh: '债务人拒绝该债权：{reason}。',
  },
  'receivable.withdrawn': {
    en: 'The supplier withdrew the claim: {reason}.',
    zh: '供应商撤回该债权：{reason}。',
  },
  'receivable.cancelled': {
    en: 'Supplier and buyer cancelled the claim: {reason}.',
    zh: '供应商与买方取消该债权：{reason}。',
  },
  'receivable.settled': {
    en: 'The claim of {face} is paid in full.',
    zh: '债权 {face} 已全额清偿。',
  },
  'holding.split': {
    en: 'A holding of {amount} was split into {parts} parts.',
    zh: '份额 {amount} 已拆分为 {parts} 份。',
  },
  'holding.transferred': {
    en: '{@from} passed {amount} on to {@to}.',
    zh: '{@from} 将 {amount} 转让给 {@to}。',
  },
  'holding.reserved': {
    en: '{amount} is reserved for {lockedFor.kind} {lockedFor.id}.',
    zh: '{amount} 已为 {lockedFor.kind} {lockedFor.id} 预留。',
  },
  'holding.pledged': {
    en: '{amount} is pledged to {@funder}.',
    zh: '{amount} 已质押给 {@funder}。',
  },
  'holding.sold': {
    en: 'Title to {amount} went to {@funder}; {@residualTo} keeps the residual.',
    zh: '{amount} 的所有权转移至 {@funder}，{@residualTo} 保留余额。',
  },
  'holding.released': { en: '{amount} is free again.', zh: '{amount} 已解除锁定。' },
  'holding.returned': {
    en: 'Title to {amount} went back to {@to}.',
    zh: '{amount} 的所有权已返还 {@to}。',
  },
  'holding.paid': { en: '{amount} of the claim was paid.', zh: '债权已偿付 {amount}。' },
  'holding.closed': {
    en: 'A holding was paid in full and closed.',
    zh: '一份额已全额偿付并关闭。',
  },
  'fingerprint.registered': {
    en: 'An invoice was registered once and for all for {claimed} of {amount}.',
    zh: '一张发票已登记，金额 {amount} 中主张 {claimed}。',
  },
  'fingerprint.applied': {
    en: 'A funder has committed on the invoice.',
    zh: '已有资金方就该发票承诺出资。',
  },
  'fingerprint.financed': { en: 'The invoice is financed.', zh: '该发票已融资。' },
  'fingerprint.freed': {
    en: 'The invoice is free to be financed again.',
    zh: '该发票可再次融资。',
  },
  'fingerprint.settled': {
    en: 'The invoice is paid and can never be claimed again.',
    zh: '该发票已付清，不得再次主张。',
  },
  'fingerprint.cancelled': {
    en: 'The invoice is free to be claimed again: {reason}.',
    zh: '该发票可再次主张：{reason}。',
  },
  'duplicate.flagged': {
    en: 'The claim resembles another one (rule {rule}); it waits until risk has looked at it.',
    zh: '该债权与另一债权相似（规则 {rule}），待风控核查。',
  },
  'duplicate.cleared': {
    en: 'Risk cleared the similarity: {reason}.',
    zh: '风控已解除相似标记：{reason}。',
  },
  'duplicate.alerted': {
    en: 'A later invoice resembles one of {@applicant} (rule {rule}).',
    zh: '后登记的发票与 {@applicant} 的发票相似（规则 {rule}）。',
  },
};
