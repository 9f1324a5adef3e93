/** What the text of field 86 of an MT940 holds, by the ways banks structure it. */
export type InformationPart =
  'remittance' | 'name' | 'account' | 'bic' | 'endToEndId' | 'mandate' | 'creditorReference';

/**
 * One part of a field 86. Three ways are known: German subfields (`166?20…?32…`), with SEPA words
 * inside (`EREF+`, `SVWZ+`); slashed words (`/NAME/…/REMI/…`); free text, which is all remittance.
 * @example readInformation('166?20SVWZ+Invoice 7?32ACME', 'name') // 'ACME'
 */
export function readInformation(text: string, part: InformationPart): string {
  const joined = text.replace(/\r\n|\r|\n/g, '\n');
  if (/^\s*\d{3}\?\d\d/.test(joined.replace(/\n/g, ''))) return ofSubfields(joined, part);
  if (/^\/?(TRTP|EREF|NAME|REMI|IBAN|CNTP|ORDP|BENM)\//.test(joined.trim())) {
    return ofWords(joined.replace(/\n/g, ''), part);
  }
  return part === 'remittance' ? joined.replace(/\s+/g, ' ').trim() : '';
}

/** `?00` to `?63`; a line end inside a subfield belongs to the line length, not to the text. */
function ofSubfields(text: string, part: InformationPart): string {
  const fields = new Map<string, string>();
  for (const [, code = '', value = ''] of text.replace(/\n/g, '').matchAll(/\?(\d\d)([^?]*)/g)) {
    fields.set(code, (fields.get(code) ?? '') + value);
  }
  const range = (from: number, to: number): string =>
    [...fields]
      .filter(([code]) => Number(code) >= from && Number(code) <= to)
      .map(([, value]) => value)
      .join('');
  const purpose = range(20, 29) + range(60, 63);
  if (part === 'name') return (range(32, 32) + range(33, 33)).replace(/\s+/g, ' ').trim();
  if (part === 'account') return range(31, 31).trim();
  if (part === 'bic') return range(30, 30).trim();
  return ofPurpose(purpose, part);
}

const SEPA: Readonly<Partial<Record<InformationPart, string>>> = {
  endToEndId: 'EREF',
  mandate: 'MREF',
  creditorReference: 'KREF',
  remittance: 'SVWZ',
};

function ofPurpose(purpose: string, part: InformationPart): string {
  const word = SEPA[part];
  if (word === undefined) return '';
  const found = purpose.split(
    /(?=(?:EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+)/,
  );
  const own = found
    .find(text => text.startsWith(`${word}+`))
    ?.slice(5)
    .trim();
  if (own !== undefined) return own;
  return part === 'remittance' && !/(EREF|SVWZ|MREF)\+/.test(purpose) ? purpose.trim() : '';
}

const WORDS: Readonly<Record<InformationPart, readonly string[]>> = {
  remittance: ['REMI'],
  name: ['NAME'],
  account: ['IBAN'],
  bic: ['BIC'],
  endToEndId: ['EREF'],
  mandate: ['MARF'],
  creditorReference: ['RREF'],
};

const KNOWN =
  /\/(?=(?:TRTP|EREF|MARF|CSID|IBAN|BIC|NAME|REMI|PREF|NRTX|RREF|CNTP|ORDP|BENM|ISDT|PURP|ULTD|ULTC|SVCL|TRCD|ID|USTD|STRD)\/)/;

function ofWords(text: string, part: InformationPart): string {
  for (const piece of text.split(KNOWN)) {
    const [word = ''] = piece.split('/', 1);
    if (WORDS[part].includes(word))
      return piece
        .slice(word.length + 1)
        .replace(/\/+$/, '')
        .trim();
  }
  return '';
}
