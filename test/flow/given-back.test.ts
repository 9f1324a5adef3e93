import { bank, folded } from './booked-cash.ts';
import { sent } from './refusals.ts';
import { idOf, type StateDouble } from './state-double.ts';
import {
  accepted,
  active,
  bodies,
  committed,
  FINANCING,
  maker,
  PAID_OUT,
  payer,
  PAYOUT,
  receive,
  repaid,
  stands,
} from './steps.ts';
import { BANK, BUYER, CARD, CLAIM, FUNDER, hashOf, LINES, SUPPLIER, tradeLedger } from './trade.ts';

describe('what gives back', () => {
  const free = async (ledger: StateDouble) => ({
    holding: (await ledger.entity('holding', CLAIM))?.state,
    card: await room(ledger, CARD),
    supplier: await room(ledger, LINES.supplier),
    registry: (await ledger.entity('invoice', `k1-${CLAIM}`))?.entries[0]?.state,
  });
  async function room(ledger: StateDouble, line: string) {
    if (!(await ledger.entity('line', line))) return null;
    const answer = (await ledger.ask({ kind: 'limit.room', line })) as { room: { minor: string } };
    return answer.room.minor;
  }
  const before = {
    holding: 'free',
    card: '800000000',
    supplier: '300000000',
    registry: 'registered',
  };

  test('a lapse frees holding, capacity, limits and registry', async () => {
    const ledger = await tradeLedger();
    await committed(ledger);
    expect(await free(ledger)).toEqual({
      holding: 'reserved',
      card: '710000000',
      supplier: '210000000',
      registry: 'applied',
    });
    ledger.businessDate = '2026-03-05';
    const lapse = { financing: FINANCING, reason: 'window' };
    stands(await ledger.act('financing.lapse', SUPPLIER, lapse, maker(SUPPLIER)));
    expect(await free(ledger)).toEqual(before);
  });

  test('a refusal opens the request again for another card', async () => {
    const ledger = await tradeLedger();
    await accepted(ledger);
    const refuse = { financing: FINANCING, reason: 'risk' };
    stands(await ledger.act('financing.refuse', FUNDER, refuse, maker(FUNDER)));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('requested');
    expect(await room(ledger, CARD)).toBe('800000000');
    stands(await ledger.act('financing.accept', SUPPLIER, bodies.accept, maker(SUPPLIER)));
  });

  test('a failed payout gives the money back and leaves the holding reserved', async () => {
    const ledger = await tradeLedger();
    await sent(ledger);
    const fail = { payout: PAYOUT, reason: 'AC04', message: hashOf(1) };
    stands(await ledger.act('payout.fail', BANK, fail, bank));
    expect((await ledger.entity('financing', FINANCING))?.status).toBe('cleared');
    expect((await ledger.entity('holding', CLAIM))?.state).toBe('reserved');
    await folded(ledger);
    expect((await ledger.entity('balance', `${FUNDER}~CNY`))?.folded).toBe('88650000');
    const again = { ...bodies.disburse, payout: idOf(72) };
    stands(await ledger.act('financing.disburse', FUNDER, again, payer));
  });

  test('money stays with nobody: an overpayment is unallocated', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    stands(await repaid(ledger, '2026-06-01', 100_000_000));
    await receive(ledger, { entry: hashOf(700), minor: 1_000, payer: BUYER });
    const payment = await ledger.entity('payment', hashOf(700));
    expect([payment?.status, payment?.allocated.minor]).toEqual(['open', '0']);
    expect(PAID_OUT).not.toBe(hashOf(700));
  });
});
