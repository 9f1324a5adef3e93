import { fail, ok, type Result } from '../../domain/result/index.ts';
import type {
  Account,
  Bond,
  Collection,
  Deal,
  Effect,
  Model,
  PoolAssets,
  Position,
  Trigger,
  WaterfallName,
} from '../../domain/securitisation/index.ts';
import type { Fault } from '../../domain/wire/index.ts';
import { actions, triggerPoint } from './actions.ts';
import { poolAssets } from './assets.ts';
import { dealDates } from './dates.ts';
import { condition } from './condition.ts';
import { flow, pools as poolsNamed } from './formula.ts';
import { account, label, reserve } from './accounts.ts';
import { bond, bondPosition, interest } from './classes.ts';
import { fee, feePosition } from './fees.ts';
import { facility, facilityPosition, swap } from './hedges.ts';
import { status, statusOf } from './status.ts';
import { Names } from './names.ts';
import { Node, readRaw } from './reader.ts';
import { readScenario } from './scenario.ts';

export type Imported = { readonly model: Model; readonly assumed: readonly string[] };

/**
 * Reads a deck of AbsBox, the input of its engine with the scenario it runs under, into a deal of ours
 * and a model to run it. The deal is `compatible`. Every part without a counterpart, every unknown
 * name and every wrong value is a fault with its place; a deck with one fault is not imported.
 */
export function importAbsbox(text: string): Result<Imported, readonly Fault[]> {
  const faults: Fault[] = [];
  const root = new Node(readRaw(text, faults), '', faults);
  if (faults.length > 0) return fail(faults);
  const deck = root.get('input').isAbsent ? root : root.get('input');
  const names = namesOf(deck);
  const pools = poolsOf(deck, names);
  const scenario = readScenario(root.get('scenario'));
  const assumptions = {
    pools: Object.fromEntries(Object.keys(pools).map(key => [key, scenario.assumption])),
    curves: scenario.curves,
  };
  const deal = dealOf(deck, names, pools);
  const model = { deal, position: positionOf(deck, names), pools, assumptions };
  return faults.length > 0 ? fail(faults) : ok({ model, assumed: scenario.read });
}

/** All names first, so that a formula may name what is defined after it. */
function namesOf(deck: Node): Names {
  const names = new Names();
  const each = (member: string, add: (name: string, node: Node) => void): void =>
    deck.get(member).members.forEach(([name, node]) => add(name, node));
  each('accounts', name => names.add('account', name));
  each('fees', name => names.add('fee', name));
  each('bonds', (name, node) => {
    names.add('class', name);
    if (node.tag === 'BondGroup') {
      node.contents.at(0).members.forEach(([member]) => names.add('class', member));
    }
  });
  each('ledgers', name => names.add('ledger', name));
  each('liqProvider', name => names.add('facility', name));
  each('rateSwap', name => names.add('swap', name));
  deck
    .get('triggers')
    .members.forEach(([, cycle]) => cycle.members.forEach(([name]) => names.add('trigger', name)));
  poolNodes(deck).forEach(([name]) => names.add('pool', name));
  return names;
}

function poolNodes(deck: Node): [string, Node][] {
  const pool = deck.get('pool');
  if (pool.tag === 'SoloPool') return [['PoolConsol', pool.contents]];
  if (pool.tag === 'MultiPool') return pool.contents.members;
  pool.fault(`no counterpart for a pool of kind ${pool.tag}`);
  return [];
}

function poolsOf(deck: Node, names: Names): Record<string, PoolAssets> {
  return Object.fromEntries(
    poolNodes(deck).map(([name, node]) => [names.add('pool', name), poolAssets(node)]),
  );
}

function dealOf(deck: Node, names: Names, pools: Readonly<Record<string, PoolAssets>>): Deal {
  const title = deck.get('name').text;
  const keyed = <T>(
    member: string,
    kind: 'account' | 'fee' | 'ledger' | 'facility' | 'swap',
    read: (name: string, node: Node) => T,
  ): Record<string, T> =>
    Object.fromEntries(
      deck.get(member).members.map(([name, node]) => [names.add(kind, name), read(name, node)]),
    );
  const { bonds, groups } = classesOf(deck, names);
  return {
    schema: 'tally-deal/1',
    id: title,
    version: 1,
    name: label(title),
    venue: 'PRIVATE',
    currency: 'CNY',
    mode: 'compatible',
    projection: 'defaultFirst',
    parties: {},
    dates: dealDates(deck.get('dates')),
    pools: Object.fromEntries(
      poolNodes(deck).map(([name]) => {
        const key = names.add('pool', name);
        return [key, { label: label(name), assetClass: pools[key]?.shape ?? 'mortgage' }];
      }),
    ),
    accounts: keyed('accounts', 'account', (name, node): Account => account(name, node, names)),
    fees: keyed('fees', 'fee', (name, node) => fee(name, node, names)),
    bonds,
    groups,
    ledgers: keyed('ledgers', 'ledger', (name, node) => ({
      label: label(name),
      opening: node.get('ledgBalance').minor.toString(),
    })),
    facilities: keyed('liqProvider', 'facility', (name, node) => facility(name, node, names)),
    swaps: keyed('rateSwap', 'swap', (name, node) => swap(name, node, names)),
    tests: {},
    triggers: triggersOf(deck, names),
    calls: [],
    collections: deck.get('collects').items.map(item => collection(item, names)),
    observations: {},
    waterfalls: waterfallsOf(deck, names),
  };
}

function classesOf(deck: Node, names: Names): Pick<Deal, 'bonds' | 'groups'> {
  const bonds: Record<string, Bond> = {};
  const groups: Record<string, string[]> = {};
  for (const [name, node] of classNodes(deck)) {
    bonds[names.add('class', name)] = bond(name, node, Object.keys(bonds).length + 1, names);
  }
  for (const [name, node] of deck.get('bonds').members) {
    if (node.tag !== 'BondGroup') continue;
    const members = node.contents.at(0).members.map(([member]) => names.add('class', member));
    groups[names.add('class', name)] = members;
  }
  return { bonds, groups };
}

/** Classes by name, those of groups too. */
function classNodes(deck: Node): [string, Node][] {
  return deck.get('bonds').members.flatMap(([name, node]): [string, Node][] => {
    if (node.tag === 'BondGroup') return node.contents.at(0).members;
    if (node.tag !== 'Bond') node.fault(`no counterpart for a class written as ${node.tag}`);
    return [[name, node]];
  });
}

function collection(node: Node, names: Names): Collection {
  const { contents } = node;
  const from = { ...poolsNamed(names, contents.at(0)), flow: flow(contents.at(1)) };
  if (node.tag === 'Collect') {
    return { ...from, to: [[names.key('account', contents.at(2)), 1_000_000]] };
  }
  if (node.tag !== 'CollectByPct') node.fault(`no counterpart for the rule ${node.tag}`);
  return {
    ...from,
    to: contents
      .at(2)
      .items.map(item => [names.key('account', item.at(1)), item.at(0).ppm] as const),
  };
}

function waterfallsOf(deck: Node, names: Names): Deal['waterfalls'] {
  const found: Partial<Record<WaterfallName, Deal['waterfalls'][WaterfallName]>> = {};
  for (const [name, node] of deck.get('waterfall').members) {
    const key = waterfallName(name, node);
    if (key) found[key] = actions(node, names);
  }
  return found;
}

const WATERFALLS: Readonly<Record<string, WaterfallName>> = {
  EndOfPoolCollection: 'collection',
  OnClosingDay: 'closing',
  CleanUp: 'cleanUp',
  DefaultDistribution: 'any',
};

function waterfallName(name: string, node: Node): WaterfallName | null {
  const plain = WATERFALLS[name];
  if (plain) return plain;
  const match = /^DistributionDay \(?(\w+)/.exec(name);
  const of = match?.[1] === undefined ? null : statusOf(match[1], node);
  if (of === 'amortising' || of === 'revolving' || of === 'accelerated' || of === 'defaulted')
    return of;
  node.fault(`no counterpart for the waterfall ${name}`);
  return null;
}

function triggersOf(deck: Node, names: Names): Trigger[] {
  return deck.get('triggers').members.flatMap(([cycle, members]) =>
    members.members.map(([name, node]) => ({
      id: names.add('trigger', name),
      label: label(name),
      at: triggerPoint(cycle, members),
      when: condition(node.get('trgCondition'), names),
      effects: effects(node.get('trgEffects'), names),
      curable: node.get('trgCurable').flag,
      fired: node.get('trgStatus').flag,
    })),
  );
}

function effects(node: Node, names: Names): Effect[] {
  const { contents } = node;
  switch (node.tag) {
    case 'DealStatusTo':
      return [{ setStatus: status(contents) }];
    case 'DoAccrueFee':
      return [{ accrueFee: names.all('fee', contents) }];
    case 'ChangeReserveBalance':
      return [
        { setTarget: [names.key('account', contents.at(0)), reserve(contents.at(1), names)] },
      ];
    case 'ChangeBondRate':
      return [
        {
          setRate: {
            bond: names.key('class', contents.at(0)),
            interest: interest(contents.at(1), names),
            ppb: Number(contents.at(2).ppb),
          },
        },
      ];
    case 'TriggerEffects':
      return contents.items.flatMap(item => effects(item, names));
    case 'RunActions':
      return [{ run: actions(contents, names) }];
    case 'DoNothing':
      return [];
    default:
      node.fault(`no counterpart for the effect ${node.tag}`);
      return [];
  }
}

const HISTORY: Readonly<Record<string, string>> = {
  IssuanceBalance: 'original',
  HistoryInterest: 'interest',
  HistoryPrincipal: 'principal',
  HistoryPrepayment: 'prepayment',
  HistoryPrepaymentPentalty: 'penalty',
  HistoryRecoveries: 'recovery',
  HistoryRental: 'rent',
  HistoryFeePaid: 'fee',
  HistoryDefaults: 'default',
  HistoryDelinquency: 'delinquent',
  HistoryLoss: 'loss',
};

/** Where the deal of the file stands. */
function positionOf(deck: Node, names: Names): Position {
  const state = deck.get('status');
  const bonds = classNodes(deck).map(([name, node]) => [
    names.add('class', name),
    bondPosition(node),
  ]);
  const fees = deck
    .get('fees')
    .members.map(([name, node]) => [names.add('fee', name), feePosition(node)]);
  const facilities = deck
    .get('liqProvider')
    .members.map(([name, node]) => [names.add('facility', name), facilityPosition(node)]);
  const pools = poolNodes(deck).map(([name, node]) => [names.add('pool', name), history(node)]);
  return {
    status: status(state),
    ...(state.tag === 'PreClosing' ? { afterClosing: status(state.contents) } : {}),
    accounts: {},
    ledgers: {},
    bonds: Object.fromEntries(bonds) as Position['bonds'],
    fees: Object.fromEntries(fees) as Position['fees'],
    facilities: Object.fromEntries(facilities) as Position['facilities'],
    pools: Object.fromEntries(pools) as Position['pools'],
  };
}

function history(node: Node): Record<string, bigint> {
  const members = node.get('issuanceStat').members.flatMap(([name, value]): [string, bigint][] => {
    const kind = HISTORY[name];
    return kind === undefined ? [] : [[kind, value.minor]];
  });
  return Object.fromEntries(members);
}
