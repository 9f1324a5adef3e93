import type { StateDouble } from '../../flow/state-double.ts';
import * as steps from '../../flow/steps.ts';
import { FUNDER, LINES } from '../../flow/trade.ts';
import { act, dollars, on, type Step } from './acting.ts';
import { NAMES } from '../names.ts';

const hedged = (amount: string, maturesOn: string): Step =>
  act(
    'hedge.record',
    'funder treasurer 1, funder checker 2',
    'hedge: @hedge; kind: forward; pair: USD/CNY; notional: USD 900,000.00; ratePpm: 7,120,000; ' +
      `maturesOn: ${maturesOn}; bank: ICBC; confirmation: paper 6; ` +
      `covered: [{item: @financing, amount: ${amount}}]`,
  );

/** The financing of the worked example and its lines, as if its claim were in dollars. */
async function inDollars(ledger: StateDouble): Promise<void> {
  const id = NAMES['financing'] ?? '';
  ledger.put('financing', id, dollars(await ledger.entity('financing', id)) as never);
  for (const line of Object.values(LINES)) {
    ledger.put('line', line, dollars(await ledger.entity('line', line)) as never);
  }
}

/** Situations of currencies, hedges and footprints, by name. */
export const HEDGING: Readonly<Record<string, readonly (string | Step)[]>> = {
  'funder has dollars': [
    ledger => {
      const held = { party: FUNDER, currency: 'USD', folded: '10000000', count: 1 } as const;
      ledger.put('balance', `${FUNDER}~USD`, { ...held, hash: null });
    },
  ],
  'funder pays 900': [
    ledger => steps.receive(ledger, { entry: steps.REPAYMENT, minor: 90_000_000, payer: FUNDER }),
  ],
  'accepted in dollars': ['official rate', 'accepted', 'lines set', inDollars],
  'covered 80 %': [hedged('USD 720,000.00', '2026-06-01')],
  'covered a cent less': [hedged('USD 719,999.99', '2026-06-01')],
  'covered too short': [hedged('USD 900,000.00', '2026-04-01')],
  'hedge settled': [
    on('2026-06-01'),
    act(
      'hedge.settle',
      'funder treasurer 1, funder checker 2',
      'hedge: @hedge; amount: CNY -1,000.00; entry: #888',
    ),
  ],
  'footprint recorded': [
    'verifier',
    act(
      'footprint.record',
      'supplier maker, verifier maker',
      "subject: @claim; grams: '1000001'; scope: '1'; method: ghgp; period: 2026-Q1; unit: t; " +
        'quality: 2; verifier: @verifier',
    ),
  ],
};
