import { yearFraction } from '../../calendar/index.ts';
import { fraction, times } from '../../rate/index.ts';
import { ppb, smaller, toMinor } from '../arithmetic.ts';
import type { Facility, Key } from '../deal/deal.ts';
import { definitionOf, type Run } from './run.ts';
import type { FacilityState } from './state.ts';

/** Draws on a facility: what is drawn rises, what is left falls (SEC-47). */
export function drawFacility(run: Run, key: Key, amount: bigint): void {
  const facility = facilityOf(run, key);
  facility.drawn += amount;
  if (facility.available !== null) facility.available -= amount;
  mark(run, facility);
}

/** A facility pays what falls short straight to the payees. */
export function payByFacility(run: Run, facility: Key, amount: bigint): void {
  drawFacility(run, facility, amount);
  run.events.push({ kind: 'paidBy', date: run.date, facility, amount });
}

export function facilityOf(run: Run, key: Key): FacilityState {
  return definitionOf(run.state.facilities, key);
}

/** Interest on what is drawn and premium on what is not, since the last time. */
export function accrueFacility(run: Run, key: Key): void {
  const facility = facilityOf(run, key);
  const { from, drawnPpb, undrawnPpb, counts } = definitionOf(run.deal.facilities, key);
  const since = facility.accruedTo ?? from;
  const trail = facility.trail.length > 0 ? facility.trail : [opened(since, facility)];
  let [interest, premium] = [0n, 0n];
  trail.forEach(([on, drawn, available], index) => {
    const begin = on > since ? on : since;
    const end = trail[index + 1]?.[0] ?? run.date;
    if (end <= begin) return;
    const years = yearFraction('ACT/365F', begin, end);
    interest += toMinor(times(times(fraction(drawn), years), ppb(drawnPpb ?? 0)), run.mode);
    premium += toMinor(times(times(fraction(available), years), ppb(undrawnPpb ?? 0)), run.mode);
  });
  facility.interest += interest;
  facility.premium += premium;
  if (facility.available !== null) {
    if (counts === 'interest' || counts === 'both') facility.available -= interest;
    if (counts === 'premium' || counts === 'both') facility.available -= premium;
  }
  facility.accruedTo = run.date;
  facility.trail = [opened(run.date, facility)];
}

/** Pays a facility back: the drawn amount, interest or premium; a replenishing limit refills. */
export function repayFacility(
  run: Run,
  key: Key,
  item: 'drawn' | 'interest' | 'premium',
  amount: bigint,
): void {
  const facility = facilityOf(run, key);
  const { counts } = definitionOf(run.deal.facilities, key);
  facility[item] -= amount;
  const counted = item !== 'drawn' && (counts === item || counts === 'both');
  if (counted && facility.available !== null) facility.available += amount;
  mark(run, facility);
}

/** Sets the limit of a facility anew on one of its dates. */
export function resetFacility(run: Run, key: Key): void {
  const facility = facilityOf(run, key);
  const definition = definitionOf(run.deal.facilities, key);
  const limit = limitNow(run, definition);
  if (definition.until && run.date > definition.until) facility.available = 0n;
  else if (limit !== null && definition.kind === 'replenishing') facility.available = limit;
  else if (limit !== null && definition.kind === 'percentOf') {
    facility.available = facility.available === null ? limit : smaller(limit, facility.available);
  }
  mark(run, facility);
}

/** A facility with a limit begins with all of it, where nothing else is known. */
export function openFacilities(run: Run): void {
  for (const [key, definition] of Object.entries(run.deal.facilities)) {
    const facility = facilityOf(run, key);
    if (definition.kind === 'unlimited' || facility.available !== null) continue;
    facility.available = limitNow(run, definition);
  }
}

function limitNow(run: Run, { limit }: Facility): bigint | null {
  return limit ? toMinor(run.rules.evaluate(limit, run), run.mode) : null;
}

function mark(run: Run, facility: FacilityState): void {
  facility.trail.push(opened(run.date, facility));
}

function opened(on: string, { drawn, available }: FacilityState): [string, bigint, bigint] {
  return [on, drawn, available ?? 0n];
}
