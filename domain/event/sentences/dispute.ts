import type { DisputeEvent } from '../../dispute/events.ts';
import type { EventText } from './text.ts';

/** What the events of cases say. */
export const disputeSentences: Readonly<Record<DisputeEvent['kind'], EventText>> = {
  'dispute.opened': {
    en: '{@opener} puts {amount} in question: {about}.',
    zh: '{@opener} 就 {amount} 提出争议：{about}。',
  },
  'dispute.answered': { en: '{@by} answered the case.', zh: '{@by} 已答复争议。' },
  'dispute.mediated': { en: '{@neutral} mediates the case.', zh: '{@neutral} 受理调解。' },
  'dispute.escalated': { en: '{@neutral} arbitrates the case.', zh: '{@neutral} 受理仲裁。' },
  'dispute.paused': {
    en: 'Both sides let the clock stand still for {days} days.',
    zh: '双方同意暂停计时 {days} 天。',
  },
  'dispute.withdrawn': { en: 'The case was withdrawn.', zh: '争议已撤回。' },
  'dispute.settled': {
    en: 'Both sides settled the case: {award.outcome}.',
    zh: '双方和解：{award.outcome}。',
  },
  'dispute.awarded': {
    en: 'The case was decided: {award.outcome}.',
    zh: '争议已裁决：{award.outcome}。',
  },
  'dispute.paid': { en: '{amount} of the award is paid.', zh: '裁决款项已支付 {amount}。' },
  'dispute.enforced': { en: 'The award goes to enforcement.', zh: '裁决进入强制执行。' },
  'dispute.stepped': { en: 'Enforcement: {step}.', zh: '执行进展：{step}。' },
};
