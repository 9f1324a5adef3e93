/** What a text rule changed: TXT-02 marks removed from an identifier. */
export type TextNote = 'TXT-02';

const MARKS = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const FULL_WIDTH = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;

/** Names and notes: NFC, outer blanks cut, everything else kept. */
export function cleanText(text: string): string {
  return text.normalize('NFC').trim();
}

/**
 * Identifiers: NFC, outer blanks cut, zero-width and bidi marks removed (noted TXT-02), full-width
 * digits and letters folded. They stay text, so leading zeros survive.
 */
export function cleanIdentifier(text: string): {
  readonly value: string;
  readonly notes: TextNote[];
} {
  const bare = text.replace(MARKS, '');
  const folded = bare.replace(FULL_WIDTH, c => String.fromCodePoint(c.charCodeAt(0) - 0xfee0));
  return { value: folded.normalize('NFC').trim(), notes: bare === text ? [] : ['TXT-02'] };
}

/** Whether the letters of a name mix Latin with Cyrillic or Greek look-alikes (TXT-03). */
export function isMixedScript(text: string): boolean {
  return /[A-Za-z]/.test(text) && /[\u0370-\u03ff\u0400-\u04ff]/.test(text);
}
