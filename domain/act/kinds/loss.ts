import { kind, USER, type SignerOption } from '../kind.ts';
import { amount, code, date, either, id, list, object, oneOf, optional, ppm } from '../schema.ts';
import type { Role } from '../../party/roles.ts';

const ANYBODY = ['enterprise', 'funder', 'operator', 'association', 'auditor'] as const;
const WATCH: readonly Role[] = [...USER, 'operations', 'risk', 'cash', 'system', 'rule'];
const own = (...needs: (readonly Role[])[]): readonly SignerOption[] => [[{ of: 'actor', needs }]];
const SUB_REASON = oneOf('balanceZero', 'balanceNegative', 'sameDay', 'userRequested', 'unsold');
const core = { endorsement: 'E0', visibility: 'V0', flow: 'core', stepUp: 'none' } as const;

/** What falls due and is not paid (receivables.md §7.4). */
const ages = {
  'claim.age': kind({
    ...core,
    body: object({
      items: list(object({ target: oneOf('receivable', 'order', 'orderLoan'), id }), 1, 200),
    }),
    actors: ANYBODY,
    signers: () => own(WATCH),
  }),
  'claim.default': kind({
    ...core,
    body: either(object({ receivable: id, financing: optional(id) }), object({ loan: id })),
    actors: ANYBODY,
    signers: () => own(WATCH),
  }),
  'provision.run': kind({
    ...core,
    body: object({ items: list(id, 1, 200) }),
    actors: ANYBODY,
    signers: () => own(WATCH),
  }),
  'provision.raise': kind({
    ...core,
    body: object({ financing: id, ppm: ppm(), reason: code() }),
    actors: ['funder', 'operator'],
    signers: () => own(['risk', 'maker'], ['checker', 'director']),
  }),
  'provision.undo': kind({
    ...core,
    body: object({ provision: id }),
    actors: ['funder', 'operator'],
    signers: () => own(['risk', 'maker'], ['checker', 'director']),
  }),
  'writeoff.book': kind({
    ...core,
    endorsement: 'E2',
    body: either(
      object({ financing: id, holdings: list(id, 1, 200), amount, reason: code() }),
      object({ loan: id, amount, reason: code() }),
    ),
    actors: ['funder', 'operator'],
    signers: () => [
      [
        { of: 'actor', needs: [['director'], ['checker', 'director']] },
        { of: 'auditor', needs: [USER] },
      ],
    ],
  }),
} as const;

/** Claims that go back to who sold them. */
const returns = {
  'recourse.demand': kind({
    ...core,
    body: object({
      recourse: id,
      financing: id,
      cause: oneOf('default', 'breach'),
      amount,
      dueOn: date,
    }),
    actors: ['funder', 'operator'],
    signers: () => own(USER),
  }),
  'recourse.dispute': kind({
    ...core,
    body: object({ recourse: id, dispute: id }),
    actors: ['enterprise'],
    signers: () => own(USER),
  }),
  'repurchase.propose': kind({
    ...core,
    body: object({
      repurchase: id,
      financing: id,
      holdings: list(id, 1, 200),
      price: amount,
      on: date,
    }),
    actors: ['enterprise', 'funder', 'operator'],
    signers: () => own(USER),
  }),
  'repurchase.accept': kind({
    ...core,
    body: object({ repurchase: id }),
    actors: ['enterprise', 'funder', 'operator'],
    signers: () => own(USER),
  }),
  'repurchase.decline': kind({
    ...core,
    body: object({ repurchase: id, subReason: optional(SUB_REASON) }),
    actors: ['enterprise', 'funder', 'operator'],
    signers: () => own(USER),
  }),
  'repurchase.cancel': kind({
    ...core,
    body: object({ repurchase: id, subReason: optional(SUB_REASON) }),
    actors: ['enterprise', 'funder', 'operator'],
    signers: () => own(USER),
  }),
} as const;

/** Acts about ageing, loss, recourse and repurchase (receivables.md §7.4). */
export const lossKinds = { ...ages, ...returns } as const;
