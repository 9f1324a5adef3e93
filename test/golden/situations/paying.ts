import type { ActBodies } from '../../../domain/act/index.ts';
import type { StateDouble } from '../../flow/state-double.ts';
import * as steps from '../../flow/steps.ts';
import { BUYER, CLAIM, cny, OPERATOR, by, SUPPLIER } from '../../flow/trade.ts';
import { NAMES } from '../names.ts';

type Allocation = ActBodies['payment.match']['allocations'][number];
type Step = (ledger: StateDouble) => Promise<void>;

const repayment2 = NAMES['repayment2'] ?? '';

/** Money on the escrow account that waits to be matched. */
const pays =
  (payer: string, minor: number, entry: string = steps.REPAYMENT): Step =>
  ledger =>
    steps.receive(ledger, { entry, minor, payer });

async function matched(
  ledger: StateDouble,
  allocation: Allocation,
  payment: string = steps.REPAYMENT,
): Promise<void> {
  const match = { payment, allocations: [allocation], tier: 1 };
  const id = NAMES['match'] ?? '';
  const matcher = [by(OPERATOR, 'matcher', 9)];
  steps.stands(await ledger.act('payment.match', OPERATOR, match, matcher, { id }));
}

/** The buyer pays that much of the claim. */
const paid =
  (minor: number): Step =>
  async ledger => {
    await steps.receive(ledger, { entry: steps.REPAYMENT, minor, payer: BUYER });
    await matched(ledger, { target: 'receivable', id: CLAIM, amount: cny(minor) });
  };

/** The demand is paid by the seller. */
const settled =
  (target: 'recourse' | 'repurchase', minor: number): Step =>
  async ledger => {
    await steps.receive(ledger, { entry: steps.REPAYMENT, minor, payer: SUPPLIER });
    await matched(ledger, { target, id: NAMES[target] ?? '', amount: cny(minor) });
  };

/** Situations in which money has come in, by name; `later` money is a second payment. */
export const PAYING: Readonly<Record<string, readonly Step[]>> = {
  'due day': [
    async ledger => {
      ledger.businessDate = '2026-06-01';
      await Promise.resolve();
    },
  ],
  'half matched': [
    ledger =>
      matched(ledger, { target: 'receivable', id: CLAIM, amount: cny(50_000_000) }, repayment2),
  ],
  'buyer pays 900': [pays(BUYER, 90_000_000)],
  'buyer pays 950': [pays(BUYER, 95_000_000)],
  'buyer pays 1000': [pays(BUYER, 100_000_000)],
  'supplier pays 900': [pays(SUPPLIER, 90_000_000)],
  'supplier pays 900 later': [pays(SUPPLIER, 90_000_000, repayment2)],
  'buyer paid 900': [paid(90_000_000)],
  'buyer paid 906.975': [paid(90_697_500)],
  'buyer paid 500': [paid(50_000_000)],
  'buyer paid 1000': [paid(100_000_000)],
  'buyer pays 500 later': [pays(BUYER, 50_000_000, repayment2)],
  'buyer pays 450 later': [pays(BUYER, 45_000_000, repayment2)],
  'buyer pays 100 later': [pays(BUYER, 10_000_000, repayment2)],
  'buyer pays 93.025 later': [pays(BUYER, 9_302_500, repayment2)],
  'buyer pays 1000 later': [pays(BUYER, 100_000_000, repayment2)],
  'residual paid': [paid(10_000_000)],
  'recourse paid': [settled('recourse', 90_000_000)],
  'repurchase paid': [settled('repurchase', 90_000_000)],
};
