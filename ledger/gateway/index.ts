import type { Clock } from '../clock.ts';
import { FabricAdapter, type FabricLedger } from '../fabric/adapter.ts';
import { readProfile } from '../fabric/profile.ts';
import { GatewayTransport } from './transport.ts';

/**
 * Opens a Fabric network by its gateway service, as a connection profile names it. Connects with
 * the first call.
 * @throws LedgerError `CONFIG` with every fault of the profile
 */
export function openGatewayLedger(options: {
  readonly profileFile: string;
  readonly clock: Clock;
  readonly random: () => number;
}): FabricLedger {
  const { clock, random } = options;
  const profile = readProfile(options.profileFile, clock.nowMs());
  return new FabricAdapter({
    transport: new GatewayTransport(profile, clock),
    profile,
    clock,
    random,
  });
}
