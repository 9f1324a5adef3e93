/** Letters and digits of ISO 11649, in the order of their values 0 to 35. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const BODY_LENGTH = 20;
const BODY_LENGTH_MAX = 21;

/**
 * The creditor reference of a claim: `RF`, two check digits and 20 signs of base 36 that
 * come from the SHA-256 (hexadecimal) of the claim's id.
 */
export function creditorReference(hash: string): string {
  let rest = BigInt(`0x${hash}`) % 36n ** BigInt(BODY_LENGTH);
  let body = '';
  for (let at = 0; at < BODY_LENGTH; at++) {
    body = (DIGITS[Number(rest % 36n)] ?? '') + body;
    rest /= 36n;
  }
  return withCheckDigits(body);
}

/**
 * Puts `RF` and the check digits of ISO 11649 (ISO 7064 MOD 97-10) before a reference of up to 21
 * capital letters and digits.
 * @example withCheckDigits('TALLY000001') === 'RF33TALLY000001'
 */
export function withCheckDigits(body: string): string {
  const check = 98n - (numberOf(`${body}RF00`) % 97n);
  return `RF${check.toString().padStart(2, '0')}${body}`;
}

/** True for a reference whose check digits are right. */
export function isCreditorReference(text: string): boolean {
  const match = /^RF(\d{2})([0-9A-Z]+)$/.exec(text);
  const body = match?.[2] ?? '';
  if (!match || body.length > BODY_LENGTH_MAX) return false;
  return numberOf(`${body}RF${match[1] ?? ''}`) % 97n === 1n;
}

/** Each letter as its two-digit value (A 10 to Z 35), read as one number. */
function numberOf(text: string): bigint {
  return BigInt(text.replaceAll(/[A-Z]/g, sign => DIGITS.indexOf(sign).toString()));
}

/** EndToEndId of a payout: its id without hyphens, 32 signs (≤ 35, R-75). */
export function endToEndIdOf(payout: string): string {
  return payout.replaceAll('-', '');
}

/**
 * UETR of a payout: a UUID of version 4 made from the SHA-256 (hexadecimal) of the payout's id, so
 * that it is known before the order is sent and the same on every peer.
 */
export function uetrOf(hash: string): string {
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`];
  return [...parts, `${variant}${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}
