import type { LabelEvent } from '../../label/events.ts';
import type { FootprintEvent } from '../../label/footprint.ts';
import type { EventText } from './text.ts';

/** What the events of labels say. */
export const labelSentences: Readonly<
  Record<LabelEvent['kind'] | FootprintEvent['kind'], EventText>
> = {
  'footprint.recorded': {
    en: '{grams} g CO2e of scope {scope} stand behind the claim.',
    zh: '该债权对应范围 {scope} 排放 {grams} 克 CO2e。',
  },
  'footprint.split': {
    en: 'The grams of scope {scope} went on with {parts} holdings.',
    zh: '范围 {scope} 的碳足迹随份额拆分为 {parts} 份。',
  },
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
