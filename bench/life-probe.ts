import { makeKey, nextId } from '../test/fixture/signing.ts';
import { application, sha256, staffOf } from '../test/fixture/world.ts';
import { median, type BenchAct } from './ledger-rate.ts';
import * as acts from './life-acts.ts';
import type { Funded, Held } from './life-acts.ts';
import { actOf, mustAll, renew, screenCore, type Town } from './life-town.ts';
import { fund, KEPT, type Life } from './life-year.ts';

const AT_ONCE = 10;
const ROUNDS = KEPT / AT_ONCE;
const TERM_DAYS = 60;
/** Days that are closed and opened, one after the other, at the end. */
const DAYS = 6;

/** Microseconds of processor time of one act of a kind, the middle of the rounds, on each side. */
export type Cost = { readonly kind: string; readonly small: number; readonly large: number };

/** What the acts of one round are about: new claims, and old ones that the year left alone. */
type Round = {
  readonly town: Town;
  readonly name: string;
  readonly fresh: readonly Held[];
  readonly unwanted: readonly Held[];
  readonly open: readonly Held[];
  readonly late: readonly Held[];
  readonly funded: readonly Funded[];
  /** What earlier acts of the round made. */
  readonly parts: string[];
  readonly disputes: string[];
};

type Station = {
  readonly kind: string;
  readonly make: (round: Round) => readonly BenchAct[];
  /** Acts that write one row go one after the other. */
  readonly inFlight?: number;
  /** What must stand before and is not measured. */
  readonly before?: (life: Life, round: Round) => Promise<void>;
};

/** A kind of which each of some objects of the round gets an act. */
function each<T>(
  kind: string,
  pick: (round: Round) => readonly T[],
  make: (town: Town, one: T) => BenchAct,
): Station {
  return { kind, make: round => pick(round).map(one => make(round.town, one)) };
}

function times(kind: string, make: (round: Round, at: number) => BenchAct): Station {
  const numbers = Array.from({ length: AT_ONCE }, (_, at) => at);
  return { kind, make: round => numbers.map(at => make(round, at)) };
}

const funded = (round: Round) => round.funded;
const financed = (round: Round): readonly Held[] => round.funded.map(({ held }) => held);

const STATIONS: readonly Station[] = [
  times('party.apply', ({ town }) => applicationOf(town)),
  times('screening.record', ({ town }, at) => screeningOf(town, at)),
  each(
    'receivable.offer',
    round => [...round.fresh, ...round.unwanted],
    (town, held) => acts.offerOf(town, [held]),
  ),
  each(
    'receivable.confirm',
    round => round.fresh,
    (town, held) => acts.confirmOf(town, [held]),
  ),
  each('receivable.decline', round => round.unwanted, acts.declineOf),
  { kind: 'holding.split', make: splits },
  { kind: 'holding.transfer', make: transfers },
  { kind: 'dispute.open', make: disputes },
  { kind: 'dispute.withdraw', make: withdrawals },
  each('financing.request', funded, acts.requestOf),
  each('financing.accept', funded, acts.acceptOf),
  each('financing.commit', funded, acts.commitOf),
  { ...times('registration.search', ({ town }) => acts.searchOf(town)), inFlight: 1 },
  each('registration.file', funded, acts.filingOf),
  each('financing.clear', funded, acts.clearOf),
  {
    ...each('financing.disburse', funded, acts.disburseOf),
    before: (life, round) => fund(life, round.funded),
    inFlight: 1,
  },
  each('payout.file', funded, (town, one) => acts.orderFileOf(town, [one])),
  each('payout.confirm', funded, acts.paidOutOf),
  times('cash.statement', ({ town, name }, at) => acts.statementOf(town, `${name}-${at}`)),
  each('cash.receive', round => [...round.open, ...financed(round)], receiptOf),
  each('payment.match', round => round.open, paymentOf),
  each('payment.match of a financing', financed, paymentOf),
  { kind: 'balance.fold', make: ({ town }) => [acts.foldOf(town, town.funder.party)] },
  {
    kind: 'limit.fold',
    make: ({ town }) => town.lines.map(line => acts.lineFoldOf(town, line)),
  },
  each(
    'claim.age',
    round => round.late,
    (town, held) => acts.ageOf(town, [held]),
  ),
];

/**
 * The same acts on two lives in turn, ten at once: first here, then there, and the other way round in
 * the next round, so that what else the machine does meets both.
 */
export async function compareLives(small: Life, large: Life): Promise<readonly Cost[]> {
  const costs = new Map<string, Map<Life, number[]>>();
  const note = (kind: string, life: Life, micros: number): void => {
    const sides = costs.get(kind) ?? new Map<Life, number[]>();
    costs.set(kind, sides.set(life, [...(sides.get(life) ?? []), micros]));
  };
  for (const life of [small, large]) {
    await renew(life.town, 0);
    await screenCore(life.town);
  }
  for (let at = 0; at < ROUNDS; at++) {
    const order = at % 2 === 0 ? [small, large] : [large, small];
    const rounds = new Map(order.map(life => [life, roundOf(life, at)]));
    for (const station of STATIONS) {
      for (const [life, round] of rounds) {
        await station.before?.(life, round);
        const all = station.make(round);
        const micros = await spentOn(() => mustAll(all, life.town, station.inFlight));
        note(station.kind, life, micros / all.length);
      }
    }
  }
  for (let at = 0; at < DAYS; at++) {
    for (const life of at % 2 === 0 ? [small, large] : [large, small]) {
      const { world } = life.town;
      note('day.close and day.open', life, await spentOn(() => world.nextDay()));
    }
  }
  return [...costs].map(([kind, sides]) => {
    const middle = (life: Life): number => Math.round(median(sides.get(life) ?? []));
    return { kind, small: middle(small), large: middle(large) };
  });
}

/** Microseconds of processor time, of all threads. */
async function spentOn(run: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function roundOf({ town, kept }: Life, at: number): Round {
  const made = (from: number): Held[] =>
    Array.from({ length: AT_ONCE }, (_, index) => {
      const number = 2_050_000 + from + at * AT_ONCE + index;
      return acts.claimAt(town, number, { core: true, days: TERM_DAYS });
    });
  const fresh = made(0);
  const own = (all: readonly Held[]) => all.slice(at * AT_ONCE, (at + 1) * AT_ONCE);
  return {
    ...{ town, name: `P-${at}`, fresh, unwanted: made(KEPT), parts: [], disputes: [] },
    ...{ open: own(kept.open), late: own(kept.late) },
    funded: fresh.map(held => acts.fundedOf(town, held)),
  };
}

function applicationOf(town: Town): BenchAct {
  const party = nextId();
  const first = makeKey(`${party}:admin`);
  const { body, transient } = application(party, first);
  const signers = [{ by: first, role: 'admin' as const }];
  return actOf(town, 'party.apply', { actor: party, body, signers, transient });
}

function screeningOf(town: Town, at: number): BenchAct {
  const { world, suppliers } = town;
  const party = suppliers[(at + 1) % suppliers.length]?.party ?? '';
  const list = { lists: ['UN', 'CN'], listVersion: world.today(), evidence: sha256('screening') };
  return actOf(town, 'screening.record', {
    actor: world.operator,
    body: { party, ...list, result: 'clear', until: world.today() },
    signers: [{ by: staffOf(world, 'screening'), role: 'screening' }],
  });
}

function splits({ town, open, parts }: Round): readonly BenchAct[] {
  return open.map(held => {
    const split = acts.splitOf(town, held);
    parts.push(...split.parts.slice(0, 1));
    return split.act;
  });
}

function transfers({ town, parts }: Round): readonly BenchAct[] {
  const [from, to] = town.suppliers;
  if (!from || !to) throw new Error('nobody to pass on to');
  return parts.map(holding => acts.transferOf(town, { holding, from, to }));
}

function disputes({ town, open, disputes: made }: Round): readonly BenchAct[] {
  return open.map(held => {
    const opened = acts.disputeOf(town, held);
    made.push(opened.dispute);
    return opened.act;
  });
}

function withdrawals({ town, open, disputes: made }: Round): readonly BenchAct[] {
  return open.map((held, at) => acts.withdrawalOf(town, made[at] ?? '', held));
}

const entryOf = ({ claim }: Held): string => sha256(`paid ${claim.receivable}`);

function receiptOf(town: Town, held: Held): BenchAct {
  const payer = held.buyer.party;
  const amount = acts.faceSum([held]);
  return acts.receiptOf(town, { entry: entryOf(held), amount, payer, statement: 'P-0-0' });
}

function paymentOf(town: Town, held: Held): BenchAct {
  return acts.matchOf(town, entryOf(held), acts.forClaims([held]));
}
