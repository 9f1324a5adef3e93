import { addDays, nextBusinessDay } from '../domain/calendar/index.ts';
import { cny } from '../test/flow/trade.ts';
import { sha256, type TestParty } from '../test/fixture/world.ts';
import type { BenchAct } from './ledger-rate.ts';
import * as acts from './life-acts.ts';
import type { Funded, Held } from './life-acts.ts';
import { mustAll, must, renew, screenCore, startTown, type Town } from './life-town.ts';

/** The last day of the year but those on which single acts are measured. */
const LAST_DAY = '2026-02-25';
const TERM_DAYS = 60;
const LATE_DAYS = 10;
const BATCH = 50;
const FOLD_DAYS = 21;
/** Claims that the year leaves alone: open to the end, and unpaid since its second month. */
export const KEPT = 120;
const KEPT_OPEN_DAYS = 362;
const KEPT_LATE_DAYS = 30;

/** What a town has gone through. */
export type Life = {
  readonly town: Town;
  readonly receivables: number;
  acts: number;
  readonly kept: { readonly open: readonly Held[]; readonly late: readonly Held[] };
  /** Claims to be paid, and to be called late, by day. */
  readonly due: Map<string, Held[]>;
  readonly late: Map<string, Held[]>;
  next: number;
  peakBytes: number;
};

/** Takes so many receivables of so many enterprises through every business day of a year. */
export async function liveYear(
  enterprises: number,
  receivables: number,
  say: (line: string) => void,
): Promise<Life> {
  const town = await startTown(enterprises);
  say(`${String(enterprises)} enterprises admitted`);
  const days = businessDays(town.world.today(), LAST_DAY);
  const life = await begin(town, receivables);
  for (const [at, day] of days.entries()) {
    if (at > 0) await town.world.nextDay();
    if (town.world.today() !== day) throw new Error(`${day} is not ${town.world.today()}`);
    await renew(town, at + 1);
    await liveDay(life, Math.ceil((receivables * (at + 1)) / days.length));
    life.peakBytes = Math.max(life.peakBytes, process.memoryUsage.rss());
    if (at % 20 === 19) say(`${day}: ${String(life.next)} receivables, ${String(life.acts)} acts`);
  }
  return life;
}

function businessDays(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to;) {
    days.push(day);
    const next = nextBusinessDay(day);
    if (!next.ok) throw new Error(`no business day after ${day}`);
    day = next.value;
  }
  return days;
}

async function begin(town: Town, receivables: number): Promise<Life> {
  const keep = (from: number, days: number): Held[] =>
    Array.from({ length: KEPT }, (_, at) => {
      return acts.claimAt(town, 1_050_000 + from + at, { core: true, days });
    });
  const kept = { open: keep(0, KEPT_OPEN_DAYS), late: keep(KEPT, KEPT_LATE_DAYS) };
  const life: Life = {
    ...{ town, receivables, acts: 0, kept, next: 0, peakBytes: 0 },
    ...{ due: new Map(), late: new Map() },
  };
  const all = [...kept.open, ...kept.late];
  await send(
    life,
    inBatches(all).map(batch => acts.offerOf(town, batch)),
  );
  await send(
    life,
    inBatches(all).map(batch => acts.confirmOf(town, batch)),
  );
  return life;
}

async function liveDay(life: Life, until: number): Promise<void> {
  const { town } = life;
  await screenCore(town);
  const fresh: Numbered[] = [];
  for (; life.next < until; life.next++) {
    const at = life.next;
    fresh.push({ at, held: acts.claimAt(town, at, { core: at % 10 === 0, days: TERM_DAYS }) });
  }
  const offers = [...groups(fresh, ({ held }) => held.supplier)].flatMap(inBatches);
  await send(
    life,
    offers.map(batch => acts.offerOf(town, heldOf(batch))),
  );
  const declined = fresh.filter(({ at }) => at % 97 === 5);
  const taken = fresh.filter(({ at }) => at % 97 !== 5);
  const confirmations = [...groups(taken, ({ held }) => held.buyer)].flatMap(inBatches);
  await send(
    life,
    declined.map(({ held }) => acts.declineOf(town, held)),
  );
  await send(
    life,
    confirmations.map(batch => acts.confirmOf(town, heldOf(batch))),
  );
  for (const { at, held } of taken) {
    push(at % 50 === 9 ? life.late : life.due, held.claim.dueOn, held);
  }
  await passOn(life, taken);
  await finance(life, heldOf(taken.filter(({ at }) => at % 40 === 0)));
  await settle(life);
  await fold(life);
}

type Numbered = { readonly at: number; readonly held: Held };
const heldOf = (all: readonly Numbered[]): Held[] => all.map(({ held }) => held);

/** Some claims are split and passed on, about some there is a case that ends. */
async function passOn(life: Life, taken: readonly Numbered[]): Promise<void> {
  const { town } = life;
  const halved = taken
    .filter(({ at }) => at % 50 === 7)
    .map(({ at, held }) => {
      return { at, held, ...acts.splitOf(town, held) };
    });
  await send(
    life,
    halved.map(({ act }) => act),
  );
  const passed = halved.flatMap(({ at, held: { supplier: from }, parts: [holding = ''] }) => {
    const to = town.suppliers[(at * 7 + 1) % town.suppliers.length];
    return to && to !== from ? [acts.transferOf(town, { holding, from, to })] : [];
  });
  await send(life, passed);
  const cases = taken
    .filter(({ at }) => at % 100 === 11)
    .map(({ held }) => {
      return { held, ...acts.disputeOf(town, held) };
    });
  await send(
    life,
    cases.map(({ act }) => act),
  );
  await send(
    life,
    cases.map(({ dispute, held }) => acts.withdrawalOf(town, dispute, held)),
  );
}

/** From the request to money in the supplier's account. */
async function finance(life: Life, all: readonly Held[]): Promise<void> {
  if (all.length === 0) return;
  const { town } = life;
  const funded = all.map(held => acts.fundedOf(town, held));
  await send(life, [acts.searchOf(town)]);
  const steps = [acts.requestOf, acts.acceptOf, acts.commitOf, acts.filingOf, acts.clearOf];
  for (const step of steps)
    await send(
      life,
      funded.map(one => step(town, one)),
    );
  await fund(life, funded);
  // All of a funder's go out of one balance, one after the other.
  await send(
    life,
    funded.map(one => acts.disburseOf(town, one)),
    1,
  );
  await send(life, [acts.orderFileOf(town, funded)]);
  await send(
    life,
    funded.map(one => acts.paidOutOf(town, one)),
  );
}

/** The funder's money comes in and is folded. */
export async function fund(life: Life, funded: readonly Funded[]): Promise<void> {
  const { town } = life;
  const { party } = town.funder;
  const amount = acts.advanceSum(funded);
  const entry = sha256(`funding ${funded[0]?.financing ?? ''}`);
  await send(life, [acts.statementOf(town, `F-${entry.slice(0, 16)}`)]);
  const statement = `F-${entry.slice(0, 16)}`;
  await send(life, [acts.receiptOf(town, { entry, amount, payer: party, statement })]);
  const allocation = { target: 'funding', id: party, amount: cny(amount) } as const;
  await send(life, [acts.matchOf(town, entry, [allocation])]);
  await send(life, [acts.foldOf(town, party)]);
}

/** What is late is called so the next day; who owes pays on the day, or ten days after. */
async function settle(life: Life): Promise<void> {
  const { town, due, late } = life;
  const today = town.world.today();
  for (const [day, all] of late) {
    if (day >= today) continue;
    await send(
      life,
      inBatches(all).map(batch => acts.ageOf(town, batch)),
    );
    for (const held of all) push(due, acts.openDay(addDays(day, LATE_DAYS)), held);
    late.delete(day);
  }
  const paid = due.get(today) ?? [];
  due.delete(today);
  if (paid.length === 0) return;
  const statement = `S-${today}`;
  await send(life, [acts.statementOf(town, statement)]);
  const payments = [...groups(paid, ({ buyer }) => buyer)].flatMap(inBatches).map((all, at) => {
    const payer = all[0]?.buyer.party ?? '';
    return { all, payer, entry: sha256(`${today} ${String(at)}`), amount: acts.faceSum(all) };
  });
  await send(
    life,
    payments.map(one => acts.receiptOf(town, { ...one, statement })),
  );
  const matches = payments.map(({ entry, all }) => acts.matchOf(town, entry, acts.forClaims(all)));
  await send(life, matches);
}

/** Balances of the funder and the core each day, everybody's each month; the lines each day. */
async function fold(life: Life): Promise<void> {
  const { town } = life;
  const day = Math.floor(Date.parse(town.world.today()) / 86_400_000);
  const some = town.suppliers.filter((_, at) => at === 0 || at % FOLD_DAYS === day % FOLD_DAYS);
  await send(
    life,
    [town.funder, ...some].map(({ party }) => acts.foldOf(town, party)),
  );
  await send(
    life,
    town.lines.map(line => acts.lineFoldOf(town, line)),
  );
}

async function send(life: Life, all: readonly BenchAct[], inFlight?: number): Promise<void> {
  life.acts += all.length;
  const [only] = all;
  if (only && all.length === 1) await must(only, life.town);
  else await mustAll(all, life.town, inFlight);
}

function groups<T>(all: readonly T[], by: (one: T) => TestParty): IterableIterator<T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) push(found, by(one).party, one);
  return found.values();
}

function inBatches<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / BATCH);
  return Array.from({ length: count }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH));
}

function push<T>(into: Map<string, T[]>, name: string, one: T): void {
  const list = into.get(name);
  if (list) list.push(one);
  else into.set(name, [one]);
}
