import type { BusinessDate } from '../../calendar/index.ts';
import type { FlowRow } from '../asset/flow.ts';
import type { Key } from '../deal/deal.ts';
import { addAccountInterest, resetAccountRate } from '../waterfall/account-interest.ts';
import { resetFacility } from '../waterfall/facility.ts';
import { calculateFee } from '../waterfall/fee.ts';
import { accrueSwap, paySwap, receiveSwap, resetSwap } from '../waterfall/hedge.ts';
import { resetRate, stepUp } from '../waterfall/interest.ts';
import { closeDeal, collect, payDate } from '../waterfall/period.ts';
import type { Run } from '../waterfall/run.ts';
import type { DealState } from '../waterfall/state.ts';
import type { Item } from './agenda.ts';

/** Where an item takes what is not in the deal: collections of a date, the status after closing. */
export type Supply = {
  readonly rows: (date: BusinessDate) => Readonly<Record<Key, readonly FlowRow[]>>;
  readonly afterClosing: DealState['status'];
};

/** Works an item off, as well with projected as with recorded facts; `true` when a call ended all. */
export function workItem(run: Run, item: Item, supply: Supply): boolean {
  switch (item.do) {
    case 'collect':
      collect(run, supply.rows(item.date));
      return false;
    case 'pay':
      return payDate(run);
    case 'close':
      closeDeal(run, supply.afterClosing);
      return false;
    default:
      own(run, item.do, item.key);
      return false;
  }
}

function own(run: Run, what: Exclude<Item['do'], 'collect' | 'close' | 'pay'>, key: Key): void {
  const rules = {
    resetSwap: () => {
      resetSwap(run, key);
      accrueSwap(run, key);
    },
    stepUp: () => stepUp(run, key),
    resetRate: () => resetRate(run, key),
    accountInterest: () => addAccountInterest(run, key),
    accountRate: () => resetAccountRate(run, key),
    resetFacility: () => resetFacility(run, key),
    accrueFee: () => calculateFee(run, key),
    settleSwap: () => settleSwap(run, key),
  } as const;
  rules[what]();
}

function settleSwap(run: Run, key: Key): void {
  const account = run.deal.swaps[key]?.settles?.account;
  if (account === undefined) return;
  if ((run.state.swaps[key]?.net ?? 0n) < 0n) paySwap(run, key, account);
  else receiveSwap(run, key, account);
}
