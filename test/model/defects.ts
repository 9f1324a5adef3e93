import type { AnyHandler } from '../../chaincode/handler.ts';
import type { ActKind } from '../../domain/act/index.ts';
import type { LedgerEvent } from '../../domain/event/index.ts';
import type { Signer } from '../../domain/governance/index.ts';
import { checkSigners } from '../../domain/governance/index.ts';
import type { Order } from '../../domain/order/index.ts';
import { sellHolding, type Holding } from '../../domain/receivable/index.ts';
import type { BufferClaim } from '../../domain/settlement/index.ts';
import type { StateDouble } from '../flow/state-double.ts';
import { CLAIMS } from './claims.ts';
import { LENDING } from './lending.ts';
import { BUYER, by, FUNDER } from './names.ts';
import { PARTNERING } from './partnering.ts';
import type { Campaign } from './run.ts';
import { TREASURY } from './treasury.ts';

type Loose = {
  readonly load: (...given: readonly unknown[]) => Promise<unknown>;
  readonly decide: (state: unknown, act: unknown, context: unknown) => Decided;
};
type Decided = { readonly ok: boolean; readonly value?: readonly LedgerEvent[] };

/** Puts something wrong in place of one handler. */
function replace(ledger: StateDouble, kind: ActKind, wrong: (own: Loose) => Partial<Loose>): void {
  const own = ledger.handlers[kind] as unknown as Loose;
  const changed = { ...own, ...wrong(own) } as unknown as AnyHandler;
  ledger.handlers = { ...ledger.handlers, [kind]: changed };
}

const afterwards =
  (
    own: Loose,
    change: (events: readonly LedgerEvent[], state: unknown) => readonly LedgerEvent[],
  ) =>
  (state: unknown, act: unknown, context: unknown): Decided => {
    const decided = own.decide(state, act, context);
    return decided.value ? { ok: true, value: change(decided.value, state) } : decided;
  };

function splitsWrong(ledger: StateDouble): void {
  replace(ledger, 'holding.split', own => ({
    decide: afterwards(own, events =>
      events.map(event => {
        if (event.kind !== 'holding.split') return event;
        const [first, ...rest] = event.parts;
        if (!first) return event;
        const more = (BigInt(first.amount.minor) + 1n).toString();
        const amount = { ...first.amount, minor: more };
        return { ...event, parts: [{ ...first, amount }, ...rest] };
      }),
    ),
  }));
}

function asksNoDebtor(ledger: StateDouble): void {
  const signers: readonly Signer[] = [by(BUYER, 'maker', 1), by(BUYER, 'checker', 2)];
  ledger.signerFaults = (act, actor, context) => {
    if (act.kind !== 'receivable.confirm') return checkSigners(act, actor, context);
    return [];
  };
  replace(ledger, 'receivable.confirm', own => ({
    decide: (state, act, context) =>
      own.decide(state, { ...(act as object), actor: BUYER }, { ...(context as object), signers }),
  }));
}

function titleTooEarly(ledger: StateDouble): void {
  replace(ledger, 'financing.disburse', own => ({
    load: async (tx, act, ...rest) => {
      const state = (await own.load(tx, act, ...rest)) as object;
      const { body } = act as { readonly body: { readonly financing: string } };
      const financing = await ledger.entity('financing', body.financing);
      const [part] = financing?.holdings ?? [];
      const holding = part ? await ledger.entity('holding', part.holding) : undefined;
      return { ...state, planted: holding };
    },
    decide: afterwards(own, (events, state) => {
      const { planted } = state as { readonly planted?: Holding };
      if (planted?.state !== 'reserved') return events;
      const financing = planted.lockedFor.id;
      return [...events, sellHolding(planted, { financing, funder: FUNDER })];
    }),
  }));
}

function foldsTooLittle(ledger: StateDouble): void {
  replace(ledger, 'balance.fold', own => ({
    load: async (...given) => {
      const state = (await own.load(...given)) as { readonly deltas?: readonly unknown[] };
      return { ...state, deltas: state.deltas?.slice(1) };
    },
  }));
}

function countsTwice(ledger: StateDouble): void {
  ledger.signerFaults = (act, actor, context) => {
    const signers = context.signers.map((signer, at) => ({ ...signer, person: `person ${at}` }));
    return checkSigners(act, actor, { ...context, signers });
  };
}

/** Every attestation is taken as that of the milestone's own attestor. */
function attestsItself(ledger: StateDouble): void {
  replace(ledger, 'order.attest', own => ({
    decide: (state, act, context) => {
      const { body } = act as { readonly body: { readonly milestone: string } };
      const { order } = state as { readonly order?: Order };
      const named = order?.milestones.find(({ code }) => code === body.milestone);
      return own.decide(state, { ...(act as object), actor: named?.attestor }, context);
    },
  }));
}

/** Milestones count in full, met or not. */
function drawsFreely(ledger: StateDouble): void {
  replace(ledger, 'orderLoan.draw', own => ({
    load: async (...given) => {
      const state = (await own.load(...given)) as { readonly order?: Order };
      const milestones = state.order?.milestones.map(one => ({ ...one, attestedPpm: 1_000_000 }));
      return { ...state, order: state.order && { ...state.order, milestones } };
    },
  }));
}

/** The buffer keeps nothing back for its other days. */
function drawsToTheGround(ledger: StateDouble): void {
  replace(ledger, 'buffer.draw', own => ({
    load: async (...given) => {
      const state = (await own.load(...given)) as object;
      return { ...state, target: undefined, seen: [] };
    },
  }));
}

/** What a funder had made good of a payment that failed stays in the buffer. */
function keepsWhatWasRepaid(ledger: StateDouble): void {
  replace(ledger, 'payout.fail', own => ({
    load: async (...given) => {
      const state = (await own.load(...given)) as { readonly claim?: BufferClaim };
      const { claim } = state;
      if (claim === undefined) return state;
      const repaid = { ...claim.repaid, minor: '0' };
      return { ...state, claim: { ...claim, repaid } };
    },
  }));
}

/** A refund that a statement left below zero goes to the next month, closed or not. */
function carriesIntoClosed(ledger: StateDouble): void {
  replace(ledger, 'share.close', own => ({
    load: async (tx, act, ...rest) => {
      const state = (await own.load(tx, act, ...rest)) as object;
      const { body } = act as { readonly body: { readonly period: string } };
      const [year = '', month = ''] = body.period.split('-');
      const next = (Number(month) + 1).toString().padStart(2, '0');
      return { ...state, carryTo: `${year}-${next}` };
    },
  }));
}

/** Margin goes back however much the partner has brought. */
function releasesTooMuch(ledger: StateDouble): void {
  replace(ledger, 'margin.release', own => ({
    load: async (...given) => ({ ...((await own.load(...given)) as object), volume: [] }),
  }));
}

/** The five controls of R-141, and one or two of each other part: with each the runs turn red. */
export const DEFECTS: readonly {
  readonly name: string;
  readonly campaign: Campaign;
  readonly plant: (ledger: StateDouble) => void;
}[] = [
  { name: 'a split that makes a minor unit', campaign: CLAIMS, plant: splitsWrong },
  { name: 'a confirmation that asks for no debtor', campaign: CLAIMS, plant: asksNoDebtor },
  {
    name: 'title that moves when the payout is instructed',
    campaign: CLAIMS,
    plant: titleTooEarly,
  },
  { name: 'a fold that drops a row', campaign: CLAIMS, plant: foldsTooLittle },
  { name: 'one person who counts twice', campaign: CLAIMS, plant: countsTwice },
  { name: 'an order whose supplier attests itself', campaign: LENDING, plant: attestsItself },
  { name: 'a draw that asks for no milestone', campaign: LENDING, plant: drawsFreely },
  { name: 'a buffer that keeps no floor', campaign: TREASURY, plant: drawsToTheGround },
  {
    name: 'a failed payment that keeps what was repaid',
    campaign: TREASURY,
    plant: keepsWhatWasRepaid,
  },
  { name: 'a refund carried into a closed month', campaign: PARTNERING, plant: carriesIntoClosed },
  { name: 'margin that asks for no volume', campaign: PARTNERING, plant: releasesTooMuch },
];
