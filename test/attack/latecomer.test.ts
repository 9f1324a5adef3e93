import { situation } from '../golden/situations/index.ts';
import { bodyOf, signersOf, transientOf } from '../golden/values.ts';
import type { ActKind } from '../../domain/act/index.ts';
import * as steps from '../flow/steps.ts';
import { idOf, type Outcome, type StateDouble } from '../flow/state-double.ts';
import * as trade from '../flow/trade.ts';

const stateOf = (ledger: StateDouble): string[] =>
  [...ledger.rows].map(([key, value]) => `${key} ${Buffer.from(value).toString()}`).sort();

/** An act in the words of the golden tables. */
function tries(
  ledger: StateDouble,
  kind: ActKind,
  signers: string,
  body: string,
): Promise<Outcome> {
  const signed = signersOf(signers);
  const transient = transientOf(body);
  return ledger.act(kind, signed[0]?.party ?? '', bodyOf(body) as never, signed, { transient });
}

/** Refused with this code, naming this fact, and not a byte is different. */
async function leavesNothing(
  ledger: StateDouble,
  tried: () => Promise<Outcome>,
  of: { readonly code: string; readonly fact: string },
): Promise<void> {
  const before = stateOf(ledger);
  const outcome = await tried();
  const refusal = outcome.ok ? null : outcome.refusal;
  expect(refusal?.code).toBe(of.code);
  expect(refusal?.facts[of.fact]).toBeDefined();
  expect(stateOf(ledger)).toEqual(before);
}

describe('a late-comer to a recovery (R-82)', () => {
  const OTHER = idOf(7_001);
  const ASKED = idOf(7_002);
  const CARD = idOf(7_003);

  /** A second claim on the debtor, asked for on the day on which the first is in default. */
  async function asked(given: readonly string[]): Promise<StateDouble> {
    const ledger = await situation(given);
    ledger.businessDate = '2026-07-02';
    const dates = { asOf: '2026-07-01', validFrom: '2026-07-01', validUntil: '2026-09-30' };
    for (const subject of [trade.SUPPLIER, trade.BUYER]) {
      await trade.attest(ledger, trade.scoreOf(subject, dates));
    }
    await trade.claim(ledger, { id: OTHER, face: 50_000_000n, dueOn: '2026-08-20' });
    const { card, request } = steps.bodies;
    const late = { ...card, card: CARD, until: '2026-07-31' };
    const two = steps.maker(trade.FUNDER);
    steps.stands(await ledger.act('rateCard.publish', trade.FUNDER, late, two));
    const on = ledger.businessDate;
    const want = trade.cny(45_000_000);
    const wanted = { financing: ASKED, holdings: [OTHER], want, fundOn: on, window: { until: on } };
    const signers = steps.maker(trade.SUPPLIER);
    const body = { ...request, ...wanted };
    steps.stands(await ledger.act('financing.request', trade.SUPPLIER, body, signers));
    return ledger;
  }

  // 450,000.00 at 6 % for 49 days: 3,675.00; fee 0.1 %: 450.00; yearly 6.8814 % of 445,875.00.
  const accept = (ledger: StateDouble): Promise<Outcome> =>
    tries(
      ledger,
      'financing.accept',
      'supplier maker 1, supplier checker 2',
      `financing: '${ASKED}'; card: '${CARD}'; shown: {cash: CNY 445,875.00, totalCost: CNY 4,125.00, ` +
        'aprPpm: 68,915, feeLines: [{kind: origination, amount: CNY 450.00, payer: supplier, payee: platform}]}',
    );

  test('enters no claim of a debtor whose loss is not booked', async () => {
    const ledger = await asked(['defaulted']);
    await leavesNothing(ledger, () => accept(ledger), { code: 'LOSS_OPEN', fact: 'debtor' });
  });

  test('and does once it is (control)', async () => {
    expect(steps.codeOf(await accept(await asked(['written off'])))).toBe('stands');
  });
});

describe('figures of another day', () => {
  test('an exchange rate of the day before yesterday moves no money', async () => {
    const ledger = await situation(['official rate']);
    const body =
      'standing: @standing; buyers: [@buyer]; aprMaxPpm: 70,000; amountMax: USD 100.00; ' +
      'fundOn: tuesday; until: 2026-06-30';
    const place = (): Promise<Outcome> =>
      tries(ledger, 'standing.place', 'supplier maker 1, supplier checker 2', body);
    ledger.businessDate = '2026-03-05';
    await leavesNothing(ledger, place, { code: 'RATE_STALE', fact: 'date' });
    ledger.businessDate = '2026-03-04';
    expect(steps.codeOf(await place())).toBe('stands');
  });
});

describe('dust', () => {
  const TRIES = 10_000;

  test(`${TRIES} splits of one minor unit, each refused, and nothing is left of them`, async () => {
    const ledger = await situation(['trade']);
    const before = stateOf(ledger);
    const codes = new Map<string, number>();
    const signer = [trade.by(trade.SUPPLIER, 'maker')];
    for (let at = 0; at < TRIES; at += 1) {
      const parts = [
        { holding: idOf(10_000 + 2 * at), amount: trade.cny(1) },
        { holding: idOf(10_001 + 2 * at), amount: trade.cny(99_999_999) },
      ];
      const body = { holding: trade.CLAIM, parts };
      const code = steps.codeOf(await ledger.act('holding.split', trade.SUPPLIER, body, signer));
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect([...codes]).toEqual([['PART_TOO_SMALL', TRIES]]);
    expect(stateOf(ledger)).toEqual(before);
  });
});
