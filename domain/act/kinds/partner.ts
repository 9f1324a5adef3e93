import type { Role } from '../../party/roles.ts';
import {
  CLOSED_KINDS,
  DILIGENCE_KINDS,
  RISK_CLASSES,
  SEVERITIES,
  SHARE_KINDS,
} from '../../partner/state.ts';
import { kind, USER, type SignerOption } from '../kind.ts';
import {
  amount,
  amountOrZero,
  amountSigned,
  code,
  count,
  date,
  document,
  hash,
  id,
  list,
  object,
  oneOf,
  optional,
  ppm,
} from '../schema.ts';

const DIRECTOR: readonly Role[] = ['director'];
const CHECKER: readonly Role[] = ['checker', 'director'];
const ASSESSOR: readonly Role[] = ['compliance', 'risk', 'onboarding', 'operations'];

function own(...needs: (readonly Role[])[]): SignerOption {
  return [{ of: 'actor', needs }];
}

const OPERATOR = { actors: ['operator'], stepUp: 'none' } as const;
const file = { ...OPERATOR, endorsement: 'E0', visibility: 'V3', flow: 'onboarding' } as const;
const margin = { ...OPERATOR, endorsement: 'E2', visibility: 'V3', flow: 'core' } as const;
const share = { ...OPERATOR, endorsement: 'E2', visibility: 'V3', flow: 'revenue' } as const;

const TIER = object({ from: amount, addPpm: count(0, 1_000_000) });
const POLICY = object({ document, until: date });
const FINDING = object({ severity: oneOf(...SEVERITIES), text: hash, dueOn: date });
const LINE = object({
  source: code(),
  partner: id,
  kind: oneOf(...SHARE_KINDS),
  /** Net service revenue; below zero takes back what a refund or reversal undid. */
  base: amountSigned,
  disbursed: optional(amount),
  ref: code(),
});

const files = {
  'partner.terms': kind({
    ...file,
    body: object({
      party: id,
      riskClass: oneOf(...RISK_CLASSES),
      shareKind: oneOf(...SHARE_KINDS),
      partnerPpm: ppm(),
      tiers: list(TIER, 0, 5),
      marginPpm: ppm(),
      insurance: optional(POLICY),
    }),
    endorsement: 'E2',
    visibility: 'V1',
    signers: ({ party }) => [
      [
        { of: 'actor', needs: [DIRECTOR] },
        { of: { party }, needs: [DIRECTOR] },
      ],
    ],
  }),
  'diligence.record': kind({
    ...file,
    body: object({
      party: id,
      kind: oneOf(...DILIGENCE_KINDS),
      findings: list(FINDING, 0, 50),
      nextDueOn: date,
    }),
    signers: () => [own(ASSESSOR, ASSESSOR)],
  }),
} as const;

const margins = {
  'margin.call': kind({
    ...margin,
    body: object({ partner: id, amount, dueOn: date }),
    signers: () => [own(['risk'])],
  }),
  'margin.release': kind({
    ...margin,
    /** `to` is the partner's account. */
    body: object({ partner: id, amount, to: id, reason: code() }),
    signers: () => [own(DIRECTOR, CHECKER)],
    band: ({ amount: back }) => [back],
  }),
  'margin.apply': kind({
    ...margin,
    /** `to` is the party that the margin makes good; the risk reserve when left out. */
    body: object({ partner: id, amount, to: optional(id), reason: code() }),
    signers: () => [
      [
        { of: 'actor', needs: [DIRECTOR, CHECKER] },
        { of: 'auditor', needs: [USER] },
      ],
    ],
    band: ({ amount: used }) => [used],
  }),
  'reserve.draw': kind({
    ...margin,
    /** `loss` is the financing that was written off, `to` its funder. */
    body: object({ loss: id, amount, to: id }),
    visibility: 'V0',
    signers: () => [
      [
        { of: 'actor', needs: [DIRECTOR] },
        { of: 'auditor', needs: [USER] },
      ],
    ],
    band: ({ amount: drawn }) => [drawn],
  }),
} as const;

const BROKER: SignerOption = own(['maker', 'treasurer', 'operations'], CHECKER);

/** Partners: files, margin, what they earn, and the risk reserve (receivables.md §8, R-16). */
export const partnerKinds = {
  ...files,
  ...margins,
  'attribution.record': kind({
    ...OPERATOR,
    endorsement: 'E0',
    visibility: 'V3',
    flow: 'core',
    body: object({ lines: list(LINE, 1, 200) }),
    signers: () => [own(['metering', 'system'])],
  }),
  'share.close': kind({
    ...share,
    /** A month of a kind; or a quarter and kind `profit`, with the figure that the auditor signs. */
    body: object({
      period: code(7),
      kind: oneOf(...CLOSED_KINDS),
      profit: optional(amountOrZero),
    }),
    signers: ({ kind: of }) =>
      of === 'profit' ? [[...BROKER, { of: 'auditor', needs: [USER] }]] : [BROKER],
  }),
  'share.dispute': kind({
    ...share,
    body: object({ share: code(), lines: list(code(), 1, 200), reason: code() }),
    endorsement: 'E0',
    flow: 'core',
    actors: ['partner'],
    signers: () => [own(USER)],
  }),
  'share.settle': kind({
    ...share,
    /** `account` is the partner's own. */
    body: object({ share: code(), payout: id, account: id }),
    signers: () => [own(['treasurer'], CHECKER)],
  }),
} as const;
