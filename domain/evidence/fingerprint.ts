import type { BusinessDate } from '../calendar/index.ts';

export type FingerprintKind = 'K1' | 'K2' | 'K3' | 'K4' | 'K5' | 'K6' | 'S1' | 'S2' | 'S3' | 'S4';

/** `INV` for every document that makes a debt, `CRN` for a credit note. */
export type FingerprintType = 'INV' | 'CRN';

/** What an invoice says, for its fingerprints; amounts in minor units. */
export type FingerprintFields = {
  readonly sellerTaxId: string;
  /** Tax identifier of the buyer, or its name where it has none. */
  readonly buyer: string;
  readonly fiscalYear: string;
  readonly type: FingerprintType;
  readonly number: string;
  readonly issuedOn: BusinessDate;
  readonly currency: string;
  readonly totalMinor: bigint;
  /** SHA-256 of the canonical XML without signature and prefixes, where the file is XML. */
  readonly canonicalHash?: string;
  /** SHA-256 of the raw bytes. */
  readonly rawHash?: string;
  readonly authorityNumber?: string;
  readonly orderNumber?: string;
  readonly deliveryNumber?: string;
  readonly lines?: readonly {
    readonly item: string;
    readonly quantity: string;
    readonly price: string;
  }[];
};

/** A preimage: the caller keys it with HMAC-SHA-256 and never publishes a plain hash of it. */
export type Preimage = { readonly kind: FingerprintKind; readonly text: string };

const UNIT = '\u001f';
const MARKS = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const PREFIX = /^[^\p{L}\p{N}]*(INVOICE|INV|NO|RE|FA|发票|号)(?=.*[\p{L}\p{N}])/u;

/** Exact text: NFKC, upper case, marks removed, outer blanks cut, inner blanks to one. */
export function exactText(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(MARKS, '').trim().replace(/\s+/gu, ' ');
}

/** A tax identifier without separators, in exact text. */
export function exactTaxId(text: string): string {
  return exactText(text).replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * `N()`: the skeleton of a number, for similarity only. Known prefixes go, O becomes 0, I and L
 * become 1, leading zeros of each digit run go, then separators.
 * @example skeleton('Inv. 2024-007') === skeleton('2024/7') // '20247'
 */
export function skeleton(text: string): string {
  let body = exactText(text);
  for (let left = PREFIX.exec(body); left; left = PREFIX.exec(body))
    body = body.slice(left[0].length);
  return body
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
    .replace(/\d+/g, run => run.replace(/^0+(?=\d)/, ''))
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * All preimages that the given fields allow: K1, K2, S1 and S2 always, the others when their
 * field is there. K1 is joined without separator (the public recipe), the others by U+001F.
 * @example SHA-256 of K1 of (29AAFCC9980M1ZR, 2019-20, INV, 2019-20/KA/1) is
 * 23f498ee41441ecad30f72ba5b9907506c3df70a17b0e0dff46b76a786400662 (ING-29)
 */
export function preimages(fields: FingerprintFields): Preimage[] {
  const seller = exactTaxId(fields.sellerTaxId);
  const buyer = exactText(fields.buyer);
  const year = exactText(fields.fiscalYear);
  const number = exactText(fields.number);
  const { type, issuedOn, currency } = fields;
  const total = fields.totalMinor.toString();
  const join = (...parts: readonly string[]): string => parts.join(UNIT);
  const list: Preimage[] = [
    { kind: 'K1', text: seller + year + type + number },
    { kind: 'K2', text: join(seller, year, type, number, buyer, issuedOn, currency, total) },
    { kind: 'S1', text: join(seller, type, year, skeleton(fields.number)) },
    { kind: 'S2', text: join(seller, buyer, currency, total, issuedOn) },
  ];
  return list.concat(optionalPreimages(fields, { seller, buyer, join }));
}

function optionalPreimages(
  fields: FingerprintFields,
  exact: { seller: string; buyer: string; join: (...parts: readonly string[]) => string },
): Preimage[] {
  const { seller, join } = exact;
  const list: Preimage[] = [];
  const put = (kind: FingerprintKind, text: string | undefined): void => {
    if (text !== undefined) list.push({ kind, text });
  };
  const order = fields.orderNumber === undefined ? undefined : exactText(fields.orderNumber);
  const delivery = fields.deliveryNumber;
  put('K3', fields.canonicalHash);
  put('K4', fields.rawHash);
  put('K5', fields.authorityNumber === undefined ? undefined : exactTaxId(fields.authorityNumber));
  if (order !== undefined) list.push(orderPreimage({ ...fields, number: order }));
  if (order !== undefined && delivery !== undefined) {
    put('S3', join(seller, order, exactText(delivery)));
  }
  if (fields.lines && fields.lines.length > 0) {
    const rows = fields.lines.map(l => join(exactText(l.item), l.quantity, l.price)).sort();
    put('S4', [seller, ...rows].join('\u001e'));
  }
  return list;
}

/** K6: the same order of the same two sides, whatever document names it. */
export function orderPreimage(order: {
  readonly sellerTaxId: string;
  readonly buyer: string;
  readonly number: string;
}): Preimage {
  const parts = [exactText(order.buyer), exactText(order.number), exactTaxId(order.sellerTaxId)];
  return { kind: 'K6', text: parts.join(UNIT) };
}

/** How two numbers of one seller stand to each other, for a match line. */
export function compareNumbers(a: string, b: string): 'exact' | 'normalised' | 'none' {
  if (exactText(a) === exactText(b)) return 'exact';
  return skeleton(a) === skeleton(b) ? 'normalised' : 'none';
}
