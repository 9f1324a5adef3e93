import type { Schedule } from '../../domain/securitisation/index.ts';
import { points } from './assets.ts';
import type { Node } from './reader.ts';

/** An amount in minor units as text. */
export const minorText = (node: Node): string => node.minor.toString();

/** Dates and amounts of a curve. */
export function schedule(node: Node): Schedule {
  return points(node).map(([on, minor]) => [on, minor.toString()] as const);
}

/** Periods and amounts of a curve. */
export function periodRows(node: Node): (readonly [number, string])[] {
  return node.contents.items.map(point => {
    const pair = point.contents.isAbsent ? point : point.contents;
    return [pair.at(0).count, minorText(pair.at(1))] as const;
  });
}
