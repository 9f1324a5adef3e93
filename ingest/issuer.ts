import { partyKey, type CanonicalDocument } from '../domain/document/index.ts';

/** Who issued a document, for its duplicate keys: seller, buyer of an order, account, entity. */
export function issuerOf(document: CanonicalDocument): string {
  if ('balances' in document) return document.account.iban ?? document.account.other ?? '';
  if ('entity' in document) return partyKey(document.entity);
  if ('issuer' in document) return partyKey(document.issuer);
  const isBuyers = document.kind === 'receipt' || 'revision' in document;
  return partyKey(isBuyers ? document.buyer : document.seller);
}

export function isInvoice(document: CanonicalDocument): boolean {
  return 'typeCode' in document;
}
