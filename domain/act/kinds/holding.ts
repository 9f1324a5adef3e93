import { kind, USER } from '../kind.ts';
import { amount, code, flag, hash, id, list, object, oneOf } from '../schema.ts';

/** Who owns which part of a claim, and the duplicate registry. */
export const holdingKinds = {
  'holding.split': kind({
    body: object({ holding: id, parts: list(object({ holding: id, amount }), 2, 100) }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'transfer',
    actors: ['enterprise', 'funder'],
    signers: () => [[{ of: 'actor', needs: [USER] }]],
    stepUp: 'none',
  }),
  'holding.transfer': kind({
    body: object({
      holding: id,
      to: id,
      underlying: hash,
      settles: amount,
      voluntary: flag,
      recourse: oneOf('none', 'toTransferor'),
    }),
    endorsement: 'E1',
    visibility: 'V1',
    flow: 'transfer',
    actors: ['enterprise'],
    signers: ({ to }) => [
      [
        { of: 'actor', needs: [USER] },
        { of: { party: to }, needs: [USER] },
      ],
    ],
    stepUp: 'none',
  }),
  'fingerprint.cancel': kind({
    body: object({ receivable: id, reason: code() }),
    endorsement: 'E1',
    visibility: 'V0',
    flow: 'core',
    actors: ['enterprise', 'operator'],
    // Only the owner or the operator's risk: `decideFingerprintCancel` tells them apart.
    signers: () => [[{ of: 'actor', needs: [USER] }], [{ of: 'actor', needs: [['risk']] }]],
    stepUp: 'none',
  }),
  'duplicate.flag': kind({
    body: object({
      receivable: id,
      rule: oneOf('S1', 'S2', 'S3', 'S4', 'near'),
      other: hash,
      evidence: hash,
    }),
    endorsement: 'E1',
    visibility: 'V3',
    flow: 'core',
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['risk']] }], [{ of: 'actor', needs: [['ingest']] }]],
    stepUp: 'none',
  }),
  'duplicate.clear': kind({
    body: object({ flag: code(), reason: code(), evidence: hash }),
    endorsement: 'E1',
    visibility: 'V3',
    flow: 'core',
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['risk'], ['risk', 'checker']] }]],
    stepUp: 'none',
  }),
} as const;
