import { writeSync } from 'node:fs';
import { calculate, collect, distributed, formed } from '../fixture/deal.ts';
import * as steps from '../fixture/deal.ts';
import { openTestLedger } from '../fixture/ledger.ts';
import { nextId } from '../fixture/signing.ts';
import { paidByDebtor } from '../fixture/pooled-cash.ts';
import { startTrade } from '../fixture/trade.ts';
import { mustCommit } from '../fixture/world.ts';

// Brings a deal to a stage on a ledger in a folder, prints what it stands at, and waits to be killed.

const [folder = '', stage = ''] = process.argv.slice(2);
const given = await steps.startDeal(
  await startTrade({}, nextId(), await openTestLedger(folder, () => Promise.resolve())),
);
const { world } = given.trade;

/** After the sale, before the price is paid. */
async function sold(): Promise<string> {
  await mustCommit(steps.propose(given, given.claims));
  await mustCommit(steps.seal(given));
  await mustCommit(steps.publish(given));
  await mustCommit(steps.sell(given));
  return `pool ${given.pool}`;
}

/** After the calculation, before the review. */
async function calculated(): Promise<string> {
  await formed(given);
  const [day = ''] = given.days.payments;
  while (world.today() < day) await world.nextDay();
  await paidByDebtor(given, 5_000_000n);
  await mustCommit(collect(given, given.days.collections[0] ?? '', { principal: 5_000_000n }));
  const distribution = nextId();
  await mustCommit(calculate(given, distribution, day));
  return `distribution ${distribution}`;
}

/** After the settlement, before the report is anchored. */
async function settled(): Promise<string> {
  await formed(given);
  const { distribution } = await distributed(given, 0, { principal: 5_000_000n });
  return `distribution ${distribution}`;
}

const stages: Readonly<Record<string, () => Promise<string>>> = { sold, calculated, settled };
const object = await stages[stage]?.();
const balance = await world.query({ kind: 'journal.trialBalance' });
if (balance.kind !== 'answer') throw new Error('no trial balance');
writeSync(1, `${JSON.stringify([object, Buffer.from(balance.bytes).toString('utf8')])}\n`);
setInterval(() => undefined, 60_000);
