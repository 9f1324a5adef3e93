import { fromWire, type MoneyWire } from '../money/index.ts';
import { entry, type JournalLine } from './posting.ts';

/** A confirmed claim: its holder is owed what the buyer owes (§7.5). */
export function claimLines(claim: {
  readonly holder: string;
  readonly buyer: string;
  readonly face: MoneyWire;
}): readonly JournalLine[] {
  const { holder, buyer, face } = claim;
  return entry('obligation', ['8001', holder], ['9001', buyer], fromWire(face));
}

/** Title to (a part of) a claim passes on (§7.5). */
export function titleLines(moved: {
  readonly from: string;
  readonly to: string;
  readonly amount: MoneyWire;
}): readonly JournalLine[] {
  const { from, to, amount } = moved;
  return entry('obligation', ['8001', to], ['8001', from], fromWire(amount));
}
