/** Check digits of the identifier schemes that the published rules test, by ISO 6523 code. */
export const IDENTIFIER_CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  isGln: text => weighted(text, at => (at % 2 === 0 ? 3 : 1), 10),
  isNorwegian: text => Number(text) > 0 && weighted(text, at => (at % 6) + 2, 11),
  isBelgian: text => Number(text.slice(8, 10)) === 97 - (Number(text.slice(0, 8)) % 97),
  isSwedish: text => isSwedish(text),
  isAustralian: text => isAustralian(text),
  isGreekTin: text => isGreekTin(text),
  isCodiceIpa: text => /^[A-Za-z0-9]{6}$/.test(text),
  isCodiceFiscale: text => isCodiceFiscale(text),
  isPartitaIva: text => isPartitaIva(text),
  hasIbanDigits: text => hasIbanDigits(text),
};

/** The last digit brings the weighted sum of the others, from the right, to a multiple. */
function weighted(text: string, weight: (at: number) => number, modulus: number): boolean {
  let total = 0;
  for (let at = 0; at < text.length - 1; at += 1) {
    total += (text.charCodeAt(text.length - 2 - at) - 48) * weight(at);
  }
  return (modulus - (total % modulus)) % modulus === Number(text.slice(-1));
}

/** Ten digits, the last by Luhn over the nine before. */
function isSwedish(text: string): boolean {
  if (!/^\d{10,}$/.test(text)) return false;
  let total = 0;
  for (let at = 0; at < 9; at += 1) {
    const doubled = Number(text[at]) * (at % 2 === 0 ? 2 : 1);
    total += Math.floor(doubled / 10) + (doubled % 10);
  }
  return (10 - (total % 10)) % 10 === Number(text[9]);
}

const ABN_WEIGHTS = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];

/** Eleven digits; the first is counted less one; the weighted sum is a multiple of 89. */
function isAustralian(text: string): boolean {
  const total = ABN_WEIGHTS.reduce(
    (sum, weight, at) => sum + (text.charCodeAt(at) - (at === 0 ? 49 : 48)) * weight,
    0,
  );
  return total % 89 === 0;
}

/** Nine digits, the last by weights 256 to 2, modulo 11, modulo 10. */
function isGreekTin(text: string): boolean {
  let total = 0;
  for (let at = 0; at < 8; at += 1) total += Number(text[at]) * 2 ** (8 - at);
  return (total % 11) % 10 === Number(text[8]);
}

function isCodiceFiscale(text: string): boolean {
  if (text.length === 11) return /^[+-]?\d+$/.test(text);
  return /^[A-Za-z]{6}[\d+-]\d..?[A-Za-z][\d+-]\d.{3}\d[A-Za-z]$/.test(text) && text.length === 16;
}

/** An Italian VAT number: eleven digits, every second doubled; other countries are not judged. */
function isPartitaIva(text: string): boolean {
  if (!/^it/i.test(text)) return true;
  const digits = text.slice(2);
  if (!/^\d{11}$/.test(digits)) return false;
  let total = 0;
  for (let at = 0; at < 11; at += 1) {
    const doubled = Number(digits[at]) * (at % 2 === 1 ? 2 : 1);
    total += doubled > 9 ? doubled - 9 : doubled;
  }
  return total % 10 === 0;
}

/** ISO 13616 form without regard to the length that a country gives, remainder 1 modulo 97. */
function hasIbanDigits(text: string): boolean {
  const bare = text.replace(/\s/g, '');
  if (!/^[A-Z]{2}\d{2}[a-zA-Z0-9]{0,30}$/.test(bare)) return false;
  const moved = bare.slice(4) + bare.slice(0, 4);
  const digits = Array.from(moved).map(c => {
    const code = c.charCodeAt(0);
    return String(code > 64 ? code - 55 : code - 48);
  });
  return BigInt(digits.join('')) % 97n === 1n;
}
