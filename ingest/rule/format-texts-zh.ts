import type { RuleText } from './texts.ts';

/** Titles and remedies of what envelopes and single formats are held to, in Chinese. */
export const FORMAT_ZH: Readonly<Record<string, RuleText>> = {
  'IN-07': {
    title: '因所在文件存在问题而暂存。',
    remedy: '处理文件层面的问题后重新加载。',
  },
};
