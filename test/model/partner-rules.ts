import { codes, type Codes } from './claim-rules.ts';
import type { ModelLine, ModelPartners, ModelShare } from './partner-state.ts';
import { daysFrom, halfUp, type ModelState } from './state.ts';

export const KINDS = ['base', 'valueAdded', 'data'] as const;
/** The quarter before it is closed, so that these are its months that count. */
export const MONTHS = ['2026-03', '2026-04', '2026-05'] as const;
const FIRST_DAY_AFTER: Readonly<Record<string, string>> = {
  '2026-03': '2026-04-01',
  '2026-04': '2026-05-01',
  '2026-05': '2026-06-01',
};
const FLOOR = 1_000_000n;
const MARGIN_PPM = 100_000n;
const PARTNER_PPM: Readonly<Record<string, bigint>> = { base: 200_000n, valueAdded: 700_000n };
const WHOLE = 1_000_000n;
/** Above a million of the quarter two points more, above five millions five. */
const STEPS = [
  [0n, 0n],
  [100_000_000n, 20_000n],
  [500_000_000n, 50_000n],
] as const;
const WINDOW_DAYS = 90;
const DISPUTE_DAYS = 15;

/** What a partner of high risk must give: a tenth of what it brought in 90 days, up. */
export function required({ partners, today }: ModelState, partner: string): bigint {
  const volume = [...partners.lines.values()]
    .filter(line => line.partner === partner && daysFrom(line.on, today) < WINDOW_DAYS)
    .reduce((sum, { disbursed }) => sum + disbursed, 0n);
  const part = (volume * MARGIN_PPM + WHOLE - 1n) / WHOLE;
  return part > FLOOR ? part : FLOOR;
}

export function earnFaults(
  model: ModelState,
  of: { readonly ref: string; readonly line: ModelLine; readonly risky: string },
): Codes {
  const { partners, today } = model;
  const { partner, kind } = of.line;
  const called = partners.called.get(partner);
  const target = called && called.dueOn < today ? called.target : 0n;
  const least = target > FLOOR ? target : FLOOR;
  return codes(
    [partners.lines.has(of.ref), 'ATTRIBUTION_KNOWN'],
    [partners.closed.has(`${today.slice(0, 7)}~${kind}`), 'SHARE_CLOSED'],
    [kind === 'data', 'NOT_FOUND'],
    [partner === of.risky && partners.heldBy(partner) < least, 'MARGIN_SHORT'],
  );
}

export function closeFaults(
  { partners: { closed }, today }: ModelState,
  month: string,
  kind: string,
): Codes {
  const inOrder = month !== '2026-05' || closed.has(`2026-04~${kind}`);
  return codes(
    [closed.has(`${month}~${kind}`), 'SHARE_CLOSED'],
    [today < (FIRST_DAY_AFTER[month] ?? ''), 'TOO_EARLY'],
    [!inOrder, 'PERIOD_ORDER'],
  );
}

/** Every part of the revenue at the rate of its step of the quarter. */
function grossOf(base: bigint, before: bigint, ppm: bigint): bigint {
  let sum = 0n;
  for (const [at, [from, add]] of STEPS.entries()) {
    const to = STEPS[at + 1]?.[0];
    const low = before > from ? before : from;
    const end = before + base;
    const high = to === undefined || end < to ? end : to;
    if (high > low) sum += (high - low) * (ppm + add);
  }
  // What is left of a unit goes to whose remainder is larger, and to the partner of equal ones.
  return halfUp(sum, WHOLE);
}

export function close(model: ModelState, month: string, kind: string): void {
  const { partners, today } = model;
  partners.closed.add(`${month}~${kind}`);
  const all = [...partners.lines.values(), ...partners.carries];
  const own = all.filter(line => line.on.startsWith(month) && line.kind === kind);
  for (const partner of new Set(own.map(line => line.partner))) {
    const lines = own.filter(line => line.partner === partner);
    const net = lines.reduce((sum, { base }) => sum + base, 0n);
    const disbursed = lines.reduce((sum, line) => sum + line.disbursed, 0n);
    const base = net > 0n ? net : 0n;
    const april = partners.shares.get(`2026-04:${kind}:${partner}`);
    const before = month === '2026-05' ? (april?.base ?? 0n) : 0n;
    const gross = grossOf(base, before, PARTNER_PPM[kind] ?? 0n);
    const due = halfUp(disbursed * 5_000n, WHOLE);
    const reserve = due < gross ? due : gross;
    const sums = { base, gross, reserve, carried: base - net };
    const id = `${month}:${kind}:${partner}`;
    const born = { id, partner, kind, closedOn: today, status: 'computed', payout: '' } as const;
    partners.shares.set(id, { ...born, ...sums });
    if (net < 0n) carry(partners, { partner, kind, base: net, disbursed: 0n, on: month });
  }
}

/** A refund that nothing stood against is a line of the first month that is still open. */
function carry({ closed, carries }: ModelPartners, line: ModelLine): void {
  const later = [...MONTHS, '2026-06'].filter(month => month > line.on);
  const open = later.find(month => !closed.has(`${month}~${line.kind}`));
  carries.push({ ...line, on: open ?? '' });
}

export function settleFaults(
  { partners, today }: ModelState,
  share: ModelShare,
  of: { readonly agrees: boolean; readonly isOwn: boolean },
): Codes {
  const again = partners.orders.get(share.payout)?.status === 'failed';
  const open = share.status !== 'settled';
  return codes(
    [!open && !again, 'SHARE_CLOSED'],
    [share.status === 'disputed' && !of.agrees, 'APPROVALS_MISSING'],
    [
      share.status === 'computed' && !of.agrees && daysFrom(share.closedOn, today) <= DISPUTE_DAYS,
      'TOO_EARLY',
    ],
    [!of.isOwn, 'ACCOUNT_NOT_VERIFIED'],
  );
}

/** Fees become share, platform's part and reserve; once, however often the bank is asked to pay. */
export function settle(model: ModelState, share: ModelShare, payout: string): void {
  const { partners } = model;
  const { partner, base, gross, reserve } = share;
  if (share.status !== 'settled') {
    model.post('2501 platform', `2801 ${partner}`, gross);
    model.post('2501 platform', '3001 platform', base - gross);
    model.post(`2801 ${partner}`, '2701 reserve', reserve);
    partners.reserve += reserve;
  }
  share.status = 'settled';
  const net = gross - reserve;
  if (net === 0n) return;
  share.payout = payout;
  model.post(`2801 ${partner}`, `2301 ${payout}`, net);
  const order = { id: payout, partner, amount: net, of: 'share' } as const;
  partners.orders.set(payout, { ...order, status: 'instructed' });
}

export function disputeFaults({ today }: ModelState, share: ModelShare, isOwn: boolean): Codes {
  const late = daysFrom(share.closedOn, today) > DISPUTE_DAYS;
  return codes(
    [!isOwn, 'NOT_FOUND'],
    [share.status === 'settled' || late, 'SHARE_CLOSED'],
    [share.status === 'disputed', 'STATE_WRONG'],
  );
}
