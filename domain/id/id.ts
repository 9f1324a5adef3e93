/** Ids of different things do not mix; plain text may be given the brand by assignment. */
export type Brand<B extends string> = string & { readonly brand?: B };

export type ActId = Brand<'act'>;
export type PartyId = Brand<'party'>;
export type KeyId = Brand<'key'>;
export type PersonId = Brand<'person'>;
export type ReceivableId = Brand<'receivable'>;
export type HoldingId = Brand<'holding'>;
export type FinancingId = Brand<'financing'>;
export type AccountId = Brand<'account'>;
export type TxId = Brand<'tx'>;

/** A UUID of version 7 in lower case, as clients make them for acts and objects. */
export function isUuidV7(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}

/**
 * Builds a UUIDv7 from a millisecond count and ten random bytes, both given by the caller
 * (RFC 9562 §5.7).
 */
export function uuidV7(milliseconds: number, random: Uint8Array): string {
  const time = BigInt(milliseconds).toString(16).padStart(12, '0');
  const hex = Array.from(random.subarray(0, 10), b => b.toString(16).padStart(2, '0')).join('');
  const variant = ((Number.parseInt(hex.slice(3, 4), 16) & 3) | 8).toString(16);
  const tail = `7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
}
