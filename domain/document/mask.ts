import type { Mask } from './class-parts.ts';

const HIDDEN = '•';

/** A value of which only so much is left that its owner would know it again (ING-31). */
export function masked(value: string, mask: Mask): string {
  return MASKS[mask](value);
}

const MASKS: Readonly<Record<Mask, (value: string) => string>> = {
  account: value => ends(value, 0, 4),
  identifier: value => ends(value, 2, 4),
  person: value => first(value),
  phone: value => ends(value, 3, 4),
  email: value => {
    const at = value.lastIndexOf('@');
    return at < 1 ? first(value) : `${first(value.slice(0, at))}${value.slice(at)}`;
  },
  text: value => maskedText(value),
};

/** Keeps so many letters and digits at both ends; a value too short to hide any of is hidden whole. */
function ends(value: string, before: number, after: number): string {
  const bare = value.match(/[\p{L}\p{N}]/gu) ?? [];
  if (bare.length < before + after + 2) return HIDDEN.repeat(bare.length);
  const hidden = HIDDEN.repeat(bare.length - before - after);
  return `${bare.slice(0, before).join('')}${hidden}${bare.slice(-after).join('')}`;
}

function first(value: string): string {
  const letter = /^\s*(\S)/u.exec(value)?.[1] ?? '';
  return `${letter}${HIDDEN}${HIDDEN}`;
}

/** Words after which a person's name stands. */
const NAME_WORDS = [
  '联系人',
  '收款人',
  '付款人',
  '经办人',
  '负责人',
  '开票人',
  '复核人',
  '姓名',
  '户名',
  'Attn\\.?',
  'Attention',
  'Contact',
  'Contact person',
  'Ansprechpartner(?:in)?',
  'Account holder',
  'Kontoinhaber',
  'Beneficiary',
  'Dear',
];
const TITLES = ['Mr\\.?', 'Mrs\\.?', 'Ms\\.?', 'Dr\\.?', 'Herrn?', 'Frau', 'M\\.', 'Mme\\.?'];
const LATIN_NAME = "\\p{Lu}[\\p{L}'’-]+(?:[ \\t]+(?:\\p{Lu}[\\p{L}'’-]*\\.?|van|von|der|de|la))*";
const HAN_NAME = '\\p{Script=Han}{2,4}(?!\\p{Script=Han})';
const TITLE_AFTER = '(\\p{Script=Han}{1,3})(?=先生|女士|小姐|经理|老师)';

type Detector = { readonly found: RegExp; readonly hide: (text: string) => string };

/**
 * In this order: what an earlier one has hidden, no later one finds. Digits with marks between them
 * count as one number from eleven on, so that an order number of ten stays readable.
 */
const DETECTORS: readonly Detector[] = [
  { found: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, hide: MASKS.email },
  {
    found: /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b/g,
    hide: MASKS.account,
  },
  {
    found: /(?<![A-Z0-9])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![A-Z0-9])/g,
    hide: MASKS.identifier,
  },
  { found: /(?<![\d])\d{17}[\dXx](?![\dA-Za-z])/g, hide: MASKS.identifier },
  { found: /(?<![\d+])\+\d(?:[ ().-]?\d){7,14}(?!\d)/g, hide: MASKS.phone },
  { found: /(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)/g, hide: MASKS.phone },
  { found: /(?<!\d)0\d{2,4}[ -/]\d{6,8}(?:-\d{1,5})?(?!\d)/g, hide: MASKS.phone },
  { found: /(?<!\d)\d(?:[ -]?\d){10,29}(?!\d)/g, hide: MASKS.account },
  named(`(?:${NAME_WORDS.join('|')})[ \\t]*[:：]?[ \\t]*(?:(?:${TITLES.join('|')})[ \\t]+)?`),
  named(`(?<!\\p{L})(?:${TITLES.join('|')})[ \\t]+`),
  { found: new RegExp(TITLE_AFTER, 'gu'), hide: first },
];

function named(before: string): Detector {
  return { found: new RegExp(`(?<=${before})(?:${LATIN_NAME}|${HAN_NAME})`, 'gu'), hide: first };
}

function maskedText(value: string): string {
  return DETECTORS.reduce((text, { found, hide }) => text.replace(found, hide), value);
}
