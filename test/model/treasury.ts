import * as steps from '../flow/steps.ts';
import { accountOf, claim } from '../flow/trade.ts';
import { cny, type Sides } from './attempt.ts';
import { EXPOSURE_MAX } from './buffer-rules.ts';
import { BUFFER_TRIALS, draw, topUp } from './buffer-trials.ts';
import { CASH_TRIALS, fund } from './cash-trials.ts';
import { compareClaim, firstLedger } from './claims.ts';
import * as money from './money-trials.ts';
import {
  idClaim,
  idOperatorAccount as OWN,
  idOwnLine as OWN_LINE,
  OPERATOR,
  SUPPLIER,
} from './names.ts';
import { onwardBut } from './onward.ts';
import type { Campaign, Reached } from './run.ts';
import { same } from './same.ts';
import type { ModelState } from './state.ts';

const ONWARD_WEIGHT = 160;
/** A number at which no trial goes wrong on purpose. */
const RIGHT = 6;
const SLICES = 16;
const OWN_SLICES = 4;
const CLAIMS_AT_FIRST = 12;
const DUE_ON = '2026-06-01';
const UNDER_WAY = ['accepted', 'committed', 'cleared', 'disbursing'];
/** Each has an amount of its own, with an advance that one person may commit. */
const faceOf = (number: number): bigint => 4_000_000n + BigInt(number) * 7_919n;

/** Where the funder's own money would go out, mostly the buffer pays. */
const fromBuffer = onwardBut({
  cleared: (model, financing, number) => {
    const { clearedOn, advance } = financing;
    if (clearedOn !== model.today) {
      return [model.searchedOn === model.today ? money.clear : money.register, RIGHT];
    }
    if (number % 7 === 0) return [model.folded > advance ? money.disburse : fund, RIGHT];
    return [model.buffer.held < advance && number % 4 > 0 ? topUp : draw, RIGHT];
  },
});

/** The broker's buffers, and financings that they pay. */
export const TREASURY: Campaign = {
  days: '03-03 03-04 03-05 03-06 03-09 03-10 06-01 06-05',
  first: ledgerOfClaims,
  begin,
  trials: [...BUFFER_TRIALS, ...money.MONEY_TRIALS, ...CASH_TRIALS, [ONWARD_WEIGHT, fromBuffer]],
  isUnderWay: ({ financings }) =>
    [...financings.values()].some(({ status }) => UNDER_WAY.includes(status)),
  compare: async (sides, { claim: id }, reached) => {
    if (id !== undefined) await compareClaim(sides, id, reached);
    await compareBuffer(sides, reached);
  },
  compareAll: async (sides, reached) => {
    for (const id of sides.model.claims.keys()) await compareClaim(sides, id, reached);
    await compareBuffer(sides, reached);
  },
};

const ids = Array.from({ length: CLAIMS_AT_FIRST }, (_, number) => idClaim(number));

async function ledgerOfClaims() {
  const ledger = await firstLedger();
  for (const [number, id] of ids.entries()) {
    await claim(ledger, { id, face: faceOf(number), dueOn: DUE_ON });
  }
  ledger.put('account', OWN, accountOf(OWN, OPERATOR, 'settle'));
  const value = { amount: cny(EXPOSURE_MAX * 10n), asOf: '2026-02-28', document: 'D-9' };
  const key = 'exposure.netAssets';
  ledger.put('param', key, { key, rows: [{ effectiveOn: '2026-01-01', value, version: 1 }] });
  const of = { line: OWN_LINE, kind: 'ownRisk', subject: OPERATOR } as const;
  const term = { from: '2026-03-03', until: '2027-03-03', slices: OWN_SLICES };
  const line = { ...of, ...term, cap: cny(EXPOSURE_MAX * 2n) };
  steps.stands(await ledger.act('limit.set', OPERATOR, line, steps.maker(OPERATOR)));
  return ledger;
}

/** Claims that the buyer has signed. */
function begin(model: ModelState): void {
  for (const [number, id] of ids.entries()) {
    const amount = faceOf(number);
    const signed = { undertaking: 'irrevocable', offeredOn: '2026-02-21', agedTo: 0 } as const;
    const place = { id, invoice: `k1-${id}`, face: amount, dueOn: DUE_ON };
    model.claims.set(id, { ...place, ...signed, status: 'confirmed', flags: [], frozen: false });
    const none = { splitOut: 0n, paid: 0n, writtenOff: 0n, tier: 0 };
    const whose = { holder: SUPPLIER, residualTo: SUPPLIER, state: 'free' } as const;
    model.holdings.set(id, { id, claim: id, amount, outstanding: amount, ...none, ...whose });
  }
}

/** A sum over the slices of a row. */
async function sliced(
  { ledger }: Sides,
  of: { readonly type: 'bufferSlice' | 'slice'; readonly of: string; readonly slices: number },
): Promise<bigint> {
  let sum = 0n;
  for (let at = 0; at < of.slices; at++) {
    const found = await ledger.entity(of.type, `${of.of}~${at.toString().padStart(2, '0')}`);
    const row = (found ?? {}) as { minor?: string; frozen?: string; used?: string };
    sum += BigInt(row.minor ?? 0) + BigInt(row.frozen ?? 0) + BigInt(row.used ?? 0);
  }
  return sum;
}

async function compareBuffer(sides: Sides, reached: Reached): Promise<void> {
  const { buffer } = sides.model;
  const held = await sliced(sides, { type: 'bufferSlice', of: 'CNY', slices: SLICES });
  const risked = await sliced(sides, { type: 'slice', of: OWN_LINE, slices: OWN_SLICES });
  if (held !== buffer.held) throw new Error(`slices hold ${held}, in the model ${buffer.held}`);
  if (risked !== buffer.exposure()) {
    throw new Error(`the broker risks ${risked}, in the model ${buffer.exposure()}`);
  }
  if (buffer.committed > 0n) {
    const wanted = [buffer.committed, buffer.lent];
    await same(sides, 'bufferLine', 'CNY', row => [row['committed'], row['drawn']], wanted);
  }
  for (const [id, use] of buffer.uses) {
    const minor = (field: unknown): unknown => (field as { readonly minor: string }).minor;
    await same(
      sides,
      'bufferClaim',
      id,
      row => [row['status'], minor(row['amount']), minor(row['repaid'])],
      [use.status, use.amount, use.status === 'repaid' ? use.amount : use.repaid],
    );
    reached.states.add(`bufferClaim ${use.status}`);
  }
}
