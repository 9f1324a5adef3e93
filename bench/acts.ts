import type { Act } from '../domain/act/index.ts';
import { makeAct, nextId, signedText, type Signing } from '../test/fixture/signing.ts';
import { startTrade, type Offered, type Trade } from '../test/fixture/trade.ts';
import { personOf, sha256, staffOf } from '../test/fixture/world.ts';
import { confirmAct, manyClaims, offerAct } from './ledger-acts.ts';
import { measured, median, submitAll, type BenchAct, type Rate } from './ledger-rate.ts';
import type { Measured } from './run.ts';

const ROUNDS = 3;
const CLAIMS = 500;
const WARM_UP = 100;

/**
 * `bench acts [claims]`: the standard mix on the embedded ledger beside the plain offer of the same
 * run. The mix takes each claim through its first days: offered, confirmed by two persons, split in
 * two, a part disputed, the dispute withdrawn. Figures are acts a second with 128 in flight.
 */
export async function run(words: readonly string[]): Promise<Measured> {
  const claims = Number(words.find(word => /^\d+$/.test(word)) ?? CLAIMS);
  const rounds: Mixed[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const mixed = await mixedOnce(claims);
    rounds.push(mixed);
    console.error(
      `round ${String(round)}: ${STEPS.map(step => `${step} ${String(mixed[step].perSecond)}`).join(', ')}`,
    );
  }
  const middle = (step: Step): number => median(rounds.map(one => one[step].perSecond));
  const offersPerSecond = middle('offer');
  const mixPerSecond = median(rounds.map(mixOf));
  const rates = STEPS.filter(step => step !== 'offer').map(step => {
    return [`${step}sPerSecond`, middle(step)] as const;
  });
  return {
    figures: { mixPerSecond, ...Object.fromEntries(rates) },
    reference: { offersPerSecond },
    ratio: { mixToOffer: Math.round((mixPerSecond * 100) / offersPerSecond) / 100 },
  };
}

const STEPS = ['offer', 'confirm', 'split', 'dispute', 'withdrawal'] as const;
type Step = (typeof STEPS)[number];
type Mixed = Readonly<Record<Step, Rate>>;

/** As many acts of each step: their times add up, so the mean is harmonic. */
function mixOf(mixed: Mixed): number {
  const time = STEPS.reduce((sum, step) => sum + 1 / mixed[step].perSecond, 0);
  return Math.round(STEPS.length / time);
}

async function mixedOnce(count: number): Promise<Mixed> {
  const trade = await startTrade();
  const { ledger } = trade.world;
  try {
    const claims = manyClaims(trade, 'L', count + WARM_UP);
    const disputes = claims.map(() => nextId());
    const acts: Readonly<Record<Step, readonly BenchAct[]>> = {
      offer: claims.map(one => offerAct(trade, [one])),
      confirm: claims.map(one => confirmAct(trade, [one])),
      split: claims.map(one => splitAct(trade, one)),
      dispute: claims.map((one, at) => disputeAct(trade, one, disputes[at] ?? '')),
      withdrawal: disputes.map(dispute => withdrawAct(trade, dispute)),
    };
    const rates: Partial<Record<Step, Rate>> = {};
    for (const step of STEPS) {
      await submitAll(ledger, acts[step].slice(0, WARM_UP));
      const rest = acts[step].slice(WARM_UP);
      rates[step] = await measured(rest.length, () => submitAll(ledger, rest));
    }
    return rates as Mixed;
  } finally {
    await trade.world.close();
  }
}

function splitAct(trade: Trade, { claim: { receivable: holding, face } }: Offered): BenchAct {
  const half = BigInt(face.minor) / 2n;
  const rest = BigInt(face.minor) - half;
  const parts = [half, rest].map(minor => ({
    holding: nextId(),
    amount: { ...face, minor: minor.toString() },
  }));
  return bySupplier(trade, 'holding.split', { holding, parts });
}

function disputeAct(trade: Trade, { claim: { receivable: id } }: Offered, dispute: string) {
  return bySupplier(trade, 'dispute.open', {
    dispute,
    object: { type: 'receivable', id },
    kind: 'delivery',
    amount: { minor: '1000', currency: 'CNY' },
    evidence: [sha256(id)],
  });
}

function withdrawAct(trade: Trade, dispute: string): BenchAct {
  return bySupplier(trade, 'dispute.withdraw', { dispute });
}

type SuppliersKind = 'holding.split' | 'dispute.open' | 'dispute.withdraw';

function bySupplier<K extends SuppliersKind>(
  { world, supplier }: Trade,
  kind: K,
  body: Act<K>['body'],
): BenchAct {
  const act = makeAct(kind, { actor: supplier.party, businessDate: world.today(), body });
  const signers: Signing[] = [{ by: personOf(supplier, 'maker'), role: 'maker' }];
  const text = signedText(act as Act, signers, { stepUpService: staffOf(world, 'stepup') });
  return { id: act.id, text };
}
