import { commitFields } from '../../domain/evidence/index.ts';
import {
  claimOf,
  confirm,
  confirmItem,
  confirmedClaim,
  offer,
  proofOf,
  startTrade,
  type Trade,
} from '../fixture/trade.ts';
import {
  admitParty,
  mustCommit,
  personOf,
  refusalOf,
  salted,
  sha256,
  staffOf,
} from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

describe('claims that end before they are live', () => {
  test('a declined claim frees its invoice, which may then be offered anew', async () => {
    const { world, buyer } = trade;
    const offered = claimOf(trade, { number: 'D-1' });
    await mustCommit(offer(trade, [offered]));
    const { receivable } = offered.claim;
    await mustCommit(
      world.act('receivable.decline', {
        actor: buyer.party,
        body: { receivable, reason: 'priceDiffers', suggested: { dueOn: '2026-07-01' } },
        signers: [{ by: personOf(buyer, 'maker'), role: 'maker' }],
      }),
    );
    expect(await world.entity('receivable', receivable)).toMatchObject({ status: 'declined' });
    expect(await world.entity('holding', receivable)).toMatchObject({ state: 'closed' });
    expect(await proofOf(trade, receivable)).toMatchObject({ holds: true });
    await mustCommit(offer(trade, [claimOf(trade, { number: 'D-1' }, { replaces: receivable })]));
  });

  test('only the debtor declines, only the supplier withdraws', async () => {
    const { world, supplier, buyer } = trade;
    const offered = claimOf(trade, { number: 'D-2' });
    await mustCommit(offer(trade, [offered]));
    const { receivable } = offered.claim;
    const sellerMaker = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const buyerMaker = { by: personOf(buyer, 'maker'), role: 'maker' } as const;
    const decline = world.act('receivable.decline', {
      actor: supplier.party,
      body: { receivable, reason: 'other' },
      signers: [sellerMaker],
    });
    expect(await refusalOf(decline)).toMatchObject({ code: 'NOT_THE_DEBTOR' });
    const body = { receivable, reason: 'mistake' };
    const foreign = { actor: buyer.party, body, signers: [buyerMaker] };
    const refused = await refusalOf(world.act('receivable.withdraw', foreign));
    expect(refused).toMatchObject({ code: 'NOT_FOUND' });
    const own = { actor: supplier.party, body, signers: [sellerMaker] };
    await mustCommit(world.act('receivable.withdraw', own));
    expect(await world.entity('receivable', receivable)).toMatchObject({ status: 'withdrawn' });
  });

  test('the operator and the registrar record a claim at L2; the debtor may still confirm', async () => {
    const { world } = trade;
    const offered = claimOf(trade, { number: 'D-3' });
    await mustCommit(offer(trade, [offered]));
    const { receivable } = offered.claim;
    const evidence = [{ hash: sha256('ledger export'), kind: 'SUBLEDGER', bytes: 10 }];
    const body = { receivable, assurance: 'L2', evidence, matchResult: sha256('match') } as const;
    const maker = { by: staffOf(world, 'maker'), role: 'maker' } as const;
    const registrar = { by: staffOf(world, 'registrar'), role: 'registrar' } as const;
    const given = { actor: world.operator, body };
    const alone = world.act('receivable.record', { ...given, signers: [maker] });
    expect(await refusalOf(alone)).toMatchObject({ code: 'APPROVALS_MISSING' });
    await mustCommit(world.act('receivable.record', { ...given, signers: [maker, registrar] }));
    expect(await world.entity('receivable', receivable)).toMatchObject({ assurance: 'L2' });
    const item = { ...confirmItem(offered.claim, trade.payTo), expect: 2 };
    await mustCommit(
      world.act('receivable.confirm', {
        actor: trade.buyer.party,
        body: { items: [item] },
        signers: [{ by: personOf(trade.buyer, 'maker'), role: 'maker' }],
      }),
    );
    expect(await world.entity('receivable', receivable)).toMatchObject({ assurance: 'L3' });
  });
});

describe('receivable.cancel', () => {
  test('supplier and buyer end a confirmed claim together, and its invoice is free again', async () => {
    const { world, supplier, buyer } = trade;
    const { receivable } = await confirmedClaim(trade, 'X-1');
    const body = { receivable, reason: 'goodsReturned' };
    const seller = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const debtor = { by: personOf(buyer, 'maker'), role: 'maker' } as const;
    const cancel = (...signers: (typeof seller | typeof debtor)[]) =>
      world.act('receivable.cancel', { actor: supplier.party, body, signers });
    expect(await refusalOf(cancel(seller))).toMatchObject({ code: 'APPROVALS_MISSING' });
    await mustCommit(cancel(seller, debtor));
    expect(await world.entity('receivable', receivable)).toMatchObject({ status: 'cancelled' });
    expect(await proofOf(trade, receivable)).toMatchObject({ holds: true });
    expect(await refusalOf(cancel(seller, debtor))).toMatchObject({ code: 'STATE_WRONG' });
  });

  // §4.1: "no encumbrance, supplier holds all"; a split of the supplier's own leaves it all with it.
  test('in parts as well as whole, but not once a part went to somebody else', async () => {
    const { world, supplier, buyer } = trade;
    const other = await admitParty(world);
    await world.nextDay();
    const seller = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const debtor = { by: personOf(buyer, 'maker'), role: 'maker' } as const;
    const actor = supplier.party;
    const splitClaim = async (number: string, id: string) => {
      const { receivable } = await confirmedClaim(trade, number, 9_000_000n);
      const parts = ['4000000', '5000000'].map((minor, at) => ({
        holding: `01900000-0000-7000-8000-ccccccccc${id}${at}`,
        amount: { minor, currency: 'CNY' } as const,
      }));
      const split = { holding: receivable, parts };
      await mustCommit(world.act('holding.split', { actor, body: split, signers: [seller] }));
      return { receivable, part: parts[0]?.holding ?? '' };
    };
    const cancel = (receivable: string) => {
      const body = { receivable, reason: 'goodsReturned' };
      return world.act('receivable.cancel', { actor, body, signers: [seller, debtor] });
    };
    const kept = await splitClaim('X-2', 'aa');
    await mustCommit(cancel(kept.receivable));
    const given = await splitClaim('X-3', 'bb');
    const underlying = salted({ invoice: 'second tier 78', amount: '40000.00' });
    const root = commitFields(underlying, sha256);
    await mustCommit(
      world.act('holding.transfer', {
        actor,
        body: {
          holding: given.part,
          to: other.party,
          underlying: root,
          settles: { minor: '4000000', currency: 'CNY' },
          voluntary: true,
          recourse: 'none',
        },
        signers: [seller, { by: personOf(other, 'maker'), role: 'maker' }],
        transient: { underlying: underlying as never },
      }),
    );
    expect(await refusalOf(cancel(given.receivable))).toMatchObject({ code: 'ENCUMBERED' });
  });
});

describe('the buyer’s own line', () => {
  test('confirms up to the line and not one minor unit more', async () => {
    const buyer = '01900000-0000-7000-8000-bbbbbbbbbbbb';
    const line = { minor: '10000000', currency: 'CNY' };
    const own = await startTrade({ [`confirmLine.${buyer}`]: line }, buyer);
    try {
      const first = claimOf(own, { number: 'L-1', totalMinor: 9_000_000n });
      const over = claimOf(own, { number: 'L-2', totalMinor: 1_000_001n });
      const exact = claimOf(own, { number: 'L-3', totalMinor: 1_000_000n });
      await mustCommit(offer(own, [first, over, exact]));
      await mustCommit(confirm(own, [first.claim]));
      expect(await refusalOf(confirm(own, [over.claim]))).toMatchObject({
        code: 'CONFIRM_LINE_EXCEEDED',
        facts: { amount: 'CNY 10,000.01', excess: 'CNY 0.01' },
      });
      await mustCommit(confirm(own, [exact.claim]));
    } finally {
      await own.world.close();
    }
  });
});
