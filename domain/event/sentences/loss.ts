import type { LossEvent } from '../../settlement/loss-events.ts';
import type { EventText } from './text.ts';

/** What the events of overdue, loss, recourse and repurchase say. */
export const lossSentences: Readonly<Record<LossEvent['kind'], EventText>> = {
  'claim.defaulted': {
    en: 'The claim on {@buyer} is in default (financing: {financing}).',
    zh: '对 {@buyer} 的债权已违约（融资：{financing}）。',
  },
  'financing.overdue': {
    en: 'The financing is {days} days past its pay day.',
    zh: '融资已逾期 {days} 天。',
  },
  'financing.returned': {
    en: 'The financing ended; its claims went back to {@holder}.',
    zh: '融资已终止，债权退回 {@holder}。',
  },
  'provision.booked': {
    en: '{@funder} provides {amount} of {principal} at {days} days past due.',
    zh: '{@funder} 就本金 {principal}（逾期 {days} 天）计提准备 {amount}。',
  },
  'writeoff.booked': {
    en: '{@funder} wrote off {amount}: {reason}.',
    zh: '{@funder} 核销 {amount}：{reason}。',
  },
  'writeoff.recovered': {
    en: '{amount} of what was written off came back.',
    zh: '已核销款项收回 {amount}。',
  },
  'recourse.demanded': {
    en: '{@funder} demands {amount} from {@supplier} by {dueOn}.',
    zh: '{@funder} 要求 {@supplier} 于 {dueOn} 前支付 {amount}。',
  },
  'recourse.disputed': {
    en: 'The demand is contested in case {dispute}.',
    zh: '追索已在争议 {dispute} 中提出异议。',
  },
  'recourse.settled': { en: 'The demand is paid.', zh: '追索款已付清。' },
  'repurchase.proposed': {
    en: '{@proposer} proposes to take the claims back for {price} on {payOn}.',
    zh: '{@proposer} 提议于 {payOn} 以 {price} 回购。',
  },
  'repurchase.accepted': { en: 'The repurchase is agreed.', zh: '回购已达成一致。' },
  'repurchase.settled': { en: 'The repurchase is paid.', zh: '回购款已付清。' },
  'repurchase.declined': {
    en: 'The repurchase was declined: {subReason}.',
    zh: '回购被拒绝：{subReason}。',
  },
  'repurchase.cancelled': {
    en: 'The repurchase was called off: {subReason}.',
    zh: '回购已撤销：{subReason}。',
  },
};
