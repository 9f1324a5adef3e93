import type { Breach } from './language/index.ts';
import type { Language, RuleText } from './texts.ts';

/**
 * What a broken rule of a published set says, by the way in which it is broken: `{about}` is the
 * element, relative to the place of the finding, or the condition in the notation of `set/`.
 */
export const BREACH_TEXTS: Readonly<Record<Language, Readonly<Record<Breach, RuleText>>>> = {
  en: {
    missing: { title: '{about} is missing or empty.', remedy: 'Give {about} here.' },
    notUsed: {
      title: '{about} is not used in documents of this specification.',
      remedy: 'Remove {about}.',
    },
    repeated: { title: '{about} stands more than once.', remedy: 'Give {about} once.' },
    decimals: {
      title: '{about} has more than two decimals.',
      remedy: 'Round {about} to two decimals.',
    },
    code: {
      title: '{about} is not a code of {list}.',
      remedy: 'Use a code of {list} for {about}.',
    },
    condition: {
      title: 'The document does not satisfy: {about}',
      remedy: 'Correct the values at this place so that the condition holds.',
    },
  },
  zh: {
    missing: { title: '缺少 {about}，或其为空。', remedy: '请在此处填写 {about}。' },
    notUsed: { title: '本规范的单据不使用 {about}。', remedy: '请删除 {about}。' },
    repeated: { title: '{about} 出现多次。', remedy: '请只填写一次 {about}。' },
    decimals: { title: '{about} 超过两位小数。', remedy: '请将 {about} 四舍五入到两位小数。' },
    code: {
      title: '{about} 不是代码表 {list} 中的代码。',
      remedy: '请为 {about} 使用 {list} 中的代码。',
    },
    condition: {
      title: '单据不满足条件：{about}',
      remedy: '请更正此处的数值，使条件成立。',
    },
  },
};
