import { randomFor } from './random.ts';

const CREDIT_CODE_SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_CODE_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/**
 * A unified social credit code of 18 signs with its check sign (GB 32100-2015); the organisation
 * part is invented.
 */
export function creditCode(name: string): string {
  const random = randomFor(`code ${name}`);
  let body = '91310115';
  while (body.length < 17) body += CREDIT_CODE_SIGNS[random.integer(0, 9)] ?? '0';
  const sum = CREDIT_CODE_WEIGHTS.reduce(
    (total, weight, at) => total + weight * CREDIT_CODE_SIGNS.indexOf(body[at] ?? '0'),
    0,
  );
  return body + (CREDIT_CODE_SIGNS[(31 - (sum % 31)) % 31] ?? '0');
}

/** A UUID of version 7 that is the same in every run: fixed day, seeded tail. */
export function fixedId(name: string): string {
  const random = randomFor(`id ${name}`);
  const hex = (length: number): string => {
    let text = '';
    while (text.length < length) text += random.integer(0, 15).toString(16);
    return text;
  };
  return `019c0a00-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** A bank account number of 19 digits, invented. */
export function accountNumber(name: string): string {
  const random = randomFor(`account ${name}`);
  let text = '6222';
  while (text.length < 19) text += String(random.integer(0, 9));
  return text;
}

/** A one-time-code secret of 32 base32 signs. */
export function codeSecret(name: string): string {
  const random = randomFor(`totp ${name}`);
  let text = '';
  while (text.length < 32) text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[random.integer(0, 31)] ?? 'A';
  return text;
}
