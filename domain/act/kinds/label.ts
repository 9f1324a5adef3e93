import { TAXONOMIES } from '../../label/state.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import { code, count, date, document, hash, id, list, object, oneOf } from '../schema.ts';

const core = { endorsement: 'E0', visibility: 'V1', flow: 'core', stepUp: 'none' } as const;
const signers = (): readonly SignerOption[] => [[{ of: 'actor', needs: [USER] }]];

/** Green labels of financings (receivables.md §12). */
export const labelKinds = {
  'label.claim': kind({
    ...core,
    body: object({
      label: id,
      /** The financing. */
      subject: id,
      taxonomy: oneOf(...TAXONOMIES),
      version: code(),
      code: code(),
      sharePpm: count(1, 1_000_000),
      until: date,
      evidence: list(hash, 1, 20),
    }),
    actors: ['enterprise'],
    signers,
  }),
  'label.verify': kind({
    ...core,
    body: object({ label: id, report: document }),
    actors: ['professional'],
    signers,
  }),
  'label.refuse': kind({
    ...core,
    body: object({ label: id, report: document, reason: code() }),
    actors: ['professional'],
    signers,
  }),
  'label.withdraw': kind({
    ...core,
    body: object({ label: id, report: document, reason: code() }),
    actors: ['enterprise', 'professional'],
    signers,
  }),
} as const;
