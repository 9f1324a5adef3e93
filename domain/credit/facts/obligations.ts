import type { OpenItem } from '../../document/index.ts';
import type { Instalment } from './facts.ts';
import { openItemsOf, type DocumentSource } from './documents.ts';

/** Instalments of the enterprise's own payables or receivables ledger. */
export function instalmentsOf(
  source: DocumentSource,
  side: OpenItem['side'],
): readonly Instalment[] {
  return openItemsOf(source, side)
    .filter(item => item.amount.minor > 0n)
    .map(item => instalmentOf(item, source.nameOf(item.counterparty)));
}

/** A payment without a day says nothing about punctuality: it reduces what counts, no more. */
function instalmentOf(item: OpenItem, counterparty: string): Instalment {
  const { paidOn } = item;
  const paid = item.paid.minor > 0n ? item.paid.minor : 0n;
  return {
    counterparty,
    dueOn: item.dueOn,
    minor: item.amount.minor,
    payments: paidOn !== undefined && paid > 0n ? [{ on: paidOn, minor: paid }] : [],
    creditedMinor: paidOn === undefined ? paid : 0n,
    disputedMinor: item.disputed?.minor ?? 0n,
  };
}
