import type { BufferEvent } from '../../settlement/buffer-events.ts';
import type { EventText } from './text.ts';

/** What the events of the broker's buffers say. */
export const bufferSentences: Readonly<Record<BufferEvent['kind'], EventText>> = {
  'buffer.toppedUp': {
    en: '{amount} went into buffer {buffer}.',
    zh: '缓冲 {buffer} 补充 {amount}。',
  },
  'buffer.drawn': { en: 'Buffer {buffer} gave {amount}.', zh: '缓冲 {buffer} 动用 {amount}。' },
  'buffer.repaid': {
    en: '{amount} was paid back to buffer {buffer}.',
    zh: '缓冲 {buffer} 收回 {amount}。',
  },
  'buffer.low': {
    en: 'Buffer {buffer} is below 80 % of its target {target}.',
    zh: '缓冲 {buffer} 低于目标 {target} 的 80%。',
  },
};
