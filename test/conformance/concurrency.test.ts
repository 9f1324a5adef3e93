import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock, type SubmitResult } from '../../ledger/index.ts';
import {
  ADVANCE,
  POLICY_MAX,
  setLine,
  startFunding,
  waiting,
  type Funding,
} from '../fixture/funding.ts';
import { startTestLedger, testLedgerOn, type TestLedger } from '../fixture/ledger.ts';
import { makeAct, nextId, signedText } from '../fixture/signing.ts';
import { claimOf, confirmedClaim, detailsOf, type Trade } from '../fixture/trade.ts';
import { mustCommit, personOf, refusalOf, staffOf } from '../fixture/world.ts';
import { describeFabric, startNetwork, type TestNetwork } from '../network/fabric.ts';

const CLIENTS = 50;
/** So many of the clients fit under the line. */
const ROOM = 40;
const SLICES = 32;
const ROUNDS_MAX = 120;
const MINUTES = 60_000;

type Race = {
  readonly committed: number;
  readonly refused: readonly string[];
  /** Commits of the first round, and the blocks that they stand in. */
  readonly first: { readonly commits: number; readonly blocks: number };
};

/**
 * A place where so many wait for each other. However slowly they are endorsed, nothing is ordered
 * before all are: they have seen the same state, as clients have who come at once.
 */
function meeting(count: number): { arrive(): Promise<void> } {
  let left = count;
  let open: () => void = () => undefined;
  const met = new Promise<void>(resolve => (open = resolve));
  return {
    arrive() {
      left -= 1;
      if (left === 0) open();
      return met;
    },
  };
}

/** All acts in one round; in the first nothing is ordered before each is endorsed or refused. */
async function round(
  world: TestLedger,
  acts: readonly { readonly text: string; readonly hint: number }[],
  isFirst: boolean,
): Promise<readonly SubmitResult[]> {
  const all = meeting(isFirst ? acts.length : 0);
  return Promise.all(
    acts.map(async ({ text, hint }) => {
      if (!isFirst) return world.submit(text, { hint });
      let isThere = false;
      const record = (): Promise<void> => {
        if (isThere) return Promise.resolve();
        isThere = true;
        return all.arrive();
      };
      const result = await world.submit(text, { hint, record });
      if (!isThere) void all.arrive();
      return result;
    }),
  );
}

/**
 * All clients send at once, each with a hint of its own; who met another's write comes again with
 * another hint, until each has an answer.
 */
async function race(world: TestLedger, acts: readonly { readonly text: string }[]): Promise<Race> {
  const refused: string[] = [];
  let committed = 0;
  let first: Race['first'] | undefined;
  let left = acts.map(({ text }, hint) => ({ text, hint }));
  for (let turn = 0; left.length > 0; turn += 1) {
    if (turn === ROUNDS_MAX) throw new Error(`${left.length} without an answer`);
    const results = await round(world, left, turn === 0);
    const stood = results.filter(({ kind }) => kind === 'committed');
    committed += stood.length;
    first ??= { commits: stood.length, blocks: blocksOf(results) };
    refused.push(...results.flatMap(one => (one.kind === 'refused' ? [one.refusal.code] : [])));
    const again = left.filter((_, at) => results[at]?.kind === 'invalid');
    left = again.map(({ text, hint }, at) => ({ text, hint: hint + 7 * at + 1 }));
  }
  return { committed, refused, first: first ?? { commits: 0, blocks: 1 } };
}

const blocksOf = (results: readonly SubmitResult[]): number => {
  const blocks = results.flatMap(one =>
    one.kind === 'committed' || one.kind === 'invalid' ? [one.block] : [],
  );
  return new Set(blocks).size;
};

/** The clients on one debtor line of so many slices, with room for {@link ROOM} of them. */
async function onLine(funding: Funding, slices: number) {
  const { trade, funder } = funding;
  const { world, supplier, buyer } = trade;
  const wide = { cap: POLICY_MAX, slices: 64 } as const;
  const cap = ADVANCE * BigInt(ROOM);
  const line = await setLine(funding, { kind: 'debtor', subject: buyer.party, cap, slices });
  const lines = [
    line,
    await setLine(funding, { kind: 'supplier', subject: supplier.party, ...wide }),
    await setLine(funding, { kind: 'funder', subject: funder.party, ...wide }),
  ];
  const acts = await waiting(funding, { count: CLIENTS, lines });
  const done = await race(world, acts);
  const ids = Array.from({ length: slices }, (_, at) => `${line}~${String(at).padStart(2, '0')}`);
  const parts = await Promise.all(ids.map(id => world.entity('slice', id)));
  const sum = (of: 'cap' | 'frozen' | 'used'): bigint =>
    parts.reduce((whole, part) => whole + BigInt(part?.[of] ?? 0), 0n);
  const above = parts.filter(part => {
    return !part || BigInt(part.frozen) + BigInt(part.used) > BigInt(part.cap);
  });
  return { ...done, cap: sum('cap'), taken: sum('frozen') + sum('used'), above: above.length };
}

const perBlock = ({ first: { commits, blocks } }: Race): number => commits / blocks;

async function linesHold(funding: Funding): Promise<void> {
  const one = await onLine(funding, 1);
  const many = await onLine(funding, SLICES);
  for (const run of [one, many]) {
    expect(run.committed).toBe(ROOM);
    expect(new Set(run.refused)).toEqual(new Set(['LIMIT_EXCEEDED']));
    expect(run.refused).toHaveLength(CLIENTS - ROOM);
    expect(run.cap).toBe(ADVANCE * BigInt(ROOM));
    expect(run.taken).toBe(run.cap);
    expect(run.above).toBe(0);
  }
  console.info(
    `commits per block: ${perBlock(one)} with 1 slice, ${perBlock(many)} with ${SLICES}`,
  );
  expect(perBlock(many)).toBeGreaterThanOrEqual(8 * perBlock(one));
}

const REQUESTS = 100;

/** One holding is asked for a hundred times at once: exactly one stands. */
async function oneHolding({ trade }: Funding): Promise<void> {
  const { world, supplier } = trade;
  const claim = await confirmedClaim(trade, 'R-142', 5_000_000n);
  const today = world.today();
  const asked = Array.from({ length: REQUESTS }, () =>
    world.act('financing.request', {
      actor: supplier.party,
      body: {
        financing: nextId(),
        holdings: [claim.receivable],
        kind: 'sale',
        mode: 'discount',
        want: { minor: '4000000', currency: 'CNY' },
        fundOn: today,
        window: { until: today },
        invited: [],
      },
      signers: [
        { by: personOf(supplier, 'maker'), role: 'maker' },
        { by: personOf(supplier, 'checker'), role: 'checker' },
      ],
    }),
  );
  const results = await Promise.all(asked);
  expect(results.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
  const holding = await world.entity('holding', claim.receivable);
  expect(holding).toMatchObject({ state: 'reserved' });
  for (const result of results) {
    if (result.kind === 'refused') expect(result.refusal.code).toBe('HOLDING_LOCKED');
    else expect(['committed', 'invalid']).toContain(result.kind);
  }
}

/** An offer of one claim, signed once; sending it again sends the same bytes. */
function signedOffer(trade: Trade, number: string) {
  const { world, supplier } = trade;
  const offered = claimOf(trade, { number, sellerTaxId: number });
  const act = makeAct('receivable.offer', {
    actor: supplier.party,
    businessDate: world.today(),
    body: { items: [offered.claim] },
  });
  const text = signedText(act, [{ by: personOf(supplier, 'maker'), role: 'maker' }]);
  const send = () => world.submit(text, { transient: detailsOf([offered]) });
  return { id: act.id, claim: offered.claim, send };
}

/** The same bytes come fifty times at once, and once more when all is quiet. */
async function sameAct({ trade }: Funding): Promise<void> {
  const { world } = trade;
  const { id, claim, send } = signedOffer(trade, 'SAME-1');
  const results = await Promise.all(Array.from({ length: CLIENTS }, send));
  const stood = results.flatMap(one => (one.kind === 'committed' ? [one] : []));
  expect(new Set(stood.map(({ txId }) => txId)).size).toBe(1);
  expect(stood.filter(({ repeated }) => !repeated)).toHaveLength(1);
  expect(results.filter(({ kind }) => kind === 'refused')).toEqual([]);
  expect(await send()).toMatchObject({ repeated: true, txId: stood[0]?.txId });
  const effects: string[] = [];
  const { height } = await world.ledger.info();
  for await (const record of world.ledger.envelopes({ block: 0n, index: 0 })) {
    if (record.envelope?.actId === id) effects.push(record.txId);
    if (record.block >= height - 1n) break;
  }
  expect(effects).toEqual([stood[0]?.txId]);
  expect(await world.entity('receivable', claim.receivable)).toMatchObject({ version: 1 });
}

/** Offers are on their way when they are stopped: none stands after the stop (INV-R17). */
async function trip({ trade }: Funding): Promise<void> {
  const { world } = trade;
  const offers = Array.from({ length: CLIENTS }, (_, at) => signedOffer(trade, `TRIP-${at}`));
  const half = CLIENTS / 2;
  const before = offers.slice(0, half).map(({ send }) => send());
  const stopping = mustCommit(
    world.act('breaker.trip', {
      actor: world.association,
      body: { scope: 'flows', flows: ['offer'], reason: 'exposure' },
      signers: [{ by: staffOf(world, 'breaker'), role: 'breaker' }],
    }),
  );
  const after = offers.slice(half).map(({ send }) => send());
  const stop = await stopping;
  const results = await Promise.all([...before, ...after]);
  for (const result of results) {
    if (result.kind === 'committed') {
      const isBefore =
        result.block < stop.block || (result.block === stop.block && result.index < stop.index);
      expect(isBefore).toBe(true);
    } else if (result.kind === 'refused') expect(result.refusal.code).toBe('FLOW_PAUSED');
    else expect(result.kind).toBe('invalid');
  }
  // Control: the stop met acts under way.
  const stood = results.filter(({ kind }) => kind === 'committed').length;
  expect(stood).toBeLessThan(CLIENTS);
  const late = await refusalOf(signedOffer(trade, 'TRIP-LATE').send());
  expect(late.code).toBe('FLOW_PAUSED');
}

/** What holds on any ledger; the stop comes last. */
function proofs(start: () => Promise<Funding>): void {
  let funding: Funding;
  beforeAll(async () => {
    funding = await start();
  }, 5 * MINUTES);
  afterAll(() => funding.trade.world.close(), MINUTES);

  const long = 10 * MINUTES;
  test(`${REQUESTS} requests for one holding: exactly one stands`, () => oneHolding(funding), long);
  test(
    'a line is never above its cap; slices commit eight times as many',
    () => linesHold(funding),
    long,
  );
  test(`the same act ${CLIENTS} times: one effect`, () => sameAct(funding), long);
  test(`a stop against ${CLIENTS} acts under way`, () => trip(funding), long);
}

describe('at once, on the embedded ledger (R-142)', () => {
  proofs(async () => startFunding(await startTestLedger()));
});

describeFabric('at once, on Fabric (R-142)', () => {
  let net: TestNetwork;
  proofs(async () => {
    net = await startNetwork();
    const ledger = openGatewayLedger({
      profileFile: net.profile('broker'),
      clock: systemClock,
      random: Math.random,
    });
    return startFunding(testLedgerOn(ledger));
  });
  afterAll(() => net.remove(), MINUTES);
});
