import { distributed, formed, collect, startDeal, type DealWorld } from '../fixture/deal.ts';
import { paidByDebtor } from '../fixture/pooled-cash.ts';
import type { TestLedger } from '../fixture/ledger.ts';
import { confirmedClaim, startTrade } from '../fixture/trade.ts';
import { admitParty, mustCommit, type TestParty } from '../fixture/world.ts';
import { nextId, type TestKey } from '../fixture/signing.ts';
import type { Formula, Trigger } from '../../domain/securitisation/index.ts';
import type { Role } from '../../domain/party/index.ts';
import { actorOf, startStage, type Actor, type Stage } from './stage.ts';

export type DealStage = Stage & { readonly given: DealWorld; readonly due: string };

/**
 * A deal of three classes with one payment date settled and the money of the second one in: what a
 * manager, a custodian, investors, a rating agency and an auditor find on the morning of that date.
 */
export async function startDealStage(): Promise<DealStage> {
  let given: DealWorld | null = null;
  let due = '';
  const stage = await startStage(async ledger => {
    const played = await playDeal(ledger);
    ({ given, due } = played);
    return { world: given.trade.world, actors: played.actors };
  });
  if (!given) throw new Error('nothing was played');
  return { ...stage, given, due };
}

async function playDeal(on: TestLedger) {
  const trade = await startTrade({}, nextId(), on);
  const rater = await admitParty(trade.world, { kinds: ['professional'] });
  const given = withTrigger(await startDeal(trade));
  const { world } = trade;
  await formed(given);
  await distributed(given, 0, { principal: 1_000_000n, dilution: 100_000n });
  const due = given.days.payments[1] ?? '';
  const collected = given.days.collections[1] ?? '';
  while (world.today() < collected) await world.nextDay();
  await paidByDebtor(given, 2_000_000n);
  while (world.today() < due) await world.nextDay();
  await mustCommit(collect(given, collected, { principal: 2_000_000n }));
  // What could go into the next pool.
  for (const face of [3_000_000n, 2_500_000n]) {
    await confirmedClaim(trade, `N-${nextId().slice(-6)}`, face);
  }
  return { given, due, actors: actorsOf(given, rater) };
}

/** The same deal, accelerated once more than 5 per cent of what was sold is diluted. */
function withTrigger(given: DealWorld): DealWorld {
  const diluted = {
    per: { of: { dilutions: { window: 'cumulative' } }, base: { poolOriginal: {} } },
  };
  const dilution: Trigger = {
    id: 'dilution',
    label: { zh: '稀释率', en: 'dilution' },
    at: 'beforeDistribution',
    when: { compare: [diluted as Formula, '>', { ppm: 50_000 }] },
    effects: [{ setStatus: 'accelerated' }],
    curable: false,
  };
  const { waterfalls } = given.terms;
  const terms = {
    ...given.terms,
    name: { zh: '示例 贸易 1 号', en: 'Sample Trade 1' },
    triggers: [dilution],
    waterfalls: { ...waterfalls, accelerated: waterfalls.amortising ?? [] },
  };
  return { ...given, terms };
}

function actorsOf(given: DealWorld, rater: TestParty): Actor[] {
  const { trade, manager, custodian, investors } = given;
  const { world, supplier, buyer } = trade;
  const founder = (party: string, role: Role): TestParty => ({
    party,
    admin: world.staff.get(role) as TestKey,
    people: new Map([[role, world.staff.get(role) as TestKey]]),
  });
  const maker = 'maker' as const;
  return [
    actorOf(manager, { login: 'manager.one', as: maker, zh: '示例 管理人', en: 'Sample Manager' }),
    actorOf(custodian, { login: 'custodian.one', as: maker, zh: '示例 托管行', en: 'Custodian' }),
    actorOf(custodian, {
      login: 'custodian.two',
      as: 'checker',
      zh: '示例 托管行',
      en: 'Custodian',
    }),
    actorOf(investors.a, { login: 'investor-a.one', as: maker, zh: '示例 投资人', en: 'Investor' }),
    actorOf(rater, { login: 'rating.one', as: maker, zh: '示例 评级机构', en: 'Rating agency' }),
    actorOf(supplier, { login: 'supplier-01.one', as: maker, zh: '示例 供应商', en: 'Supplier' }),
    actorOf(buyer, { login: 'anchor.one', as: maker, zh: '示例 核心企业', en: 'Anchor' }),
    actorOf(founder(world.auditor, 'attestor'), {
      login: 'auditor.shen',
      as: 'attestor',
      zh: '示例 审计师',
      en: 'Auditor',
    }),
  ];
}
