import type { StateDouble } from '../flow/state-double.ts';
import * as steps from '../flow/steps.ts';
import { attest, partyOf, scoreOf, tradeLedger } from '../flow/trade.ts';
import { cny, type Sides } from './attempt.ts';
import { CASH_TRIALS } from './cash-trials.ts';
import { CLAIM_TRIALS } from './claim-trials.ts';
import { TIER_MAX } from './claim-rules.ts';
import { CARD_ROOM, LINE_ROOM, SCORES_UNTIL } from './money-rules.ts';
import { MONEY_TRIALS } from './money-trials.ts';
import { REVERSAL_TRIALS } from './reversal-trials.ts';
import {
  AUDITOR,
  BUYER,
  FUNDER,
  idSecond as SECOND,
  LINES,
  SUPPLIER,
  ASSOCIATION,
} from './names.ts';
import { onward } from './onward.ts';
import type { Campaign, Reached } from './run.ts';
import { same, type Found } from './same.ts';

const ONWARD_WEIGHT = 200;
const UNDER_WAY = ['accepted', 'committed', 'cleared', 'disbursing'];

/** Claims, their parts, financings, payments and losses. */
export const CLAIMS: Campaign = {
  days: '03-03 03-04 03-06 03-25 05-20 05-21 06-02 06-05 06-23 07-10 09-22 12-01',
  first: firstLedger,
  trials: [
    ...CLAIM_TRIALS,
    ...MONEY_TRIALS,
    ...CASH_TRIALS,
    ...REVERSAL_TRIALS,
    [ONWARD_WEIGHT, onward],
  ],
  isUnderWay: ({ financings }) =>
    [...financings.values()].some(({ status }) => UNDER_WAY.includes(status)),
  compare: async (sides, { claim }, reached) => {
    if (claim !== undefined) await compareClaim(sides, claim, reached);
  },
  compareAll: async (sides, reached) => {
    for (const claim of sides.model.claims.keys()) await compareClaim(sides, claim, reached);
  },
};

/** The ledger before the first act of a run. */
export async function firstLedger(): Promise<StateDouble> {
  const ledger = await tradeLedger();
  ledger.put('party', SECOND, partyOf(SECOND, 'enterprise'));
  ledger.put('party', AUDITOR, partyOf(AUDITOR, 'auditor'));
  ledger.put('party', ASSOCIATION, partyOf(ASSOCIATION, 'association'));
  for (const subject of [SUPPLIER, BUYER]) {
    await attest(ledger, scoreOf(subject, { validUntil: SCORES_UNTIL }));
  }
  const rows = [{ effectiveOn: '2026-01-01', value: TIER_MAX, version: 1 }];
  ledger.put('param', 'holding.tierMax', { key: 'holding.tierMax', rows });
  const card = { ...steps.bodies.card, capacity: cny(CARD_ROOM) };
  steps.stands(await ledger.act('rateCard.publish', FUNDER, card, steps.maker(FUNDER)));
  const subjects = { debtor: BUYER, supplier: SUPPLIER, funder: FUNDER };
  for (const kind of ['debtor', 'supplier', 'funder'] as const) {
    const place = { line: LINES[kind], kind, subject: subjects[kind], cap: cny(LINE_ROOM) };
    const body = { ...place, from: '2026-03-03', until: '2027-03-03', slices: 4 };
    steps.stands(await ledger.act('limit.set', FUNDER, body, steps.maker(FUNDER)));
  }
  return ledger;
}

/** A claim with its parts and financings, on both sides. */
export async function compareClaim(sides: Sides, id: string, reached: Reached): Promise<void> {
  const { model } = sides;
  const claim = model.claims.get(id);
  if (!claim) return;
  const { status, face, flags, frozen } = claim;
  const open = model.openOf(id);
  await same(
    sides,
    'receivable',
    id,
    state => [
      state['status'],
      minor(state['face']),
      minor(state['outstanding']),
      state['frozen'] !== null,
      flagsOf(state),
    ],
    [status, face, open.outstanding, frozen, flags.length],
  );
  reached.states.add(`receivable ${status}`);
  for (const part of model.holdings.values()) {
    if (part.claim !== id) continue;
    const { state, holder, outstanding, paid, writtenOff } = part;
    await same(
      sides,
      'holding',
      part.id,
      found => [
        found['state'],
        found['holder'],
        minor(found['outstanding']),
        minor(found['paid']),
        minor(found['writtenOff']),
      ],
      [state, holder, outstanding, paid, writtenOff],
    );
    reached.states.add(`holding ${state}`);
  }
  for (const financing of model.financings.values()) {
    if (financing.claim !== id) continue;
    const debt = (found: Found) => (found['debt'] as { principal: string } | undefined)?.principal;
    await same(sides, 'financing', financing.id, found => [found['status'], debt(found) ?? '0'], [
      financing.status,
      financing.principal.toString(),
    ]);
    reached.states.add(`financing ${financing.status}`);
  }
}

const flagsOf = (found: Found): number => (found['flags'] as unknown[]).length;
const minor = (money: unknown): bigint => BigInt((money as { minor: string }).minor);
