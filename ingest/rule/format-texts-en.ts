import type { RuleText } from './texts.ts';

/** Titles and remedies of what envelopes and single formats are held to, in English. */
export const FORMAT_EN: Readonly<Record<string, RuleText>> = {
  'IN-07': {
    title: 'Held back because a fault of the file around it stands.',
    remedy: 'Clear the finding of the file, then replay the load.',
  },
};
