import { batchClaims, measureActs, type ActRates } from './ledger-acts.ts';
import { benchActs, measureFloor, measureNoop } from './ledger-floor.ts';
import { median, type Rate } from './ledger-rate.ts';
import type { Measured } from './run.ts';

const ROUNDS = 3;
const NOOP_ACTS = 4000;
const WARM_UP = 500;
const PRODUCT_ACTS = 2000;

/**
 * `bench ledger --on embedded`: floor (contract, stub and one signature check without a ledger),
 * a no-op act and the product's acts through the embedded ledger, interleaved three times.
 * Figures are acts a second with 128 in flight, microseconds of processor time for each act, and
 * milliseconds. `--on gateway|legacy`: the same acts on a Fabric network of its own.
 */
export async function run(words: readonly string[]): Promise<Measured> {
  const on = words.includes('--on') ? words[words.indexOf('--on') + 1] : 'embedded';
  if (on === 'gateway' || on === 'legacy') {
    const { measureFabric } = await import('./ledger-fabric.ts');
    return measureFabric(on, { short: words.includes('--short') });
  }
  if (on !== 'embedded') {
    throw new TypeError(`no ledger "${on ?? ''}": --on embedded, gateway or legacy`);
  }
  return measureEmbedded();
}

async function measureEmbedded(): Promise<Measured> {
  const acts = benchActs(NOOP_ACTS + WARM_UP);
  const floors: Rate[] = [];
  const noops: Rate[] = [];
  const products: ActRates[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    floors.push(await measureFloor(acts.slice(0, NOOP_ACTS / 2)));
    noops.push(await measureNoop(acts, WARM_UP));
    products.push(await measureActs(PRODUCT_ACTS));
    console.error(
      `round ${String(round)}: floor ${said(floors.at(-1))}, no-op ${said(noops.at(-1))}, ` +
        `offer ${said(products.at(-1)?.offer)}, confirm ${said(products.at(-1)?.confirm)}`,
    );
  }
  return summary(floors, noops, products);
}

function summary(
  floors: readonly Rate[],
  noops: readonly Rate[],
  products: readonly ActRates[],
): Measured {
  const middle = (rates: readonly Rate[], of: keyof Rate): number =>
    median(rates.map(rate => rate[of]));
  const [offers, confirms] = [products.map(one => one.offer), products.map(one => one.confirm)];
  // As many offers as confirmations: their times add up, so the mean is harmonic.
  const both = median(
    products.map(({ offer: a, confirm: b }) => 2 / (1 / a.perSecond + 1 / b.perSecond)),
  );
  const batches = products.map(one => one.batchOffer.perSecond * batchClaims);
  const floor = middle(floors, 'perSecond');
  const noop = middle(noops, 'perSecond');
  return {
    figures: {
      actsPerSecond: Math.round(both),
      offersPerSecond: middle(offers, 'perSecond'),
      confirmsPerSecond: middle(confirms, 'perSecond'),
      receivablesPerSecondInBatches: median(batches),
      verifiesPerOffer: products[0]?.verifies.offer ?? 0,
      verifiesPerConfirm: products[0]?.verifies.confirm ?? 0,
      singleActP95Ms: Math.round(median(products.map(one => one.singleP95Ms)) * 10) / 10,
      offerCpuMicroseconds: middle(offers, 'cpuMicroseconds'),
      offerMainMicroseconds: middle(offers, 'mainMicroseconds'),
      confirmCpuMicroseconds: middle(confirms, 'cpuMicroseconds'),
      confirmMainMicroseconds: middle(confirms, 'mainMicroseconds'),
      noopCpuMicroseconds: middle(noops, 'cpuMicroseconds'),
      noopMainMicroseconds: middle(noops, 'mainMicroseconds'),
    },
    reference: { floorActsPerSecond: floor, noopActsPerSecond: noop },
    ratio: { noopToFloor: rounded(noop / floor), actsToNoop: rounded(both / noop) },
  };
}

function said(rate: Rate | undefined): string {
  if (!rate) return 'none';
  return `${String(rate.perSecond)}/s (${String(rate.mainMicroseconds)} µs of the event loop)`;
}

function rounded(ratio: number): number {
  return Math.round(ratio * 100) / 100;
}
