import { reperform } from '../../domain/securitisation/audit/index.ts';
import { decodeBlock } from '../../ledger/block.ts';
import { performedIn } from '../../ledger/performed.ts';
import { balancesOf } from '../fixture/balances.ts';
import * as steps from '../fixture/deal.ts';
import { paidByDebtor } from '../fixture/pooled-cash.ts';
import { mustCommit, refusalOf, sha256 } from '../fixture/world.ts';

// An issue that is called off after its pool was sold and collected: everything is as before the sale.

let given: steps.DealWorld;

beforeAll(async () => {
  given = await steps.startDeal();
  await steps.sold(given);
  const [first = ''] = given.days.collections;
  while (given.trade.world.today() < first) await given.trade.world.nextDay();
  await paidByDebtor(given, 2_000_000n);
  await mustCommit(steps.collect(given, first, { principal: 2_000_000n }));
}, 120_000);
afterAll(async () => {
  await given.trade.world.close();
});

function callOff() {
  const { trade, manager, custodian, issue } = given;
  return trade.world.act('issue.fail', {
    actor: manager.party,
    body: { issue, calledOffBy: { manager: manager.party, custodian: custodian.party } },
    signers: [manager, custodian].map(steps.makerOf),
  });
}

function release(entry?: string) {
  const { trade, manager, custodian, pool } = given;
  const named = { manager: manager.party, custodian: custodian.party };
  return trade.world.act('pool.release', {
    actor: trade.supplier.party,
    body: { pool, ...named, reason: 'issueFailed', ...(entry === undefined ? {} : { entry }) },
    signers: [trade.supplier, manager, custodian].map(steps.makerOf),
  });
}

test('a pool whose notes are offered stays; once they are called off it goes back', async () => {
  const { world } = given.trade;
  const before = await balancesOf(world);
  // 100,000.00 are owed for the pool; 20,000.00 of its claims came in.
  expect([before('2102'), before('1002')]).toEqual([-2_000_000n, 2_000_000n]);
  expect(await refusalOf(release('BACK-1'))).toMatchObject({ code: 'STATE_WRONG' });
  await mustCommit(callOff());
  expect(await refusalOf(release())).toMatchObject({
    code: 'CASH_NOT_CONFIRMED',
    facts: { total: 'CNY 20,000.00', balance: 'CNY 0.00' },
  });
  await mustCommit(release('BACK-1'));
  expect(await world.entity('pool', given.pool)).toMatchObject({
    state: 'sealed',
    released: { reason: 'issueFailed' },
  });
});

test('its cash and its price are even again, and its seller owns what the claims still owe', async () => {
  const { world, supplier } = given.trade;
  const of = await balancesOf(world);
  expect([of('1002'), of('2102'), of('8202'), of('9202')]).toEqual([0n, 0n, 0n, 0n]);
  // Title of all books of claims: 80,000.00 of the three are owed still, all to the seller.
  const titles = new Map<string, bigint>();
  for (const { envelope } of await performed()) {
    for (const event of envelope.events) {
      if (event.kind !== 'journal.posted') continue;
      for (const { account, sub, side, amount } of event.lines) {
        const minor = BigInt(amount.minor);
        const held = titles.get(sub ?? '') ?? 0n;
        if (account === '8001')
          titles.set(sub ?? '', side === 'debit' ? held + minor : held - minor);
      }
    }
  }
  expect(titles.get(given.pool)).toBe(0n);
  expect(titles.get(supplier.party)).toBe(8_000_000n);
});

test('its claims are free once its pages are emptied, and may back another pool', async () => {
  const { world, supplier } = given.trade;
  const assets = given.claims.map(({ receivable }) => receivable);
  const body = { pool: given.pool, page: 0, assets, reason: 'issueFailed' };
  const signers = [steps.makerOf(supplier)];
  await mustCommit(world.act('pool.remove', { actor: supplier.party, body, signers }));
  for (const id of assets) {
    expect(await world.entity('holding', id)).toMatchObject({ state: 'free' });
  }
  const other = { ...given, pool: given.deal };
  await mustCommit(steps.propose(other, given.claims));
});

test('the deal of a pool that went back is not offered again', async () => {
  const again = { ...given, issue: given.pool };
  expect(await refusalOf(steps.offer(again))).toMatchObject({ code: 'STATE_WRONG' });
});

test('all of it is recomputed from the ledger alone with no difference', async () => {
  const { checked, differences } = reperform(await performed(), sha256);
  expect(differences).toEqual([]);
  expect(checked).toMatchObject({ 'issue.fail': 1, 'pool.release': 1, 'pool.remove': 1 });
});

async function performed() {
  const { ledger } = given.trade.world;
  const { height } = await ledger.info();
  const found = [];
  for await (const { number, bytes } of ledger.blocks(0n)) {
    found.push(...performedIn(decodeBlock(bytes)));
    if (number === height - 1n) break;
  }
  return found;
}
