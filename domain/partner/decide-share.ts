import type { Act } from '../act/index.ts';
import { addMonths } from '../calendar/index.ts';
import { firstOf, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import { byCodeUnit } from '../wire/index.ts';
import { partnerFault, type Standing } from './decide-partner.ts';
import { profitOf, reserveOf, splitShare } from './share.ts';
import type {
  Attribution,
  ClosedKind,
  Partner,
  Share,
  ShareClose,
  ShareDelta,
  ShareKind,
} from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export const PROFIT_PPM = { key: 'share.profitPpm', fallback: 50_000 } as const;

export type AttributionState = {
  readonly known: ReadonlyMap<string, Attribution>;
  readonly standings: ReadonlyMap<string, Standing>;
  /** Kinds whose month is settled. */
  readonly closed: readonly ShareClose[];
};

/** `attribution.record`: lines are attributed when they are earned, each once, to one partner. */
export function decideAttribution(
  state: AttributionState,
  act: Act<'attribution.record'>,
  context: Context,
): Decision {
  const { body, businessDate: on } = act;
  const fault = firstOf([
    ...body.lines.flatMap(line => lineFaults(state, line, body.lines)),
    ...[...state.standings].flatMap(([id, standing]) => partnerFault(standing, id, context) ?? []),
  ]);
  if (fault) return fail(fault);
  const lines = body.lines.map(({ kind: of, disbursed, ...line }) => {
    return { ...line, of, disbursed: disbursed ?? null, on };
  });
  return ok([{ kind: 'attribution.recorded', lines, sums: sumsOf(lines, act.id, on) }]);
}

type Line = Act<'attribution.record'>['body']['lines'][number];

function lineFaults(
  state: AttributionState,
  line: Line,
  lines: readonly Line[],
): readonly Refusal[] {
  const { ref, kind, partner } = line;
  const holder = state.known.get(ref)?.partner ?? (isTwice(lines, ref) ? partner : null);
  if (holder !== null) return [{ code: 'ATTRIBUTION_KNOWN', facts: { ref, partner: holder } }];
  const other = currencyOf(line);
  if (other) return [{ code: 'CURRENCY_MISMATCH', facts: { a: other, b: 'CNY' } }];
  const settled = state.closed.find(({ of }) => of === kind);
  if (settled) return [{ code: 'SHARE_CLOSED', facts: { period: `${settled.period} ${kind}` } }];
  const terms = state.standings.get(partner)?.partner;
  return terms && !terms.shares[kind] ? [{ code: 'NOT_FOUND', facts: { id: partner } }] : [];
}

/** Another currency than CNY, in which partners do not earn yet. */
function currencyOf({ base, disbursed }: Line): string | undefined {
  const sums = disbursed ? [base, disbursed] : [base];
  return sums.find(({ currency }) => currency !== 'CNY')?.currency;
}

function isTwice(lines: readonly Line[], ref: string): boolean {
  return lines.filter(line => line.ref === ref).length > 1;
}

/** One row for each partner and kind of an act. */
function sumsOf(lines: readonly Attribution[], act: string, on: string): readonly ShareDelta[] {
  const sums = new Map<string, ShareDelta>();
  for (const { partner, of, base, disbursed } of lines) {
    const place = `${partner} ${of}`;
    const before = sums.get(place) ?? {
      ...{ partner, of, on, act },
      ...{ base: '0', disbursed: '0', lines: 0 },
    };
    sums.set(place, {
      ...before,
      base: (BigInt(before.base) + BigInt(base.minor)).toString(),
      disbursed: (BigInt(before.disbursed) + BigInt(disbursed?.minor ?? '0')).toString(),
      lines: before.lines + 1,
    });
  }
  return [...sums.values()];
}

export type CloseState = {
  readonly closed: ShareClose | undefined;
  /** Closings that must have come before: of the quarter's earlier months, or of all its months. */
  readonly earlier: readonly (readonly [period: string, closed: boolean])[];
  readonly rows: readonly ShareDelta[];
  readonly partners: ReadonlyMap<string, Partner>;
  /** Statements of the months before, or of the whole quarter for its profit. */
  readonly before: readonly Share[];
  /** The first month after it that is not closed: what a refund leaves below zero goes there. */
  readonly carryTo: string;
};

/** `share.preview`: what closing the period would compute of what is there now; writes nothing. */
export function previewShares(
  state: CloseState,
  body: Act<'share.close'>['body'],
  context: Context,
): readonly Share[] {
  const { businessDate } = context;
  const act = { id: '', kind: 'share.close', actor: context.channel.operator, businessDate, body };
  const closing = act as Act<'share.close'>;
  return sharesOf(state, closing, context).shares;
}

/** `share.close`: what each partner earned in a month, or of a quarter's profit; once. */
export function decideShareClose(
  state: CloseState,
  act: Act<'share.close'>,
  context: Context,
): Decision {
  const { period, kind: of } = act.body;
  const fault = periodFault(state, act);
  if (fault) return fail(fault);
  const { shares, carries } = sharesOf(state, act, context);
  const on = act.businessDate;
  return ok([{ kind: 'share.computed', period, of, partners: shares.length, shares, carries, on }]);
}

function periodFault(state: CloseState, act: Act<'share.close'>): Refusal | null {
  const { period, kind, profit } = act.body;
  const isQuarter = /^\d{4}-Q[1-4]$/.test(period);
  const fits = kind === 'profit' ? isQuarter && profit !== undefined : isMonth(period) && !profit;
  if (!fits) {
    const faults = [`act.body.period: ${period} for ${kind}`];
    return { code: 'ACT_MALFORMED', facts: { n: 1, faults } };
  }
  if (state.closed) return { code: 'SHARE_CLOSED', facts: { period } };
  const from = nextPeriodFrom(period);
  if (act.businessDate < from) {
    return { code: 'TOO_EARLY', facts: { kind: act.kind, date: from } };
  }
  const open = state.earlier.find(([, closed]) => !closed);
  return open ? { code: 'PERIOD_ORDER', facts: { earlier: open[0], month: period } } : null;
}

/** A month of a year, `2026-03`. */
export function isMonth(period: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(period);
}

/** The first day after a month or a quarter. */
export function nextPeriodFrom(period: string): string {
  const months = monthsOf(period);
  return addMonths(`${months.at(-1) ?? period}-01`, 1);
}

/** The months of a quarter; a month itself. */
export function monthsOf(period: string): readonly string[] {
  const [year = '', quarter = ''] = period.split('-Q');
  if (quarter === '') return [period];
  const first = (Number(quarter) - 1) * 3 + 1;
  return [0, 1, 2].map(at => `${year}-${String(first + at).padStart(2, '0')}`);
}

/** The months of a month's quarter that lie before it. */
export function monthsBefore(month: string): readonly string[] {
  const [year = '', number = '1'] = month.split('-');
  const quarter = Math.ceil(Number(number) / 3);
  return monthsOf(`${year}-Q${quarter}`).filter(other => other < month);
}

function sharesOf(state: CloseState, act: Act<'share.close'>, context: Context): Computed {
  const { kind: of } = act.body;
  return of === 'profit' ? profits(state, act, context) : months(state, act, of);
}

type Computed = { readonly shares: readonly Share[]; readonly carries: readonly ShareDelta[] };

function months(state: CloseState, act: Act<'share.close'>, of: ShareKind): Computed {
  const { period } = act.body;
  const shares: Share[] = [];
  const carries: ShareDelta[] = [];
  for (const partner of [...new Set(state.rows.map(row => row.partner))].sort(byCodeUnit)) {
    const own = state.rows.filter(row => row.partner === partner);
    const total = (field: 'base' | 'disbursed'): bigint =>
      own.reduce((sum, row) => sum + BigInt(row[field]), 0n);
    const net = total('base');
    const base = net > 0n ? net : 0n;
    const before = state.before
      .filter(share => share.partner === partner && share.of === of)
      .reduce((sum, share) => sum + BigInt(share.base), 0n);
    const terms = state.partners.get(partner)?.shares[of];
    invariant('STATE', terms !== undefined, () => `${partner} has no terms for ${of}`);
    const { gross, platform } = splitShare(base, before, terms);
    const disbursed = total('disbursed');
    const { reserve, invoiced } = reserveOf(disbursed, gross);
    const carried = base - net;
    const lines = own.reduce((sum, row) => sum + row.lines, 0);
    const sums = { base, before, gross, platform, disbursed, reserve, invoiced, carried };
    shares.push(shareOf(act, { partner, of, period, lines }, sums));
    if (carried > 0n) carries.push(carriedRow(state, act, { partner, of, carried }));
  }
  return { shares, carries };
}

/** Revenue below zero is a line of the next open month's first day. */
function carriedRow(
  { carryTo }: CloseState,
  act: Act<'share.close'>,
  { partner, of, carried }: { partner: string; of: ShareKind; carried: bigint },
): ShareDelta {
  const on = `${carryTo}-01`;
  const base = (-carried).toString();
  return { partner, of, on, act: act.id, base, disbursed: '0', lines: 1 };
}

function profits(state: CloseState, act: Act<'share.close'>, context: Context): Computed {
  const { period, profit } = act.body;
  const parameter = context.parameters.get(PROFIT_PPM.key);
  const ppm = Number(parameterAt(parameter, context.businessDate, PROFIT_PPM.fallback));
  const revenue = new Map<string, bigint>();
  for (const { partner, base } of state.before) {
    revenue.set(partner, (revenue.get(partner) ?? 0n) + BigInt(base));
  }
  const all = [...revenue.values()].reduce((a, b) => a + b, 0n);
  const none = { before: 0n, platform: 0n, disbursed: 0n, reserve: 0n, invoiced: 0n, carried: 0n };
  const shares = [...revenue]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([partner, own]) => {
      const of = {
        profit: BigInt(profit?.minor ?? '0'),
        profitPpm: BigInt(ppm),
        revenue: own,
        all,
      };
      const gross = profitOf(of);
      const sums = { ...none, base: gross, gross };
      return gross === 0n ? [] : [shareOf(act, { partner, of: 'profit', period, lines: 1 }, sums)];
    });
  return { shares, carries: [] };
}

type Sums = Readonly<
  Record<
    'base' | 'before' | 'gross' | 'platform' | 'disbursed' | 'reserve' | 'invoiced' | 'carried',
    bigint
  >
>;

function shareOf(
  act: Act<'share.close'>,
  of: {
    readonly partner: string;
    readonly of: ClosedKind;
    readonly period: string;
    readonly lines: number;
  },
  sums: Sums,
): Share {
  const { base, before, gross, platform, disbursed, reserve, invoiced, carried } = sums;
  return {
    share: `${of.period}:${of.of}:${of.partner}`,
    ...of,
    base: base.toString(),
    before: before.toString(),
    gross: gross.toString(),
    platform: platform.toString(),
    disbursed: disbursed.toString(),
    reserve: reserve.toString(),
    invoiced: invoiced.toString(),
    carried: carried.toString(),
    closedOn: act.businessDate,
    status: 'computed',
    dispute: null,
    payout: null,
  };
}
