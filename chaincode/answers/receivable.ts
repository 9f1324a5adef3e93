import { schema } from '../../domain/act/index.ts';
import { readInvoiceDetails, readPrivateFields } from '../../domain/evidence/index.ts';
import { refuse } from '../../domain/errors/index.ts';
import {
  freeAmount,
  matchLines,
  proveReceivable,
  type Holding,
} from '../../domain/receivable/index.ts';
import { keyedInvoice, loadRegistry } from '../handlers/receivable.ts';
import { keyedHash } from '../registry.ts';
import { detailsOf } from '../trade-details.ts';
import type { Tx } from '../tx.ts';
import { answered, asked, type Answer } from './answer.ts';

const { count, id, object, optional } = schema;

/** Questions about claims and the duplicate registry. */
export const receivableAnswers: Readonly<Record<string, Answer>> = {
  'receivable.proof': asked(object({ receivable: id }), async (tx, query) => {
    const receivable = await tx.entity('receivable', query.receivable);
    if (!receivable) return refuse('NOT_FOUND', { id: query.receivable });
    const ids = receivable.invoices.map(({ invoice }) => invoice);
    const invoices = [...(await tx.entities('invoice', [...new Set(ids)])).values()];
    const holdings = await holdingTree(tx, query.receivable);
    return answered(proveReceivable({ receivable, holdings, invoices }));
  }),
  /**
   * The private trade details of a claim, to its own two sides only (class V1). `act` is the one
   * that it came with: details of a batch lie together.
   */
  'receivable.details': asked(
    object({ receivable: id, reader: id, act: optional(id) }),
    async (tx, { receivable, reader, act }) => {
      const claim = await tx.entity('receivable', receivable);
      if (!claim || (reader !== claim.buyer && reader !== claim.supplier)) {
        return refuse('NOT_FOUND', { id: receivable });
      }
      const fields = await detailsOf(tx, receivable, act);
      return answered({ fields: fields ?? [] });
    },
  ),
  /** Private fields of `count` invoices in transient `invoice`; discloses no party (§5.1). */
  'fingerprint.check': asked(
    object({ applicant: id, count: count(1, 100) }),
    async (tx, { applicant, count: wanted }, input) => {
      const fields = readPrivateFields(input.transient.get('invoice'));
      if (!fields) return refuse('ROOT_MISMATCH', { field: 'invoice' });
      const details = readInvoiceDetails(fields, wanted);
      if (!details.ok) return refuse('ROOT_MISMATCH', { field: details.error });
      const keyed = await keyedHash(tx);
      const invoices = details.value.map(found => keyedInvoice(found, keyed));
      const { invoices: rows, fingerprints } = await loadRegistry(tx, invoices);
      const registry = { invoices: new Map(rows), fingerprints: new Map(fingerprints) };
      const answers = invoices.map(found => ({
        free: freeAmount(rows.get(found.invoice), found.details),
        matches: matchLines(registry, found, applicant).map(({ key, match, ...line }) => {
          return { key, match, applicant: line.applicant };
        }),
      }));
      return answered({ invoices: answers });
    },
  ),
};

/** All holdings of a claim: the first one carries its id, the others hang on it. */
async function holdingTree(tx: Tx, root: string): Promise<readonly Holding[]> {
  const found: Holding[] = [];
  const open = [root];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const holding = await tx.entity('holding', id);
    if (!holding) continue;
    found.push(holding);
    if (holding.state === 'split') open.push(...holding.children);
  }
  return found;
}
