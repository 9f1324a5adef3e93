import type { ActBodies, ActKind } from '../../domain/act/index.ts';
import type { Signer } from '../../domain/governance/index.ts';
import {
  bodies,
  cash,
  cleared,
  committed,
  FILE,
  funded,
  maker,
  payer,
  PAYOUT,
  registered,
  stands,
} from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import {
  BUYER,
  cny,
  DAY,
  ESCROW,
  FUNDER,
  hashOf,
  OPERATOR,
  SUPPLIER,
  tradeLedger,
} from './trade.ts';

export type Case = {
  readonly rule: string;
  /** What came before; a fresh trade when absent. */
  readonly after?: (ledger: StateDouble) => Promise<unknown>;
  /** What is different on the ledger. */
  readonly given?: (ledger: StateDouble) => unknown;
  readonly actor?: string;
  readonly body?: object;
  readonly signers?: readonly Signer[];
  readonly code: string;
};

export function refusals<K extends ActKind>(
  kind: K,
  usual: {
    readonly actor: string;
    readonly body: ActBodies[K];
    readonly signers: readonly Signer[];
    readonly after?: Case['after'];
  },
  cases: readonly Case[],
): void {
  describe(kind, () => {
    test.each(cases.map(row => [row.rule, row.code, row] as const))(
      '%s: %s',
      async (_, code, row) => {
        const ledger = await tradeLedger();
        await (row.after ?? usual.after)?.(ledger);
        await row.given?.(ledger);
        const before = [...ledger.rows].map(([key, value]) => [key, Buffer.from(value).toString()]);
        const actor = row.actor ?? usual.actor;
        const body = { ...usual.body, ...row.body };
        const outcome = await ledger.act(kind, actor, body, row.signers ?? usual.signers);
        expect(outcome.ok ? 'stands' : outcome.refusal.code).toBe(code);
        if (outcome.ok) return;
        const after = [...ledger.rows].map(([key, value]) => [key, Buffer.from(value).toString()]);
        expect(after).toEqual(before);
      },
    );
  });
}

export async function change<
  T extends 'receivable' | 'holding' | 'party' | 'account' | 'financing',
>(ledger: StateDouble, type: T, id: string, changes: object): Promise<void> {
  const state = await ledger.entity(type, id);
  ledger.put(type, id, { ...state, ...changes } as never);
}

export const warn =
  (level: number, frozen = false) =>
  (ledger: StateDouble) =>
    ledger.fold({
      kind: 'attestation.recorded',
      on: DAY,
      body: {
        attestation: idOf(901),
        kind: 'warning',
        subject: BUYER,
        asOf: DAY,
        knownAt: DAY,
        modelId: 'm',
        modelHash: hashOf(1),
        policyHash: hashOf(2),
        inputsHash: hashOf(3),
        level,
        frozen,
        rule: 'W01',
        evidenceHash: hashOf(4),
        validUntil: '2026-04-01',
      },
    });

/** A card that is published and a financing that asks for it. */
export async function requested(ledger: StateDouble, card: object = {}, request: object = {}) {
  const published = { ...bodies.card, ...card };
  stands(await ledger.act('rateCard.publish', FUNDER, published, maker(FUNDER)));
  const body = { ...bodies.request, ...request };
  stands(await ledger.act('financing.request', SUPPLIER, body, maker(SUPPLIER)));
}

export async function toClear(ledger: StateDouble) {
  await committed(ledger);
  await registered(ledger);
}

export async function toDisburse(ledger: StateDouble) {
  await cleared(ledger);
  await funded(ledger);
}

export async function instructed(ledger: StateDouble) {
  await toDisburse(ledger);
  stands(await ledger.act('financing.disburse', FUNDER, bodies.disburse, payer));
}
export async function sent(ledger: StateDouble) {
  await instructed(ledger);
  const file = { file: FILE, account: ESCROW, payouts: [PAYOUT], total: cny(88_560_000) };
  stands(await ledger.act('payout.file', OPERATOR, file, cash));
}
