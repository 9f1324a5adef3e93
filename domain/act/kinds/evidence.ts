import { PARTY_KINDS, type Role } from '../../party/roles.ts';
import { kind } from '../kind.ts';
import { code, count, date, hash, id, list, object, oneOf, optional, text } from '../schema.ts';

const core = { endorsement: 'E0', visibility: 'V0', flow: 'core', stepUp: 'none' } as const;

/** The id of an issued document: the first 32 hexadecimal digits of its name's hash (DOC-2). */
const documentId = code(32);

/** Who may ask for and who may decide the erasure of a person; two persons (T-61). */
const ASKING: readonly Role[] = ['maker', 'checker', 'director', 'admin', 'compliance'];
const DECIDING: readonly Role[] = ['checker', 'director', 'admin', 'compliance'];

/** Acts about loads, issued documents and erased persons (ING-8, DOC-4, T-74). */
export const evidenceKinds = {
  'evidence.anchor': kind({
    ...core,
    body: object({ load: code(), source: code(), root: hash, count: count(1, 10_000_000) }),
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['ingest']] }]],
  }),
  'document.reserve': kind({
    ...core,
    body: object({
      issuer: id,
      kind: code(),
      from: count(1, 1_000_000_000),
      to: count(1, 1_000_000_000),
    }),
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['document']] }]],
  }),
  'document.anchor': kind({
    ...core,
    body: object({
      documentId,
      kind: code(),
      number: text(200),
      version: count(1, 10_000),
      supersedes: optional(documentId),
      subject: code(),
      period: optional(code()),
      audience: list(id, 0, 50),
      figuresHash: hash,
      figuresRoot: hash,
      layoutHash: hash,
      bodyHash: hash,
      bodyLength: count(1, 200_000_000),
      fileHash: hash,
      templateHash: hash,
      dealHash: optional(hash),
      height: count(0, Number.MAX_SAFE_INTEGER),
      renderer: text(100),
      algorithms: object({ hash: oneOf('sha256'), signature: text(60) }),
      issuer: id,
      effectiveOn: date,
      expiresOn: optional(date),
    }),
    actors: ['operator'],
    signers: () => [[{ of: 'actor', needs: [['document']] }]],
  }),
  'subject.erase': kind({
    ...core,
    body: object({ subject: hash, request: hash }),
    actors: PARTY_KINDS,
    signers: () => [[{ of: 'actor', needs: [ASKING, DECIDING] }]],
  }),
  'document.withdraw': kind({
    ...core,
    body: object({ documentId, reason: code(), notice: hash }),
    actors: ['operator'],
    signers: () => [
      [
        {
          of: 'actor',
          needs: [
            ['operations', 'compliance'],
            ['operations', 'compliance', 'risk'],
          ],
        },
      ],
    ],
  }),
} as const;
