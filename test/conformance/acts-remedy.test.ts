import { performedIn } from '../../ledger/performed.ts';
import { reperform } from '../../domain/securitisation/audit/index.ts';
import { decodeBlock } from '../../ledger/block.ts';
import * as steps from '../fixture/deal.ts';
import { paidByDebtor } from '../fixture/pooled-cash.ts';
import { confirmedClaim, type Claim } from '../fixture/trade.ts';
import { mustCommit, refusalOf, sha256 } from '../fixture/world.ts';

// An asset that should not be in a sold pool leaves it: bought back, or exchanged for another.

const cny = (minor: number | bigint) => ({ minor: String(minor), currency: 'CNY' }) as const;
const FACE_BACK = 1_000_000n;
const FACE_OUT = 4_000_000n;
const FACE_IN = 3_000_000n;
/** What comes for the first claim of 50,000.00 is worth 5.00 more. */
const FACE_RICHER = 5_000_500n;

let given: steps.DealWorld;
let other: Claim;
let richer: Claim;

beforeAll(async () => {
  given = await steps.startDeal();
  await steps.formed(given);
  other = await confirmedClaim(given.trade, 'REMEDY-1', FACE_IN);
  richer = await confirmedClaim(given.trade, 'REMEDY-2', FACE_RICHER);
});
afterAll(async () => {
  await given.trade.world.close();
});

function repurchase(claim: Claim | undefined, entry: string) {
  const { trade, manager, pool } = given;
  return trade.world.act('pool.repurchase', {
    actor: trade.supplier.party,
    body: {
      pool,
      manager: manager.party,
      page: 0,
      assets: [claim?.receivable ?? ''],
      price: cny(FACE_BACK),
      reason: 'disputed',
      entry,
    },
    signers: [steps.makerOf(trade.supplier), steps.makerOf(manager)],
  });
}

function replace(out: Claim | undefined, coming: Claim, cash: bigint) {
  const { trade, manager, pool } = given;
  const { receivable, root, buyer } = coming;
  const words = { type: 'receivable', ref: receivable, obligor: buyer, group: buyer };
  return trade.world.act('pool.replace', {
    actor: trade.supplier.party,
    body: {
      pool,
      manager: manager.party,
      page: 0,
      out: [out?.receivable ?? ''],
      in: [{ asset: receivable, ...words, termsRoot: root }],
      cash: cny(cash),
      reason: 'ineligible',
      entry: `REMEDY-${receivable.slice(-6)}`,
    },
    signers: [steps.makerOf(trade.supplier), steps.makerOf(manager)],
  });
}

test('a disputed claim goes back for what is outstanding and is free again', async () => {
  const { world } = given.trade;
  const claim = given.claims[2];
  await mustCommit(repurchase(claim, 'REMEDY-E1'));
  expect(await world.entity('holding', claim?.receivable ?? '')).toMatchObject({ state: 'free' });
  expect(await world.entity('pool', given.pool)).toMatchObject({
    assets: 2,
    outstanding: cny(9_000_000),
  });
  expect(await refusalOf(repurchase(claim, 'REMEDY-E3'))).toMatchObject({ code: 'NOT_FOUND' });
});

test('a claim is exchanged for one of less value and cash for the rest', async () => {
  const { world } = given.trade;
  const [, out] = given.claims;
  expect(await refusalOf(replace(out, other, 0n))).toMatchObject({ code: 'PRICE_OUT_OF_RANGE' });
  await mustCommit(replace(out, other, FACE_OUT - FACE_IN));
  expect(await world.entity('holding', other.receivable)).toMatchObject({
    state: 'reserved',
    lockedFor: { kind: 'pool', id: given.pool },
  });
  expect(await world.entity('pool', given.pool)).toMatchObject({
    assets: 2,
    outstanding: cny(8_000_000),
  });
});

test('a claim is exchanged for one of more value: the pool is owed more', async () => {
  const { world } = given.trade;
  const [out] = given.claims;
  expect(await refusalOf(replace(out, richer, 1n))).toMatchObject({ code: 'PRICE_OUT_OF_RANGE' });
  await mustCommit(replace(out, richer, 0n));
  expect(await world.entity('pool', given.pool)).toMatchObject({
    assets: 2,
    outstanding: cny(8_000_500),
  });
});

test('the next payment date pays out what the remedies brought, beside the collection', async () => {
  const now = { ...given, claims: [richer, other] };
  const { preview } = await steps.distributed(now, 0, { principal: FACE_RICHER });
  // 5,000,500 collected, 1,000,000 for the claim bought back, 1,000,000 in cash beside the other.
  expect(preview.figures.accounts['plan']).toMatchObject({ in: '7000500' });
  // 10,000,000 and 500 more, less these three.
  expect(preview.figures.pools['trade']).toMatchObject({ closing: '3000000' });
});

test('while a payment date is calculated and not settled nothing leaves the pool', async () => {
  const { world } = given.trade;
  const on = given.days.payments[1] ?? '';
  while (world.today() < on) await world.nextDay();
  await paidByDebtor({ ...given, claims: [other] }, 1_000n);
  await mustCommit(steps.collect(given, given.days.collections[1] ?? '', { principal: 1_000n }));
  await mustCommit(steps.calculate(given, '019c0a00-0000-7000-8000-0000000000d2', on));
  const [first] = given.claims;
  expect(await refusalOf(repurchase(first, 'REMEDY-E4'))).toMatchObject({
    code: 'DISTRIBUTION_OPEN',
  });
});

test('all of it is recomputed from the ledger alone with no difference', async () => {
  const { world } = given.trade;
  const { height } = await world.ledger.info();
  const found: Uint8Array[] = [];
  for await (const block of world.ledger.blocks(0n)) {
    found.push(block.bytes);
    if (block.number === height - 1n) break;
  }
  const performed = found.flatMap(bytes => performedIn(decodeBlock(bytes)));
  const { checked, differences } = reperform(performed, sha256);
  expect(differences).toEqual([]);
  expect(checked).toMatchObject({ 'pool.repurchase': 1, 'pool.replace': 2 });
});
