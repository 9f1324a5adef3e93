import type { LabelEvent } from '../../label/events.ts';
import type { EventText } from './text.ts';

/** What the events of labels say. */
export const labelSentences: Readonly<Record<LabelEvent['kind'], EventText>> = {
  'label.claimed': {
    en: '{@supplier} claims {amount} as green under {taxonomy}, until {until}.',
    zh: '{@supplier} 申报绿色金额 {amount}（{taxonomy}），至 {until}。',
  },
  'label.verified': { en: '{@by} verified the green label.', zh: '{@by} 已核验绿色标签。' },
  'label.refused': {
    en: '{@by} refused the green label: {reason}.',
    zh: '{@by} 拒绝绿色标签：{reason}。',
  },
  'label.withdrawn': {
    en: '{@by} withdrew the green label: {reason}.',
    zh: '{@by} 撤回绿色标签：{reason}。',
  },
};
