import {
  ASSURANCES,
  CREDIT_ROLES,
  DEPTHS,
  GRADES,
  PRODUCTS,
  SEGMENTS,
} from '../../credit/words.ts';
import { isObject, type Fault, type Wire } from '../../wire/index.ts';
import { kind, type SignerOption } from '../kind.ts';
import {
  amount,
  amountOrZero,
  code,
  count,
  date,
  flag,
  hash,
  id,
  list,
  object,
  oneOf,
  optional,
  ppm,
  text,
  type Infer,
  type Schema,
} from '../schema.ts';

const common = {
  attestation: id,
  subject: id,
  asOf: date,
  knownAt: date,
  modelId: code(),
  modelHash: hash,
  policyHash: hash,
  inputsHash: hash,
  supersedes: optional(id),
};

const score = object({
  ...common,
  kind: oneOf('score'),
  role: oneOf(...CREDIT_ROLES),
  product: oneOf(...PRODUCTS),
  segment: oneOf(...SEGMENTS),
  grade: oneOf(...GRADES),
  scoreE5: count(0, 200_000_000),
  pdPpm: ppm(),
  mocPpm: ppm(),
  depth: oneOf(...DEPTHS),
  assuranceMin: oneOf(...ASSURANCES),
  limitConservative: amountOrZero,
  limitMax: amountOrZero,
  advanceCapsPpm: object({ L3: ppm(), L2: ppm(), L1: ppm(), order: ppm() }),
  reservePpm: ppm(),
  dilutionPpm: ppm(),
  gateBits: count(0, 2 ** 20 - 1),
  conditions: list(code(), 0, 20),
  reasons: list(code(), 0, 24),
  featureHash: hash,
  reportHash: hash,
  validFrom: date,
  validUntil: date,
  decidedBy: oneOf('auto', 'human'),
  funder: optional(id),
});

const warning = object({
  ...common,
  kind: oneOf('warning'),
  level: count(0, 3),
  frozen: flag,
  rule: code(),
  evidenceHash: hash,
  validUntil: date,
});

const defaulted = object({
  ...common,
  kind: oneOf('default'),
  cause: oneOf('a', 'b', 'c', 'd'),
  amount,
  date,
});

const withdraw = object({
  ...common,
  kind: oneOf('withdraw'),
  of: oneOf('score', 'warning'),
  role: optional(oneOf(...CREDIT_ROLES)),
  product: optional(oneOf(...PRODUCTS)),
  reason: text(500),
});

const KINDS = { score, warning, default: defaulted, withdraw };
type AnyBody = Infer<(typeof KINDS)[keyof typeof KINDS]>;

/** The four bodies of CR-80, told apart by `kind`; faults are those of the kind that is named. */
const body: Schema<AnyBody> = {
  shape: { type: 'either', of: Object.values(KINDS) },
  read: (value: Wire | undefined, path: string, faults: Fault[]): AnyBody | undefined => {
    const named = isObject(value) && typeof value['kind'] === 'string' ? value['kind'] : 'score';
    const of = Object.hasOwn(KINDS, named) ? KINDS[named as keyof typeof KINDS] : score;
    return of.read(value, path, faults);
  },
};

/** Acts about credit: attestations of grade, warning, default (credit.md §9). */
export const creditKinds = {
  'attestation.record': kind({
    body,
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'core',
    actors: ['operator'],
    signers: signersOf,
    stepUp: 'none',
  }),
} as const;

/**
 * A score: the scorer key with a risk person, or two risk persons without it. A warning: the scorer
 * key alone may raise it; `decide` asks for two persons where it is lowered. A default and a human
 * score: two risk persons. A withdrawal: one risk person.
 */
function signersOf({ kind: of, ...rest }: AnyBody): readonly SignerOption[] {
  const option = (...needs: readonly ('scorer' | 'risk')[]): SignerOption => [
    { of: 'actor', needs: needs.map(role => [role]) },
  ];
  switch (of) {
    case 'score':
      return 'decidedBy' in rest && rest.decidedBy === 'human'
        ? [option('scorer', 'risk'), option('risk', 'risk')]
        : [option('scorer', 'risk')];
    case 'warning':
      return [option('scorer'), option('risk', 'risk')];
    case 'default':
      return [option('risk', 'risk')];
    case 'withdraw':
      return [option('risk')];
  }
}
