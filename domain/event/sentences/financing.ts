import type { FinancingEvent } from '../../financing/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const financingSentences: Readonly<Record<FinancingEvent['kind'], EventText>> = {
  'rateCard.published': {
    en: '{@card.funder} published a rate card.',
    zh: '{@card.funder} 发布了报价卡。',
  },
  'rateCard.withdrawn': { en: 'Rate card {card} was withdrawn.', zh: '报价卡 {card} 已撤回。' },
  'financing.requested': {
    en: '{@holder} asked for {want} on holdings of {outstanding}.',
    zh: '{@holder} 以 {outstanding} 的份额申请融资 {want}。',
  },
  'financing.accepted': {
    en: 'The terms of {@funder} were accepted.',
    zh: '已接受 {@funder} 的条件。',
  },
  'financing.cancelled': {
    en: 'The request was cancelled: {reason}.',
    zh: '融资申请已取消：{reason}。',
  },
  'financing.refused': { en: 'The funder refused: {reason}.', zh: '资金方拒绝：{reason}。' },
  'financing.expired': { en: 'The request expired: {reason}.', zh: '融资申请已过期：{reason}。' },
  'financing.assigned': {
    en: '{@from} passed the financing on to {@to} for {price}.',
    zh: '{@from} 以 {price} 将融资转让给 {@to}。',
  },
  'financing.committed': {
    en: 'The funder committed; {takes} limit lines are taken.',
    zh: '资金方已承诺，占用 {takes} 条额度。',
  },
  'financing.cleared': {
    en: 'All {items} checks before payment were answered.',
    zh: '付款前 {items} 项检查均已完成。',
  },
  'financing.activated': {
    en: 'Cash is out and title has moved; repayment is due {payOn}.',
    zh: '款项已付，所有权已转移；还款日 {payOn}。',
  },
  'financing.repaid': { en: 'The financing is repaid.', zh: '融资已还清。' },
  'limit.set': {
    en: 'A limit on {@line.subject} was set to {line.cap}.',
    zh: '{@line.subject} 的额度设定为 {line.cap}。',
  },
  'limit.frozen': {
    en: 'Limit {line} was taken for a commitment.',
    zh: '额度 {line} 已因承诺冻结。',
  },
  'limit.used': { en: 'Limit {line} is used by paid-out money.', zh: '额度 {line} 已因放款占用。' },
  'limit.released': { en: 'Limit {line} was released.', zh: '额度 {line} 已释放。' },
  'limit.overLimit': { en: 'Limit {line} lies below its use.', zh: '额度 {line} 低于已用金额。' },
  'limit.folded': {
    en: 'Limit {line} was folded for {period}.',
    zh: '额度 {line} 已按 {period} 归集。',
  },
  'registration.drafted': {
    en: 'The registration text was drafted; its hash is on the ledger.',
    zh: '登记文本已拟定，其哈希已上链。',
  },
  'registration.searched': {
    en: 'The registry was searched: {result}.',
    zh: '已查询登记系统：{result}。',
  },
  'registration.filed': {
    en: 'The assignment was filed under {number} until {until}.',
    zh: '转让已登记，编号 {number}，至 {until}。',
  },
  'registration.amended': {
    en: 'The filing {number} was amended; it lasts until {until}.',
    zh: '登记 {number} 已变更，至 {until}。',
  },
  'registration.extended': {
    en: 'The filing {number} was extended until {until}.',
    zh: '登记 {number} 已展期至 {until}。',
  },
  'registration.discharged': {
    en: 'The filing {number} was struck out; that was due {dueOn}.',
    zh: '登记 {number} 已注销，应于 {dueOn} 前办理。',
  },
};
