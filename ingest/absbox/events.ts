import type { DealEvent, Model, Projection } from '../../domain/securitisation/index.ts';
import { money, type Cell } from './cells.ts';
import { byCodePoint } from './reader.ts';

type Labelled = Readonly<Record<string, { readonly label: { readonly zh: string } }>>;

const STATUS_NAMES: Readonly<Record<string, string>> = {
  amortising: 'Amortizing',
  revolving: 'Revolving',
  accelerated: 'DealAccelerated',
  defaulted: 'DealDefaulted',
  called: 'Called',
  ended: 'Ended',
};

/** What is left open at the end, and what happened to the deal. */
export function eventsOf({ deal, position }: Model, run: Projection): Cell[] {
  const bonds = Object.entries(deal.bonds)
    .map(([key, { label }]) => ({ key, name: label.zh }))
    .sort((a, b) => byCodePoint(a.name, b.name));
  const opened = (key: string): bigint =>
    position.bonds[key]?.balance ?? BigInt(deal.bonds[key]?.original ?? '0');
  const left = (tag: string, of: (key: string) => bigint): Cell[] =>
    bonds.map(({ key, name }) => tagged(tag, [name, money(of(key)), money(opened(key))]));
  const owed = (key: string): bigint => {
    const bond = run.state.bonds[key];
    return bond ? bond.interestDue + bond.onInterest : 0n;
  };
  const balance = (key: string): bigint => run.state.bonds[key]?.balance ?? 0n;
  return [
    ...left('BondOutstandingInt', owed),
    ...left('BondOutstanding', balance),
    ...bonds
      .filter(({ key }) => balance(key) + owed(key) !== 0n)
      .map(({ name }) => warning(`Bond ${name} is not paid off`)),
    ...unpaid(
      deal.fees,
      key => (run.state.fees[key]?.due ?? 0n) + (run.state.fees[key]?.arrears ?? 0n),
    ).map(name => warning(`Fee ${name} is not paid off`)),
    ...unpaid(deal.accounts, key => run.state.accounts[key]?.balance ?? 0n).map(name =>
      warning(`Account ${name} has cash to be distributed`),
    ),
    ...unpaid(deal.facilities, key => run.state.facilities[key]?.drawn ?? 0n).map(name =>
      warning(`LiquidityProvider ${name} is not paid off`),
    ),
    ...run.events.flatMap(event => eventCell(event, position.afterClosing)),
  ];
}

function unpaid(record: Labelled, of: (key: string) => bigint): string[] {
  return Object.entries(record)
    .filter(([key]) => of(key) > 0n)
    .map(([, { label }]) => label.zh)
    .sort(byCodePoint);
}

function eventCell(event: DealEvent, afterClosing: string | undefined): Cell[] {
  switch (event.kind) {
    case 'status': {
      const from = statusCell(event.from, afterClosing);
      return [tagged('DealStatusChangeTo', [event.date, from, statusCell(event.to), event.why])];
    }
    case 'ended':
      return [tagged('EndRun', [event.date, event.why])];
    case 'watched':
      return [tagged('InspectWaterfall', [event.date, event.name, event.values])];
    case 'trigger':
    case 'paidBy':
      return [];
  }
}

function statusCell(status: string, afterClosing?: string): Cell {
  if (status === 'preClosing') {
    return { tag: 'PreClosing', contents: statusCell(afterClosing ?? 'amortising') };
  }
  const tag = STATUS_NAMES[status] ?? status;
  const dated = tag === 'DealAccelerated' || tag === 'DealDefaulted' || tag === 'Ended';
  return dated ? { tag, contents: null } : { tag };
}

function tagged(tag: string, contents: Cell): Cell {
  return { tag, contents };
}

function warning(words: string): Cell {
  return tagged('WarningMsg', words);
}
