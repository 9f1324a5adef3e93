import { fail, ok, type Result } from '../../result/index.ts';
import { parseWire, type Fault, type Wire } from '../../wire/index.ts';
import type { Deal } from './deal.ts';
import { dealSchema } from './schema-deal.ts';

/** Reads a deal from text: a closed schema, every fault with its place. */
export function parseDeal(text: string): Result<Deal, readonly Fault[]> {
  const wire = parseWire(text);
  return wire.ok ? readDeal(wire.value, '') : wire;
}

/** Reads a deal from JSON that was read already. */
export function readDeal(wire: Wire | undefined, path: string): Result<Deal, readonly Fault[]> {
  const faults: Fault[] = [];
  const deal = dealSchema.read(wire, path, faults);
  return faults.length === 0 && deal ? ok(deal) : fail(faults);
}
