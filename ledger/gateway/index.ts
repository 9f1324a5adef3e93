import type { FabricLedger } from '../fabric/adapter.ts';
import { openFabric, type FabricOptions } from '../fabric/open.ts';
import { GatewayTransport } from './transport.ts';

/** Opens a Fabric network by its gateway service; {@link openFabric} says the rest. */
export function openGatewayLedger(options: FabricOptions): FabricLedger {
  return openFabric(options, (profile, clock) => new GatewayTransport(profile, clock));
}
