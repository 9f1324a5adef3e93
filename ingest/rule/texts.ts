import { BREACH_TEXTS } from './breach-texts.ts';
import { CONNECT_EN } from './connect-texts-en.ts';
import { CONNECT_ZH } from './connect-texts-zh.ts';
import { FORMAT_EN } from './format-texts-en.ts';
import { FORMAT_ZH } from './format-texts-zh.ts';
import type { Breach } from './language/index.ts';
import { EN } from './texts-en.ts';
import { ZH } from './texts-zh.ts';

export type Language = 'en' | 'zh';

/** What a rule says to people; `{name}` stands for a parameter of the finding. */
export type RuleText = { readonly title: string; readonly remedy: string };

/** Every rule that this folder can raise, in both languages. */
export const RULE_TEXTS: Readonly<Record<Language, Readonly<Record<string, RuleText>>>> = {
  en: { ...EN, ...FORMAT_EN, ...CONNECT_EN },
  zh: { ...ZH, ...FORMAT_ZH, ...CONNECT_ZH },
};

/**
 * Title and remedy of a finding, with its parameters filled in. A published rule is told by the way
 * in which it was broken; an unknown rule names itself.
 */
export function describeFinding(
  found: { readonly rule: string; readonly params: Readonly<Record<string, string>> },
  language: Language,
): RuleText {
  const text = RULE_TEXTS[language][found.rule] ?? breachText(found.params['breach'], language);
  if (!text) return { title: found.rule, remedy: '' };
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => found.params[name] ?? '…');
  return { title: fill(text.title), remedy: fill(text.remedy) };
}

function breachText(breach: string | undefined, language: Language): RuleText | undefined {
  return breach === undefined ? undefined : BREACH_TEXTS[language][breach as Breach];
}
