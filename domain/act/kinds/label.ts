import { TAXONOMIES } from '../../label/state.ts';
import { SCOPES } from '../../label/footprint.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import { code, count, date, digits, document, hash, id, list, object, oneOf } from '../schema.ts';

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
  'footprint.record': kind({
    ...core,
    body: object({
      /** The receivable. */
      subject: id,
      /** Grams of CO2e. */
      grams: digits,
      scope: oneOf(...SCOPES),
      method: code(),
      period: code(),
      /** What the grams are counted for. */
      unit: code(),
      quality: count(1, 5),
      verifier: id,
    }),
    actors: ['enterprise'],
    signers: ({ verifier }) => [
      [
        { of: 'actor', needs: [USER] },
        { of: { party: verifier }, needs: [USER] },
      ],
    ],
  }),
} as const;
