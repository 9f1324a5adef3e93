import type { Act } from '../../domain/act/index.ts';
import type { SubmitResult } from '../../ledger/index.ts';
import { makeAct, nextId, signatureOf, type Signing } from '../fixture/signing.ts';
import { canonical } from '../../domain/wire/index.ts';
import { claimOf, confirmedClaim, offer, startTrade, type Trade } from '../fixture/trade.ts';
import { mustCommit, personOf, refusalOf, sha256, staffOf } from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(() => trade.world.close());

/** A request for cash of the supplier on a claim of CNY 50,000.00. */
function request(holding: string, minor: string, id = nextId()): Act<'financing.request'> {
  const today = trade.world.today();
  return makeAct('financing.request', {
    id,
    actor: trade.supplier.party,
    businessDate: today,
    body: {
      financing: holding,
      holdings: [holding],
      kind: 'sale',
      mode: 'discount',
      want: { minor, currency: 'CNY' },
      fundOn: today,
      window: { until: today },
      invited: [],
    },
  });
}

const by = (role: 'maker' | 'checker'): Signing => ({ by: personOf(trade.supplier, role), role });
const send = (act: Act, signatures: readonly object[]): Promise<SubmitResult> =>
  trade.world.submit(canonical({ act, signatures } as never));
const height = async (): Promise<bigint> => (await trade.world.ledger.info()).height;

describe('what was approved is what is done', () => {
  test('an approval that was given before an edit does not count after it', async () => {
    const { receivable } = await confirmedClaim(trade, 'EDIT-1', 5_000_000n);
    const shown = request(receivable, '1000000');
    const approval = signatureOf(shown, by('checker'));
    const edited = request(receivable, '4000000', shown.id);
    const own = signatureOf(edited, by('maker'));
    const before = await height();
    const refusal = await refusalOf(send(edited, [own, approval]));
    expect(refusal).toMatchObject({ code: 'SIGNATURE_INVALID', facts: { n: 2 } });
    expect(await height()).toBe(before);
    // Control: the same two persons on the same bytes.
    await mustCommit(send(edited, [own, signatureOf(edited, by('checker'))]));
    // The first bytes come again with all that was signed over them: the id is taken.
    const late = await refusalOf(send(shown, [signatureOf(shown, by('maker')), approval]));
    expect(late.code).toBe('ACT_ID_REUSED');
  });

  test('a collateral given on one channel is not given on another by the same signatures', async () => {
    const { receivable } = await confirmedClaim(trade, 'CHANNEL-1', 5_000_000n);
    const act = request(receivable, '4000000');
    const elsewhere = [by('maker'), by('checker')].map(signing =>
      signatureOf(act, signing, { channel: 'tally-2' }),
    );
    const refusal = await refusalOf(send(act, elsewhere));
    expect(refusal.code).toBe('SIGNATURE_INVALID');
    expect(await trade.world.entity('holding', receivable)).toMatchObject({ state: 'free' });
  });

  test('a claim that a search of other channels found is not confirmed until it is cleared', async () => {
    const { world, buyer, payTo } = trade;
    const offered = claimOf(trade, { number: 'CHANNEL-2' });
    await mustCommit(offer(trade, [offered]));
    const { receivable, root, face, dueOn } = offered.claim;
    const other = sha256('the same invoice on the other channel');
    await mustCommit(
      world.act('duplicate.flag', {
        actor: world.operator,
        body: { receivable, rule: 'near', other, evidence: sha256('search') },
        signers: [{ by: staffOf(world, 'ingest'), role: 'ingest' }],
      }),
    );
    const statement = { hash: sha256('statement'), kind: 'DEBT_CONFIRMATION', bytes: 9 };
    const item = { receivable, expect: 2, root, face, dueOn, payTo, statement } as const;
    const refusal = await refusalOf(
      world.act('receivable.confirm', {
        actor: buyer.party,
        body: { items: [{ ...item, undertaking: 'irrevocable' }] },
        signers: [
          { by: personOf(buyer, 'maker'), role: 'maker', stepUp: true },
          { by: personOf(buyer, 'checker'), role: 'checker', stepUp: true },
        ],
      }),
    );
    expect(refusal).toMatchObject({ code: 'FLAG_OPEN', facts: { rule: 'near' } });
  });
});

describe('two stops', () => {
  const stop = async (actor: string, key: Signing): Promise<string> => {
    const id = nextId();
    const body = { scope: 'flows', flows: ['offer'], reason: 'keyTheft' } as const;
    await mustCommit(trade.world.act('breaker.trip', { id, actor, body, signers: [key] }));
    return id;
  };
  const quorum = (): readonly Signing[] => {
    const { world } = trade;
    return [
      { by: staffOf(world, 'risk'), role: 'risk' },
      { by: staffOf(world, 'operations'), role: 'operations' },
      { by: world.auditorBreaker, role: 'breaker' },
    ];
  };
  const paper = { hash: sha256('paper'), kind: 'pdf', bytes: 9 };
  const reset = (trip: string, signers: readonly Signing[]): Promise<SubmitResult> => {
    const { world } = trade;
    const body = { trip, flows: ['offer' as const], cause: paper, measures: paper };
    return world.act('breaker.reset', { actor: world.operator, body, signers });
  };
  const next = (number: string): Promise<SubmitResult> =>
    offer(trade, [claimOf(trade, { number, sellerTaxId: number })]);

  test('a forged reset opens nothing; the end of one stop leaves the other', async () => {
    const { world } = trade;
    const breaker: Signing = { by: staffOf(world, 'breaker'), role: 'breaker' };
    const first = await stop(world.association, breaker);
    const second = await stop(world.association, breaker);
    const forged = await refusalOf(
      reset(first, [{ by: personOf(trade.supplier, 'director'), role: 'director' }]),
    );
    expect(forged).toMatchObject({ code: 'APPROVALS_MISSING', facts: { have: 0 } });
    expect((await refusalOf(next('STOP-1'))).code).toBe('FLOW_PAUSED');
    await mustCommit(reset(first, quorum()));
    expect(await refusalOf(next('STOP-2'))).toMatchObject({ code: 'FLOW_PAUSED' });
    await mustCommit(reset(second, quorum()));
    await mustCommit(next('STOP-3'));
  });
});
