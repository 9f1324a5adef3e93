import { bareIdent } from './party.ts';

/** The identifiers whose check digits this product knows (rules ID-01 to ID-05). */
export type CheckedScheme = 'LEI' | 'IBAN' | 'GLN' | 'USCC' | 'RF';

/** Whether an identifier of a known scheme has its check digits right. */
export function hasCheckDigits(scheme: CheckedScheme, text: string): boolean {
  const value = bareIdent(text);
  switch (scheme) {
    case 'LEI':
      return /^[A-Z0-9]{18}\d{2}$/.test(value) && modulo97(value) === 1n;
    case 'IBAN':
      return isIban(value);
    case 'GLN':
      return /^\d{13}$/.test(value) && isMod10Weight3(value);
    case 'USCC':
      return isUscc(value);
    case 'RF':
      return /^RF\d{2}[A-Z0-9]{1,21}$/.test(value) && modulo97(rotated(value)) === 1n;
  }
}

/**
 * A unified social credit code, GB 32100-2015: eighteen characters without I, O, Z, S, V; weights
 * 3ⁱ mod 31.
 * @example isUscc('91350100M000100Y43') // true, the example of GB 32100-2015
 */
export function isUscc(text: string): boolean {
  const value = bareIdent(text);
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  if (!/^[0-9A-HJ-NP-RTUW-Y]{18}$/.test(value)) return false;
  let total = 0;
  let weight = 1;
  for (const character of value.slice(0, 17)) {
    total += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet[(31 - (total % 31)) % 31] === value[17];
}

/** An IBAN by ISO 13616: structure in general and modulo 97. */
export function isIban(text: string): boolean {
  const value = bareIdent(text);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(value)) return false;
  return modulo97(rotated(value)) === 1n;
}

function rotated(value: string): string {
  return value.slice(4) + value.slice(0, 4);
}

function modulo97(value: string): bigint {
  let digits = '';
  for (const character of value) digits += Number.parseInt(character, 36).toString();
  return BigInt(digits) % 97n;
}

function isMod10Weight3(value: string): boolean {
  let total = 0;
  for (let at = 0; at < value.length; at += 1) {
    total += Number(value[at]) * ((value.length - at) % 2 === 0 ? 3 : 1);
  }
  return total % 10 === 0;
}
