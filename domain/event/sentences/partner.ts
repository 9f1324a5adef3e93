import type { PartnerEvent } from '../../partner/events.ts';
import type { EventText } from './text.ts';

/** What the events of partners, margin, shares and the risk reserve say. */
export const partnerSentences: Readonly<Record<PartnerEvent['kind'], EventText>> = {
  'partner.termed': {
    en: 'Broker and {@partner} agreed on its terms; risk is {riskClass}.',
    zh: '平台与 {@partner} 约定合作条件，风险等级 {riskClass}。',
  },
  'diligence.recorded': {
    en: 'A review of {@party} is on file; the next is due {nextDueOn}.',
    zh: '{@party} 的尽职调查已存档，下次应于 {nextDueOn} 完成。',
  },
  'margin.called': {
    en: '{@partner} is asked for {amount} of margin by {dueOn}.',
    zh: '要求 {@partner} 于 {dueOn} 前缴纳保证金 {amount}。',
  },
  'margin.deposited': {
    en: '{@partner} gave {amount} of margin.',
    zh: '{@partner} 缴纳保证金 {amount}。',
  },
  'margin.released': {
    en: '{amount} of margin went back to {@partner}: {reason}.',
    zh: '向 {@partner} 退还保证金 {amount}：{reason}。',
  },
  'margin.applied': {
    en: '{amount} of the margin of {@partner} was used: {reason}.',
    zh: '动用 {@partner} 保证金 {amount}：{reason}。',
  },
  'attribution.recorded': {
    en: '{lines} lines of revenue were attributed.',
    zh: '已归属收入 {lines} 笔。',
  },
  'share.computed': {
    en: 'The shares of {period} were computed for {partners} partners.',
    zh: '{period} 分润已计算，涉及 {partners} 个合作方。',
  },
  'share.disputed': {
    en: 'The partner disputes {lines} lines of its statement: {reason}.',
    zh: '合作方对分润单 {lines} 笔提出异议：{reason}。',
  },
  'share.settled': { en: '{@partner} is paid {paid}.', zh: '向 {@partner} 支付分润 {paid}。' },
  'reserve.accrued': {
    en: '{amount} went into the risk reserve.',
    zh: '计提风险准备金 {amount}。',
  },
  'reserve.drawn': {
    en: 'The risk reserve gave {@to} {amount} for a booked loss.',
    zh: '风险准备金就已确认损失向 {@to} 支付 {amount}。',
  },
};
