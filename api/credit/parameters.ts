import { createHash } from 'node:crypto';
import { tableReferences, type TableReference } from '../../domain/credit/index.ts';

/**
 * The ledger parameters that make this product's tables the active ones (credit.md CR-2): what the
 * founding act, or a later proposal, carries under `credit.model`, `credit.policy`, `credit.texts`.
 */
export function creditParameters(): readonly {
  readonly key: string;
  readonly value: TableReference;
}[] {
  const references = tableReferences(bytes => createHash('sha256').update(bytes).digest('hex'));
  return Object.entries(references).map(([name, value]) => ({ key: `credit.${name}`, value }));
}
