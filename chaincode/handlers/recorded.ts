import type { Deal } from '../../domain/securitisation/index.ts';
import {
  pageOf,
  REGISTER_PAGES,
  termsOf,
  type LedgerDeal,
  type NoteRegister,
  type Recorded,
} from '../../domain/securitisation/ledger/index.ts';
import type { Tx } from '../tx.ts';

type Sha256 = (bytes: Uint8Array) => string;

/** A published deal: its head, and its terms put together from their parts. */
export async function termsIn(
  tx: Tx,
  id: string,
  sha256: Sha256,
): Promise<{ readonly head: LedgerDeal | undefined; readonly deal: Deal | undefined }> {
  const head = id === '' ? undefined : await tx.entity('deal', id);
  if (!head) return { head, deal: undefined };
  const ids = Array.from({ length: head.parts }, (_, part) => `${id}~${part}`);
  const parts = [...(await tx.entities('dealPart', ids)).values()];
  return { head, deal: termsOf(head, parts, sha256) };
}

/** All that a payment date of a deal is run on; the days of the collections are in the pools' heads. */
export async function recordedOf(
  tx: Tx,
  id: string,
  sha256: Sha256,
): Promise<Recorded | undefined> {
  const { head, deal } = await termsIn(tx, id, sha256);
  const book = head && (await tx.entity('dealBook', id));
  if (!head || !deal || !book) return undefined;
  const found = await tx.entities('pool', Object.values(head.pools));
  const pools: Record<string, Recorded['pools'][string]> = {};
  const collections: Record<string, Recorded['collections'][string]> = {};
  for (const [key, source] of Object.entries(head.pools)) {
    const pool = found.get(source);
    if (!pool) return undefined;
    pools[key] = pool;
    const days = pool.collected.filter(on => on > (book.settledTo ?? ''));
    const ids = days.map(on => `${source}~${on}`);
    collections[key] = [...(await tx.entities('poolCollection', ids)).values()];
  }
  return { head, deal, book, pools, collections };
}

/** Register pages of classes, or of named holders' classes only. */
export async function registersOf(
  tx: Tx,
  issue: string,
  of: readonly { readonly bond: string; readonly holder?: string }[],
): Promise<readonly NoteRegister[]> {
  const ids = of.flatMap(({ bond, holder }) =>
    (holder === undefined ? REGISTER_PAGES : [pageOf(holder)]).map(
      page => `${issue}~${bond}~${page}`,
    ),
  );
  return [...(await tx.entities('noteRegister', [...new Set(ids)])).values()];
}
