import type { Deal, Memo } from '../../domain/securitisation/index.ts';
import { shown } from './cells.ts';

const FLOW_NAMES: Readonly<Record<string, string>> = {
  interest: 'CollectedInterest',
  principal: 'CollectedPrincipal',
  prepayment: 'CollectedPrepayment',
  penalty: 'CollectedPrepaymentPenalty',
  recovery: 'CollectedRecoveries',
  rent: 'CollectedRental',
  fee: 'CollectedFeePaid',
  cash: 'CollectedCash',
};

/** A memo in the words of the source engine. */
export function memoText({ kind, names }: Memo, deal: Deal): string {
  const [first = ''] = names;
  const bonds = names.map(key => deal.bonds[key]?.label.zh ?? key);
  const fees = names.map(key => deal.fees[key]?.label.zh ?? key);
  const accounts = names.map(key => deal.accounts[key]?.label.zh ?? key);
  const amount = shown(BigInt(/^-?\d+$/.test(names[1] ?? '') ? (names[1] ?? '0') : '0'));
  const words: Readonly<Record<Memo['kind'], () => string>> = {
    poolInflow: () => {
      const pools = names.slice(1).map(key => deal.pools[key]?.label.zh ?? key);
      return `Pool${pools.join('|')}:${FLOW_NAMES[first] ?? first}`;
    },
    payInterest: () => `PayInt:${bonds.join(',')}`,
    payYield: () => `PayYield:${bonds.join(',')}`,
    payPrincipal: () => `PayPrin:${bonds.join(',')}`,
    payGroupInterest: () => `PayGroupInt:${bonds.join(',')}`,
    payGroupPrincipal: () => `PayGroupPrin:${bonds.join(',')}`,
    payFee: () => `PayFee:${fees.join(',')}`,
    payFees: () => `SeqPayFee:${fees.join(',')}`,
    payFeeYield: () => `PayFeeYield:${fees.join(',')}`,
    transfer: () => `Transfer:${accounts.join(',')}`,
    fund: () => `FundWith:${bonds[0] ?? ''},${amount}`,
    writeOff: () => `WriteOff:${bonds[0] ?? ''},${amount}`,
    capitalise: () => `Capitalise:${bonds.join(',')}`,
    liquidation: () =>
      `Liquidation:${names.map(key => deal.pools[key]?.label.zh ?? key).join(',')}`,
    accountInterest: () => 'BankInterest:',
    supportDraw: () => 'SupportDraw:',
    facilityDraw: () => `Support:${deal.facilities[first]?.label.zh ?? first}`,
    facilityRepay: () => `Support:${deal.facilities[first]?.label.zh ?? first}`,
    swapIn: () => `SettleIn:${deal.swaps[first]?.label.zh ?? first}`,
    swapOut: () => `SettleOut:${deal.swaps[first]?.label.zh ?? first}`,
  };
  return `<${words[kind]()}>`;
}
