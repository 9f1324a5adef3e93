import type { Act, ActKind } from '../domain/act/index.ts';
import { addDays } from '../domain/calendar/index.ts';
import { canonical } from '../domain/wire/index.ts';
import { cny, hashOf, scoreOf } from '../test/flow/trade.ts';
import type { Transient } from '../test/fixture/ledger.ts';
import { makeAct, nextId, signedText, type Signing } from '../test/fixture/signing.ts';
import {
  admitParty,
  mustCommit,
  openAccount,
  personOf,
  screen,
  staffOf,
  startWorld,
  type TestParty,
  type World,
} from '../test/fixture/world.ts';
import { runAll, type BenchAct } from './ledger-rate.ts';

/** The first business day of a year whose holidays are known to its end. */
const FIRST_DAY = '2025-03-03';
const BUYERS_OF = 20;
export const LINE_CAP = 120_000_000n;
const SLICES = 64;
const CARD_DAYS = 29;
const SCORE_DAYS = 80;

/** A town of enterprises, a funder and a bank account; the first supplier and buyer are its core. */
export type Town = {
  readonly world: World;
  readonly suppliers: readonly TestParty[];
  readonly buyers: readonly TestParty[];
  readonly funder: TestParty;
  /** The operator's account, to which all pay and that pays out; and the core supplier's own. */
  readonly collect: string;
  readonly payee: string;
  readonly lines: readonly string[];
  card: string;
  /** Scores in force, by role. */
  readonly scores: Map<string, string>;
};

/** Admits so many enterprises: one in twenty buys from the others. */
export async function startTown(enterprises: number): Promise<Town> {
  const inForce = (number: number) => ({ id: 'm', version: '1', hash: hashOf(number) });
  const parameters = { 'credit.model': inForce(1), 'credit.policy': inForce(2) };
  const world = await startWorld(parameters, undefined, FIRST_DAY);
  const buying = Math.max(1, Math.floor(enterprises / BUYERS_OF));
  const funder = await admitParty(world, { kinds: ['funder'] });
  const core = await admitParty(world);
  const buyers = await admitted(world, buying, { class: 'large', roles: ['maker', 'checker'] });
  const suppliers = [
    core,
    ...(await admitted(world, enterprises - buying - 1, { roles: ['maker'] })),
  ];
  await world.nextDay();
  const { operator: party, staff: people } = world;
  const collect = await openAccount(world, { party, admin: staffOf(world, 'admin'), people });
  const payee = await openAccount(world, core, 'settle');
  await world.nextDay();
  const [first] = buyers;
  if (!first) throw new Error('nobody buys');
  const lines: string[] = [];
  const town: Town = {
    ...{ world, suppliers, buyers, funder, collect, payee, lines, card: '', scores: new Map() },
  };
  await renew(town, 0);
  await must(
    actOf(town, 'consent.grant', {
      actor: core.party,
      body: {
        to: funder.party,
        dataClasses: ['score'],
        purpose: 'financing',
        until: addDays(world.yearEnd, -3),
      },
      signers: [{ by: core.admin, role: 'admin' }],
    }),
    town,
  );
  const subjects = { debtor: first.party, supplier: core.party, funder: funder.party };
  for (const kind of ['debtor', 'supplier', 'funder'] as const) {
    lines.push(await setLine(town, kind, subjects[kind]));
  }
  return town;
}

async function admitted(
  world: World,
  count: number,
  as: Parameters<typeof admitParty>[1],
): Promise<TestParty[]> {
  const parties: TestParty[] = [];
  await runAll(
    Array.from({ length: count }, (_, at) => at),
    async at => void (parties[at] = await admitParty(world, as)),
  );
  return parties;
}

async function setLine(
  { world, funder }: Town,
  kind: 'debtor' | 'supplier' | 'funder',
  subject: string,
): Promise<string> {
  const line = nextId();
  const dates = { from: world.today(), until: addDays(world.yearEnd, -3) };
  const body = { line, kind, subject, cap: cny(LINE_CAP), ...dates, slices: SLICES };
  const given = { actor: funder.party, body, signers: twoOf(funder) };
  await mustCommit(world.act('limit.set', given));
  return line;
}

/** What does not last a year is given anew when it is due: scores each quarter, a card each month. */
export async function renew(town: Town, day: number): Promise<void> {
  const { world, suppliers, buyers, funder } = town;
  const [core, debtor] = [suppliers[0], buyers[0]];
  if (!core || !debtor) throw new Error('a town without its core');
  const today = world.today();
  if (day % 50 === 0) {
    for (const [subject, role] of [
      [core.party, 'supplier'],
      [debtor.party, 'buyer'],
    ] as const) {
      const times = { asOf: today, knownAt: today, validFrom: today };
      const limits = { limitMax: cny(LINE_CAP), limitConservative: cny(LINE_CAP) };
      const made = { attestation: nextId(), role, validUntil: addDays(today, SCORE_DAYS) };
      const before = town.scores.get(role);
      const place = before === undefined ? {} : { supersedes: before };
      town.scores.set(role, made.attestation);
      await must(
        actOf(town, 'attestation.record', {
          actor: world.operator,
          body: scoreOf(subject, { ...times, ...limits, ...made, ...place }),
          signers: [
            { by: staffOf(world, 'scorer'), role: 'scorer' },
            { by: staffOf(world, 'risk'), role: 'risk' },
          ],
        }),
        town,
      );
    }
  }
  if (day % 15 === 0) {
    town.card = nextId();
    const of = { card: town.card, programme: 'core', debtors: [debtor.party] };
    const terms = { kind: 'sale', mode: 'discount', ratePpm: 60_000, advancePpm: 900_000 };
    const room = { tenorDays: { from: 15, to: 360 }, capacity: cny(LINE_CAP * 10n) };
    const body = { ...of, ...terms, ...room, suppliers: 'all', until: addDays(today, CARD_DAYS) };
    await must(
      actOf(town, 'rateCard.publish', {
        actor: funder.party,
        body: body as Act<'rateCard.publish'>['body'],
        signers: twoOf(funder),
      }),
      town,
    );
  }
}

/** Whom a disbursement needs screened today. */
export async function screenCore({ world, suppliers, buyers }: Town): Promise<void> {
  for (const party of [suppliers[0], buyers[0]]) if (party) await screen(world, party.party);
}

export const twoOf = (party: TestParty, stepUp = false): readonly Signing[] => [
  { by: personOf(party, 'maker'), role: 'maker', stepUp },
  { by: personOf(party, 'checker'), role: 'checker', stepUp },
];

export const cashOf = ({ world }: Town): readonly Signing[] => [
  { by: staffOf(world, 'cash'), role: 'cash' },
  { by: staffOf(world, 'checker'), role: 'checker' },
];

export type Given<K extends ActKind> = {
  readonly actor: string;
  readonly body: Act<K>['body'];
  readonly signers: readonly Signing[];
  readonly transient?: Transient;
};

/** An act of today with its signatures, ready to be sent. */
export function actOf<K extends ActKind>({ world }: Town, kind: K, given: Given<K>): BenchAct {
  const { actor, body, signers, transient = {} } = given;
  const act = makeAct(kind, { actor, body, businessDate: world.today() });
  const text = signedText(act as Act, signers, { stepUpService: staffOf(world, 'stepup') });
  const entries = Object.entries(transient);
  const bytes = entries.map(([name, value]) => [name, Buffer.from(canonical(value))] as const);
  return { id: act.id, text, transient: Object.fromEntries(bytes) };
}

const TRIES_MAX = 200;

/** Sends an act until it stands: who met another's write comes again with another hint. */
export async function must(act: BenchAct, { world }: Pick<Town, 'world'>, hint = 0): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const result = await world.ledger.submit(act, {
      transient: act.transient ?? {},
      hint: hint + tries * 7,
      record: () => Promise.resolve(),
    });
    if (result.kind === 'committed') return;
    if (result.kind === 'refused') throw new Error(JSON.stringify(result.refusal));
  }
  throw new Error(`${act.id} met other writes ${TRIES_MAX} times`);
}

/** Sends all, so many at a time. */
export async function mustAll(
  acts: readonly BenchAct[],
  town: Town,
  inFlight?: number,
): Promise<void> {
  const hinted = acts.map((act, hint) => ({ act, hint }));
  await runAll(hinted, ({ act, hint }) => must(act, town, hint), inFlight);
}
