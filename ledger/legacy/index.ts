import type { Clock } from '../clock.ts';
import { FabricAdapter, type FabricLedger } from '../fabric/adapter.ts';
import { readProfile } from '../fabric/profile.ts';
import { LegacyTransport } from './transport.ts';

/**
 * Opens a Fabric network whose peers have no gateway service, with the older SDK. Connects with
 * the first call.
 * @throws LedgerError `CONFIG` with every fault of the profile
 */
export function openLegacyLedger(options: {
  readonly profileFile: string;
  /** Another contract of the channel than the profile's. */
  readonly chaincode?: string;
  readonly clock: Clock;
  readonly random: () => number;
}): FabricLedger {
  const { clock, random } = options;
  const named = options.chaincode ? { chaincode: options.chaincode } : {};
  const profile = { ...readProfile(options.profileFile, clock.nowMs()), ...named };
  return new FabricAdapter({
    transport: new LegacyTransport(profile, clock),
    profile,
    clock,
    random,
  });
}
