import { createHash } from 'node:crypto';
import type { Entities } from '../../domain/event/index.ts';
import { fraction, roundFraction } from '../../domain/rate/index.ts';
import { invariant } from '../../domain/result/index.ts';
import { parseDeal, type Action, type Bond, type Deal } from '../../domain/securitisation/index.ts';
import type { AmountInput, FiguresByKind } from '../../reports/index.ts';
import { readPool } from '../pools/index.ts';
import type { PaperReading } from './reading.ts';

type Paper = FiguresByKind['TERM_SHEET'];
type Terms = Paper['deal'];
type Of = { readonly operator: string; readonly businessDate: string };

/** A published deal with its terms as they stand on the ledger. */
export type PublishedDeal = {
  readonly head: Entities['deal'];
  readonly terms: Deal;
  /** The terms as their parts on the ledger say them: their hash is that of the head. */
  readonly canonical: string;
};

/** Joins the parts of a deal's canonical terms; `null` for a deal that is not there. */
export async function dealOf(reading: PaperReading, id: string): Promise<PublishedDeal | null> {
  const head = await reading.entity('deal', id);
  if (!head) return null;
  const parts = await reading.query<{ body: Entities['dealPart'] }>(
    `select body from book.deal_part where body->>'deal' = $1 order by (body->>'part')::int`,
    [id],
  );
  const canonical = parts.map(({ body }) => body.text).join('');
  const hash = createHash('sha256').update(canonical).digest('hex');
  invariant('INV-S8', hash === head.hash, () => `the terms of deal ${id} have hash ${hash}`);
  const terms = parseDeal(canonical);
  if (!terms.ok) throw new Error(`the terms of deal ${id} cannot be read`);
  return { head, terms: terms.value, canonical };
}

/** Term sheet and prospectus: the terms, the parties, and the pools as they stand. */
export async function termsFigures(
  reading: PaperReading,
  id: string,
  of: Of,
): Promise<Paper | null> {
  const found = await dealOf(reading, id);
  if (!found) return null;
  const acts = await reading.acts(`deal~${id}`, ['deal.publish', 'issue.offer']);
  return { deal: await termsOf(reading, found, of), acts };
}

async function termsOf(
  reading: PaperReading,
  { head, terms, canonical }: PublishedDeal,
  of: Of,
): Promise<Terms> {
  const say = (label: { zh: string; en: string }): string => label[reading.language];
  const amount = amountIn(head.currency);
  const total = Object.values(terms.bonds).reduce((sum, bond) => sum + BigInt(bond.original), 0n);
  return {
    dealId: head.deal,
    dealHash: head.hash,
    canonical,
    version: head.version,
    name: say(terms.name),
    venue: terms.venue,
    currency: head.currency,
    manager: await reading.party(head.manager),
    custodian: await reading.party(head.custodian),
    originator: await reading.party(head.originator),
    publishedOn: head.publishedOn,
    cutOff: terms.dates.cutOff,
    closing: terms.dates.closing,
    firstPayment: terms.dates.firstPayment,
    end: terms.dates.end,
    total: amount(total),
    classes: classesOf(terms, total, { say, amount }),
    fees: Object.values(terms.fees).map(fee => ({
      name: say(fee.label),
      kind: fee.kind,
      ...('amount' in fee ? { amount: amount(BigInt(fee.amount)) } : {}),
    })),
    accounts: Object.values(terms.accounts).map(({ label, kind }) => ({ name: say(label), kind })),
    triggers: terms.triggers.map(({ label, at, curable, fired = false }) => {
      return { name: say(label), at, curable, fired };
    }),
    steps: stepsOf(terms, say),
    pools: await poolsOf(reading, head, of),
  };
}

type Words = {
  readonly say: (label: { zh: string; en: string }) => string;
  readonly amount: (minor: bigint) => AmountInput;
};

function classesOf(terms: Deal, total: bigint, { say, amount }: Words): Terms['classes'] {
  const bonds = Object.entries(terms.bonds).sort(([, a], [, b]) => a.rank - b.rank);
  return bonds.map(([key, bond]) => {
    const original = BigInt(bond.original);
    const below = bonds
      .filter(([, other]) => other.rank > bond.rank)
      .reduce((sum, [, other]) => sum + BigInt(other.original), 0n);
    return {
      key,
      name: say(bond.label),
      rank: bond.rank,
      original: amount(original),
      sharePpm: ppmOf(original, total),
      subordinationPpm: ppmOf(below, total),
      amortisation: bond.amortisation.kind,
      rate: rateText(bond),
      dayCount: bond.interest.dayCount,
      ...(bond.retention ? { retentionPpm: bond.retention.ppm } : {}),
    };
  });
}

/** The coupon: `4.5 %`, `LPR1Y + 0.5 %`, or a dash for a class without one. */
function rateText({ interest }: Bond): string {
  if (interest.kind === 'fixed') return interest.ppb === 0 ? '—' : percentText(interest.ppb);
  if (interest.kind === 'floating') return `${interest.index} + ${percentText(interest.spreadPpb)}`;
  return '—';
}

/** Parts per thousand million as percent, exact: 36,500,000 is 3.65 %. */
function percentText(ppb: number): string {
  const digits = Math.abs(ppb).toString().padStart(8, '0');
  const decimals = digits.slice(-7).replace(/0{1,5}$/, '');
  return `${ppb < 0 ? '-' : ''}${digits.slice(0, -7)}.${decimals} %`;
}

/** Every step of every waterfall in its order; what a condition guards follows it. */
function stepsOf(terms: Deal, say: Words['say']): Terms['steps'] {
  const name = (key: string): string => {
    const known = terms.bonds[key] ?? terms.fees[key] ?? terms.accounts[key];
    return known ? say(known.label) : key;
  };
  return Object.entries(terms.waterfalls).flatMap(([when, actions]) =>
    flattened(actions).map((action, index) => ({
      when,
      seq: index + 1,
      do: action.do,
      ref: action.ref ?? '—',
      from: 'from' in action && action.from ? action.from.map(name).join(', ') : '—',
      for: forOf(action).map(name).join(', ') || '—',
    })),
  );
}

function flattened(actions: readonly Action[]): readonly Action[] {
  return actions.flatMap(action =>
    action.do === 'if'
      ? [action, ...flattened(action.then), ...flattened(action.else ?? [])]
      : [action],
  );
}

function forOf(action: Action): readonly string[] {
  const named: Readonly<Record<string, unknown>> = { ...action };
  const keys = ['fees', 'fee', 'bonds', 'bond', 'group', 'account', 'to', 'facility', 'swap'];
  return keys.flatMap(key => {
    const value = named[key];
    if (typeof value === 'string') return [value];
    return Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];
  });
}

async function poolsOf(
  reading: PaperReading,
  head: Entities['deal'],
  of: Of,
): Promise<Terms['pools']> {
  const amount = amountIn(head.currency);
  const pools: Terms['pools'][number][] = [];
  for (const poolId of Object.values(head.pools)) {
    const book = await readPool(reading.asParty(of.operator), poolId, of.businessDate);
    if (!book) continue;
    const { pool, examination } = book;
    pools.push({
      poolId,
      state: pool.state,
      assets: pool.assets,
      amount: pool.amount,
      eligible: amount(examination.eligible.amount),
      netPoolBalance: amount(examination.excess.netPoolBalance),
    });
  }
  return pools;
}

/** A share of a whole in ppm, half up: it is shown, nothing is tested by it. */
export function ppmOf(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(roundFraction(fraction(part * 1_000_000n, whole), 'halfUp'));
}

export function amountIn(currency: string): (minor: bigint) => AmountInput {
  return minor => ({ minor: minor.toString(), currency });
}
