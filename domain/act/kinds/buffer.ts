import type { Role } from '../../party/roles.ts';
import { kind, type SignerOption } from '../kind.ts';
import { amount, amountOrZero, date, either, hash, id, list, object, oneOf } from '../schema.ts';

const CHECKER: readonly Role[] = ['checker', 'director'];
const TREASURY: SignerOption = [{ of: 'actor', needs: [['treasurer'], CHECKER] }];
const MAKER: readonly Role[] = ['maker', 'treasurer', 'director', 'admin'];
/** The funder instructs; the broker's rule, or two of its persons, give the money. */
const INSTRUCTED: readonly SignerOption[] = [
  [...TREASURY, { of: 'operator', needs: [['rule']] }],
  [...TREASURY, { of: 'operator', needs: [['treasurer'], CHECKER] }],
];

const shared = { endorsement: 'E2', visibility: 'V0', flow: 'disburse', stepUp: 'one' } as const;
const T0 = { buffer: oneOf('T0'), amount };
const T1 = { buffer: oneOf('T1'), amount };

/** The broker's buffers for payments of the same day, and financings that change hands. */
export const bufferKinds = {
  'buffer.topUp': kind({
    ...shared,
    /** T0: cash of a payment that is not allocated. T1: what the bank commits more. */
    body: either(object({ ...T0, payment: hash }), object(T1)),
    actors: ['operator'],
    signers: () => [TREASURY],
    band: ({ amount: more }) => [more],
  }),
  'buffer.draw': kind({
    ...shared,
    /**
     * T0: the cash of a cleared financing, under the broker's `ownRisk` line. T1: money of the line
     * that came as this payment.
     */
    body: either(
      object({ ...T0, financing: id, payout: id, account: id, value: date, line: id }),
      object({ ...T1, payment: hash }),
    ),
    actors: ['operator', 'funder'],
    signers: ({ buffer }) => (buffer === 'T1' ? [TREASURY] : INSTRUCTED),
    band: ({ amount: drawn }) => [drawn],
  }),
  'buffer.repay': kind({
    ...shared,
    /** T0: out of the funder's balance, for one financing. T1: to the broker's account at the bank. */
    body: either(object({ ...T0, financing: id }), object({ ...T1, payout: id, account: id })),
    actors: ['operator'],
    signers: () => [TREASURY],
    band: ({ amount: back }) => [back],
  }),
  'financing.assign': kind({
    /** `lines` are the new funder's; the price is what its booked money pays the old one. */
    body: object({
      financing: id,
      to: id,
      price: amountOrZero,
      on: date,
      lines: list(id, 2, 5),
    }),
    endorsement: 'E0',
    visibility: 'V0',
    flow: 'transfer',
    actors: ['funder', 'operator'],
    // Between two funders; or by rule to the broker, for whose buffer a funder did not pay.
    signers: ({ to }, actor) =>
      to === actor
        ? [[{ of: 'actor', needs: [['rule']] }]]
        : [
            [
              { of: 'actor', needs: [MAKER, CHECKER] },
              { of: { party: to }, needs: [MAKER, CHECKER] },
            ],
          ],
    band: ({ price }) => [price],
    stepUp: 'none',
  }),
} as const;
