import { bodies, committed, FINANCING, maker, receive, repaid, active, stands } from './steps.ts';
import { idOf } from './state-double.ts';
import {
  BUYER,
  by,
  CARD,
  CLAIM,
  cny,
  DAY,
  FUNDER,
  hashOf,
  LINES,
  OPERATOR,
  SUPPLIER,
  tradeLedger,
} from './trade.ts';

const selection = {
  kind: 'financing.preview',
  holder: SUPPLIER,
  holdings: [CLAIM],
  cards: [CARD],
  fundOn: DAY,
  businessDate: DAY,
};

describe('questions', () => {
  test('a quote is what the ledger accepts, to the minor unit', async () => {
    const ledger = await tradeLedger();
    stands(await ledger.act('rateCard.publish', FUNDER, bodies.card, maker(FUNDER)));
    const answer = (await ledger.ask(selection)) as { quotes: { clears: boolean; shown: never }[] };
    expect(answer.quotes).toMatchObject([{ clears: true, payOn: '2026-06-01' }]);
    const [quote] = answer.quotes;
    stands(await ledger.act('financing.request', SUPPLIER, bodies.request, maker(SUPPLIER)));
    const accept = { financing: FINANCING, card: CARD, shown: quote!.shown };
    stands(await ledger.act('financing.accept', SUPPLIER, accept, maker(SUPPLIER)));
  });

  test('a card that does not clear says why', async () => {
    const ledger = await tradeLedger();
    const card = { ...bodies.card, tenorDays: { from: 100, to: 180 } };
    stands(await ledger.act('rateCard.publish', FUNDER, card, maker(FUNDER)));
    const answer = await ledger.ask({ ...selection, cards: [CARD, idOf(99)] });
    expect(answer).toMatchObject({
      quotes: [
        { clears: false, refusal: { code: 'RESIDUAL_TENOR_SHORT', facts: { days: 90, min: 100 } } },
        { clears: false, refusal: { code: 'NOT_FOUND' } },
      ],
    });
  });

  test('a trial division writes nothing and is what the match does', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    ledger.businessDate = '2026-06-11';
    await receive(ledger, { entry: hashOf(103), minor: 100_000_000, payer: BUYER });
    const allocations = [{ target: 'receivable', id: CLAIM, amount: cny(100_000_000) }] as const;
    const before = ledger.rows.size;
    const question = { kind: 'payment.preview', payment: hashOf(103), businessDate: '2026-06-11' };
    const trial = (await ledger.ask({ ...question, allocations })) as { divisions: unknown };
    expect(ledger.rows.size).toBe(before);
    const match = { payment: hashOf(103), allocations, tier: 1 };
    const matcher = [by(OPERATOR, 'matcher', 9)];
    const done = stands(await ledger.act('payment.match', OPERATOR, match, matcher));
    const event = done.events.find(({ kind }) => kind === 'payment.matched');
    expect(event).toMatchObject({ divisions: trial.divisions });
  });

  test('folding limits moves no room and forgets no delta', async () => {
    const ledger = await tradeLedger();
    await committed(ledger);
    const question = { kind: 'limit.room', line: LINES.supplier };
    const before = await ledger.ask(question);
    expect(await ledger.tx().range('limitDelta', `${LINES.supplier}~2026-03`)).toHaveLength(1);
    const fold = { line: LINES.supplier, period: '2026-03' };
    stands(await ledger.act('limit.fold', FUNDER, fold, maker(FUNDER)));
    expect(await ledger.ask(question)).toEqual(before);
    expect(await ledger.tx().range('limitDelta', `${LINES.supplier}~2026-03`)).toHaveLength(0);
    const row = await ledger.entity('limitFold', `${LINES.supplier}~2026-03`);
    expect(row).toMatchObject({ frozen: '90000000', used: '0', count: 1 });
    const slice = await ledger.entity('slice', `${LINES.supplier}~00`);
    expect(slice).toMatchObject({ frozen: '75000000', cap: '127500000' });
  });

  test('every cash account is zero but the bank, the balances and the fees', async () => {
    const ledger = await tradeLedger();
    await active(ledger);
    stands(await repaid(ledger, '2026-06-01', 100_000_000));
    const answer = await ledger.ask({ kind: 'journal.trialBalance' });
    expect(answer).toMatchObject({
      balances: [
        {
          currency: 'CNY',
          accounts: [
            // In 886,500.00 and 1,000,000.00; out 885,600.00.
            { account: '1001', debit: cny(188_650_000), credit: cny(88_560_000) },
            { account: '2101', debit: cny(88_650_000), credit: cny(188_650_000) },
            { account: '2201', debit: cny(188_650_000), credit: cny(188_650_000) },
            { account: '2301', debit: cny(88_560_000), credit: cny(88_560_000) },
            { account: '2501', debit: cny(0), credit: cny(90_000) },
            { account: '8001' },
            { account: '8101', debit: cny(90_000_000), credit: cny(90_000_000) },
            { account: '8190' },
            { account: '8191' },
            { account: '8192' },
            { account: '9001' },
            { account: '9101' },
          ],
        },
      ],
    });
  });
});
