import type { Clock } from '../clock.ts';
import { FabricAdapter, type FabricLedger } from './adapter.ts';
import { readProfile, type Profile } from './profile.ts';
import type { Transport } from './transport.ts';

/** Which network, and what the adapter measures and waits with. */
export type FabricOptions = {
  readonly profileFile: string;
  /** Another contract of the channel than the profile's. */
  readonly chaincode?: string;
  readonly clock: Clock;
  readonly random: () => number;
};

/**
 * Opens a Fabric network, as a connection profile names it, over one transport. Connects with the
 * first call.
 * @throws LedgerError `CONFIG` with every fault of the profile
 */
export function openFabric(
  options: FabricOptions,
  transportOf: (profile: Profile, clock: Clock) => Transport,
): FabricLedger {
  const { clock, random } = options;
  const named = options.chaincode ? { chaincode: options.chaincode } : {};
  const profile = { ...readProfile(options.profileFile, clock.nowMs()), ...named };
  return new FabricAdapter({ transport: transportOf(profile, clock), profile, clock, random });
}
