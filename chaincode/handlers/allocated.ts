import type { Holding } from '../../domain/receivable/index.ts';
import {
  financingOf as lienOf,
  type ActiveFinancing,
  type MatchState,
} from '../../domain/settlement/index.ts';
import type { Tx } from '../tx.ts';
import { claimsOf } from './claims.ts';

/** Claims, live holdings and financings that allocations touch; exact keys only. */
export async function allocatedOf(
  tx: Tx,
  allocations: readonly { readonly target: string; readonly id: string }[],
): Promise<Pick<MatchState, 'receivables' | 'holdings' | 'financings'>> {
  const ids = allocations.filter(({ target }) => target === 'receivable').map(({ id }) => id);
  const claims = await claimsOf(tx, ids);
  const names = claims.flatMap(claim => claim.holdings);
  const holdings: ReadonlyMap<string, Holding> = await tx.entities('holding', names);
  const liens = [...holdings.values()].map(holding => lienOf(holding) ?? '');
  const found = await tx.entities('financing', [...new Set(liens)].filter(Boolean));
  const active = [...found].filter((row): row is [string, ActiveFinancing] => {
    return row[1].status === 'active';
  });
  return {
    receivables: new Map(claims.map(claim => [claim.receivable, claim])),
    holdings,
    financings: new Map(active),
  };
}
