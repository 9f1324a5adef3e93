import type { Act } from '../domain/act/index.ts';
import { canonical, type Wire } from '../domain/wire/index.ts';
import { makeAct, signedText, type Signing } from '../test/fixture/signing.ts';
import {
  claimOf,
  confirmItem,
  detailsOf,
  startTrade,
  type Offered,
  type Trade,
} from '../test/fixture/trade.ts';
import { personOf, staffOf } from '../test/fixture/world.ts';
import { measured, percentile, submitAll, type BenchAct, type Rate } from './ledger-rate.ts';

export type ActRates = {
  readonly offer: Rate;
  readonly confirm: Rate;
  readonly batchOffer: Rate;
  /** Signatures of users and of the step-up service that the contract verifies. */
  readonly verifies: { readonly offer: number; readonly confirm: number };
  readonly singleP95Ms: number;
};

const WARM_UP = 200;
const BATCH_CLAIMS = 50;
// Numbers that look alike (O and 0, I and 1) would be taken for the same invoice.
const BATCH_LETTERS = 'ACDEFHKMNPRTUVWXY';
const SINGLES = 100;

/** The product's own acts through the embedded ledger, signed beforehand. */
export async function measureActs(count: number): Promise<ActRates> {
  const trade = await startTrade();
  const { ledger } = trade.world;
  try {
    const claims = manyClaims(trade, 'M', count + WARM_UP + SINGLES);
    const offers = claims.map(one => offerAct(trade, [one]));
    const confirms = claims.map(one => confirmAct(trade, [one]));
    const batches = Array.from(BATCH_LETTERS, letter =>
      offerAct(trade, manyClaims(trade, `N${letter}`, BATCH_CLAIMS)),
    );
    const rate = async (acts: readonly BenchAct[]): Promise<Rate> => {
      await submitAll(ledger, acts.slice(0, WARM_UP));
      const rest = acts.slice(WARM_UP, WARM_UP + count);
      return measured(rest.length, () => submitAll(ledger, rest));
    };
    const offer = await rate(offers);
    const confirm = await rate(confirms);
    const batchOffer = await measured(batches.length, () => submitAll(ledger, batches));
    const latencies = await submitAll(ledger, offers.slice(-SINGLES), 1);
    return {
      offer,
      confirm,
      batchOffer,
      verifies: { offer: signatures(offers[0]), confirm: signatures(confirms[0]) },
      singleP95Ms: percentile(latencies, 95),
    };
  } finally {
    await trade.world.close();
  }
}

export const batchClaims = BATCH_CLAIMS;

/** Claims of amounts of their own: equal ones would be looked at as the same trade. */
export function manyClaims(trade: Trade, prefix: string, count: number): Offered[] {
  return Array.from({ length: count }, (_, at) =>
    claimOf(trade, { number: `${prefix}${String(at)}`, totalMinor: (nextMinor += 1n) }),
  );
}

// Small, so that two persons may confirm two hundred of them in one act.
let nextMinor = 100_000n;

export function offerAct(trade: Trade, offered: readonly Offered[]): BenchAct {
  const { supplier } = trade;
  const body = { items: offered.map(one => one.claim) };
  const act = makeAct('receivable.offer', {
    actor: supplier.party,
    businessDate: trade.world.today(),
    body,
  });
  const signers: Signing[] = [{ by: personOf(supplier, 'maker'), role: 'maker' }];
  return signedAct(trade, act, signers, detailsOf(offered));
}

export function confirmAct(trade: Trade, offered: readonly Offered[]): BenchAct {
  const { buyer, payTo } = trade;
  const act = makeAct('receivable.confirm', {
    actor: buyer.party,
    businessDate: trade.world.today(),
    body: { items: offered.map(({ claim }) => confirmItem(claim, payTo)) },
  });
  const signers = (['maker', 'checker'] as const).map(role => ({
    by: personOf(buyer, role),
    role,
    stepUp: true,
  }));
  return signedAct(trade, act, signers, {});
}

function signedAct(
  trade: Trade,
  act: Act,
  signers: readonly Signing[],
  transient: Readonly<Record<string, Wire>>,
): BenchAct {
  const text = signedText(act, signers, { stepUpService: staffOf(trade.world, 'stepup') });
  const entries = Object.entries(transient);
  const bytes = entries.map(([name, value]) => [name, Buffer.from(canonical(value))] as const);
  return { id: act.id, text, transient: Object.fromEntries(bytes) };
}

function signatures(act: BenchAct | undefined): number {
  const signed = JSON.parse(act?.text ?? '{"signatures":[]}') as { signatures: unknown[] };
  return signed.signatures.length;
}
