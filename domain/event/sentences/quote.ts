import type { QuoteEvent } from '../../financing/quote-events.ts';
import type { EventText } from './text.ts';

/** What the events of quotes and standing instructions say. */
export const quoteSentences: Readonly<Record<QuoteEvent['kind'], EventText>> = {
  'financing.quoted': {
    en: '{@funder} gave a sealed quote that ends {until}.',
    zh: '{@funder} 提交了密封报价，有效至 {until}。',
  },
  'standing.placed': {
    en: '{@supplier} lets its program ask for up to {amountMax} a time until {until}.',
    zh: '{@supplier} 设立常设指令，单笔上限 {amountMax}，有效至 {until}。',
  },
  'standing.cancelled': { en: 'The standing instruction ended.', zh: '常设指令已取消。' },
};
