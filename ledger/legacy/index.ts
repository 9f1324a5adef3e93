import type { FabricLedger } from '../fabric/adapter.ts';
import { openFabric, type FabricOptions } from '../fabric/open.ts';
import { LegacyTransport } from './transport.ts';

/**
 * Opens a Fabric network whose peers have no gateway service, with the older SDK;
 * {@link openFabric} says the rest.
 */
export function openLegacyLedger(options: FabricOptions): FabricLedger {
  return openFabric(options, (profile, clock) => new LegacyTransport(profile, clock));
}
