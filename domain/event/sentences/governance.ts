import type { GovernanceEvent } from '../../governance/events.ts';
import type { EventText } from './text.ts';

/** What the events of this noun say. */
export const governanceSentences: Readonly<Record<GovernanceEvent['kind'], EventText>> = {
  'channel.bootstrapped': {
    en: 'Channel {channel} was founded with clock {clock}.',
    zh: '通道 {channel} 已创立，时钟为 {clock}。',
  },
  'day.opened': { en: 'Business day {date} was opened.', zh: '业务日 {date} 已开启。' },
  'day.closed': { en: 'Business day {date} was closed.', zh: '业务日 {date} 已关闭。' },
};
