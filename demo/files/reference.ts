import { createHash } from 'node:crypto';

const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LENGTH = 20;

/**
 * The creditor reference (ISO 11649) of a claim or of a funder: `RF`, two check digits and 20 signs
 * from the SHA-256 of its id. A payer writes it beside the money.
 */
export function referenceOf(id: string): string {
  const hash = createHash('sha256').update(id).digest('hex');
  let rest = BigInt(`0x${hash}`) % 36n ** BigInt(LENGTH);
  let body = '';
  while (body.length < LENGTH) {
    body = (SIGNS[Number(rest % 36n)] ?? '') + body;
    rest /= 36n;
  }
  const digits = `${body}RF00`.replaceAll(/[A-Z]/g, sign => SIGNS.indexOf(sign).toString());
  const check = (98n - (BigInt(digits) % 97n)).toString().padStart(2, '0');
  return `RF${check}${body}`;
}
