import type { Split } from '../deal/action.ts';
import type { Key } from '../deal/deal.ts';
import { bondOf, definitionOf, type Run } from './run.ts';

/** The places of classes in the order in which they are paid; ties stay as listed. */
export function orderOf(run: Run, split: Split, keys: readonly Key[]): number[] {
  const places = keys.map((_, index) => index);
  const by = rankBy(run, split);
  if (!by) return places;
  const ranks = keys.map(by);
  return places.sort((a, b) => {
    const [left, right] = [ranks[a] ?? '', ranks[b] ?? ''];
    return left < right ? -1 : left > right ? 1 : a - b;
  });
}

function rankBy(run: Run, split: Split): ((key: Key) => string) | null {
  const definition = (key: Key) => definitionOf(run.deal.bonds, key);
  switch (split) {
    case 'byName':
      return key => definition(key).label.zh;
    // Highest rate first.
    case 'byRate':
      return key => (10n ** 12n - bondOf(run, key).ratePpb).toString().padStart(14, '0');
    case 'byMaturity':
      return key => definition(key).legalMaturity ?? '';
    case 'byStart':
      return key => definition(key).issuedOn ?? '';
    default:
      return null;
  }
}
