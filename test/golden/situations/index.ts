import type { StateDouble } from '../../flow/state-double.ts';
import { partyOf, tradeLedger } from '../../flow/trade.ts';
import { NAMES } from '../names.ts';
import type { Step } from './acting.ts';
import { CASH } from './cash.ts';
import { CLAIMS } from './claims.ts';
import { CONTROL } from './control.ts';
import { CREDIT } from './credit.ts';
import { DEALS } from './deals.ts';
import { DISCLOSING } from './disclosing.ts';
import { DISPUTES } from './disputes.ts';
import { ENGAGING } from './engaging.ts';
import { FINANCING } from './financing.ts';
import { FOUNDING } from './founding.ts';
import { HEDGING } from './hedging.ts';
import { LABELS } from './labels.ts';
import { LENDING } from './lending.ts';
import { LOSSES } from './losses.ts';
import { ORDERING } from './ordering.ts';
import { OWN_BOOK } from './own-book.ts';
import { PARTNERS } from './partners.ts';
import { PAYING } from './paying.ts';
import { POOLS } from './pools.ts';
import { TREASURY } from './treasury.ts';

const FILES = [
  ...[CASH, CLAIMS, CONTROL, CREDIT, DEALS, DISCLOSING, DISPUTES, ENGAGING, FINANCING, FOUNDING],
  ...[HEDGING, LABELS, LENDING, LOSSES, ORDERING, OWN_BOOK, PARTNERS, PAYING, POOLS, TREASURY],
];
const named = FILES.flatMap(file => Object.entries<readonly (string | Step)[]>(file));

/** Every situation by name: the ones that it begins with, then its own steps. */
const SITUATIONS = new Map(named);
if (SITUATIONS.size < named.length) throw new Error('two situations have one name');

const made = new Map<string, Promise<StateDouble>>();

/** A fresh copy of the ledger after these situations, each made once. */
export async function situation(names: readonly string[]): Promise<StateDouble> {
  const key = names.join(',');
  const known = made.get(key) ?? make(names);
  made.set(key, known);
  return (await known).copy();
}

async function make(names: readonly string[]): Promise<StateDouble> {
  const before = names.slice(0, -1);
  const name = names.at(-1);
  const ledger = name === undefined ? await firstLedger() : await situation(before);
  const list = name === undefined ? [] : SITUATIONS.get(name);
  if (!list) throw new Error(`no situation is called "${name ?? ''}"`);
  await run(ledger, list);
  return ledger;
}

async function run(ledger: StateDouble, list: readonly (string | Step)[]): Promise<void> {
  for (const step of list) {
    if (typeof step !== 'string') await step(ledger);
    else {
      const inner = SITUATIONS.get(step);
      if (!inner) throw new Error(`no situation is called "${step}"`);
      await run(ledger, inner);
    }
  }
}

/** The worked example with a second enterprise, and the auditor and association as parties. */
async function firstLedger(): Promise<StateDouble> {
  const ledger = await tradeLedger();
  for (const [name, kind] of [
    ['second', 'enterprise'],
    ['rival', 'funder'],
    ['auditor', 'auditor'],
    ['association', 'association'],
  ] as const) {
    const party = NAMES[name] ?? '';
    ledger.put('party', party, partyOf(party, kind));
  }
  return ledger;
}
