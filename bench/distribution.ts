import * as steps from '../test/fixture/deal.ts';
import { makeKey, nextId } from '../test/fixture/signing.ts';
import { applyAndAdmit, mustCommit } from '../test/fixture/world.ts';

const HOLDERS = 1_000;
const AT_ONCE = 40;
const LINES_AN_ACT = 200;
/** A thousand units of the senior class of CNY 85,000.00. */
const PRICE = { minor: '8500', currency: 'CNY' } as const;

/** Milliseconds of each step of a payment date with so many holders, and the size of its settlement. */
export type DistributionFigures = {
  readonly holders: number;
  readonly calculateMs: number;
  readonly reviewMs: number;
  readonly settleMs: number;
  readonly settleKiB: number;
};

/** A payment date of a class with 1,000 admitted holders on an embedded ledger of its own. */
export async function measureDistribution(): Promise<DistributionFigures> {
  const given = await steps.startDeal();
  const { world } = given.trade;
  try {
    await placed(given);
    const [day = ''] = given.days.payments;
    while (world.today() < day) await world.nextDay();
    const [collected = ''] = given.days.collections;
    await mustCommit(steps.collect(given, collected, { principal: 5_000_000n }));
    const distribution = nextId();
    const { linesHash, dealHash, figures } = await steps.preview(given, day);
    const total = BigInt(figures.total);
    const change = { dealHash, linesHash };
    const calculateMs = await timed(() => steps.calculate(given, distribution, day, change));
    const reviewMs = await timed(() => steps.review(given, distribution, linesHash));
    const settleMs = await timed(() => steps.settle(given, distribution, total));
    const row = await world.entity('distribution', distribution);
    if (row?.state !== 'settled' || row.holders < HOLDERS) throw new Error('not all were paid');
    return { holders: HOLDERS, calculateMs, reviewMs, settleMs, settleKiB: await lastKiB(given) };
  } finally {
    await world.close();
  }
}

/** The issue, with the senior class among a thousand investors. */
async function placed(given: steps.DealWorld): Promise<void> {
  const { trade, issue, deal, manager } = given;
  const { world } = trade;
  const investors = Array.from({ length: HOLDERS }, () => {
    const party = nextId();
    return { party, key: makeKey(`${party}:admin`) };
  });
  await each(investors, async ({ party, key }) => {
    await applyAndAdmit(world, party, key, { kinds: ['investor'] });
  });
  await mustCommit(steps.propose(given, given.claims));
  await mustCommit(steps.seal(given));
  await mustCommit(steps.publish(given));
  const unit = { minor: '100000', currency: 'CNY' } as const;
  await mustCommit(
    world.act('issue.offer', {
      actor: manager.party,
      body: {
        issue,
        deal,
        classes: [
          { bond: 'a', units: HOLDERS, price: PRICE },
          { bond: 'b', units: 6, price: unit },
          { bond: 'c', units: 9, price: unit },
        ],
        minimum: { minor: '0', currency: 'CNY' },
        until: world.today(),
      },
      signers: [steps.makerOf(manager)],
    }),
  );
  await each(investors, async ({ party, key }) => {
    const body = { issue, bond: 'a', units: 1, price: PRICE };
    const signers = [{ by: key, role: 'admin' } as const];
    await mustCommit(world.act('issue.subscribe', { actor: party, body, signers }));
  });
  for (const bond of ['b', 'c'] as const) await mustCommit(steps.subscribe(given, bond));
  const lines = [
    ...investors.map(({ party }) => ({ investor: party, bond: 'a', units: 1 })),
    { investor: given.investors.b.party, bond: 'b', units: 6 },
    { investor: given.investors.c.party, bond: 'c', units: 9 },
  ];
  for (let from = 0; from < lines.length; from += LINES_AN_ACT) {
    const body = { issue, lines: lines.slice(from, from + LINES_AN_ACT) };
    const signers = [steps.makerOf(manager)];
    await mustCommit(world.act('issue.allocate', { actor: manager.party, body, signers }));
  }
  await mustCommit(steps.sell(given));
  await mustCommit(steps.close(given));
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE) {
    await Promise.all(items.slice(from, from + AT_ONCE).map(work));
  }
}

async function timed(work: () => ReturnType<typeof steps.calculate>): Promise<number> {
  const begin = performance.now();
  await mustCommit(work());
  return Math.round(performance.now() - begin);
}

/** Size of the newest block: the settlement alone. */
async function lastKiB({ trade }: steps.DealWorld): Promise<number> {
  const { ledger } = trade.world;
  const { height } = await ledger.info();
  for await (const { bytes } of ledger.blocks(height - 1n)) return Math.round(bytes.length / 1024);
  return 0;
}
