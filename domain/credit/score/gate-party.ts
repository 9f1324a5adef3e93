import { daysBetween } from '../../calendar/index.ts';
import type { Supplied } from '../facts/facts.ts';
import type { Gate, GateContext, GateFinding } from './gates.ts';
import type { GateEvidence } from './gate-facts.ts';

/** G01: a hit that nobody resolved, or no screening of the day. */
const screening: Gate = context =>
  over(context.facts.screening, ({ screenedOn, openHits }) => {
    const age = daysBetween(screenedOn, context.asOf);
    const stale = age < 0 || age >= freshness(context, 'screening');
    return verdict(!stale && openHits.length === 0, [
      evidence('screenedOn', screenedOn),
      ...openHits.map(hit => evidence('openHit', hit)),
    ]);
  });

/** G02: on a negative list, or the lists were not read lately. */
const negativeList: Gate = context =>
  over(context.facts.negativeLists, ({ checkedOn, hits }) => {
    const stale = daysBetween(checkedOn, context.asOf) > freshness(context, 'negativeList');
    return verdict(!stale && hits.length === 0, [
      evidence('checkedOn', checkedOn),
      ...hits.map(hit => evidence('hit', hit)),
    ]);
  });

/** G03: identity or owners incomplete, or refreshed longer ago than the policy's days. */
const identity: Gate = context =>
  over(context.facts.identity, row => {
    const old = daysBetween(row.refreshedOn, context.asOf) > freshness(context, 'kyc');
    return verdict(row.complete && row.ownersComplete && !old, [
      evidence('complete', String(row.complete)),
      evidence('ownersComplete', String(row.ownersComplete)),
      evidence('refreshedOn', row.refreshedOn),
    ]);
  });

/** G04: restricted industry or use of funds. */
const business: Gate = ({ facts, policy }) =>
  over(facts.business, ({ industry, use }) => {
    const barred =
      policy.gates.restrictedIndustries.includes(industry) ||
      policy.gates.restrictedUses.includes(use);
    return verdict(!barred, [evidence('industry', industry), evidence('use', use)]);
  });

/** G09: sales to affiliates above the cap. */
const affiliates: Gate = ({ vector, policy, facts }) => {
  const share = vector['D5.6'];
  if (facts.role === 'buyer') return notClaimant();
  if (!share?.observed) return unknown('relatedShare');
  const over = share.value > policy.gates.affiliateSharePpm / 1_000_000;
  return verdict(!over, [evidence('relatedShare', String(share.value))]);
};

/** G10: a buyer in default, or too much of its balance 90 days overdue. */
const buyerRecord: Gate = ({ facts, policy }) =>
  over(facts.buyerRecords, rows => {
    const bad = rows.filter(
      row =>
        row.inDefault ||
        (row.over90Minor > 0n &&
          row.over90Minor * 1_000_000n >= row.balanceMinor * BigInt(policy.gates.crossAgePpm)),
    );
    return verdict(
      bad.length === 0,
      rows.map(row =>
        evidence(row.buyer, `${row.over90Minor} of ${row.balanceMinor} 90 days overdue`),
      ),
    );
  });

/** G13: a circular trade that a person confirmed. */
const circular: Gate = ({ facts }) =>
  over(facts.circularTrades, rows =>
    verdict(
      rows.length === 0,
      rows.map(row => evidence('circularTrade', row)),
    ),
  );

/** G14: a void or red note after funding. */
const afterFunding: Gate = ({ facts }) =>
  over(facts.voidedAfterFunding, rows =>
    verdict(
      rows.length === 0,
      rows.map(row => evidence('voidedAfterFunding', row)),
    ),
  );

/** G15: an evidence source beyond its time to live, or the ledger gap above its bound. */
const sources: Gate = context =>
  over(context.facts.sources, rows => {
    const stale = rows.filter(
      row => daysBetween(row.lastOn, context.asOf) > freshness(context, row.kind),
    );
    const gap = context.vector['D5.3'];
    if (context.facts.role === 'supplier' && !gap?.observed) return unknown('ledgerGap');
    const bound = context.policy.gates.ledgerGapPpm / 1_000_000;
    const wide = gap?.observed === true && gap.value > bound;
    return verdict(rows.length > 0 && stale.length === 0 && !wide, [
      ...rows.map(row => evidence(row.source, row.lastOn)),
      ...(gap?.observed ? [evidence('ledgerGap', String(gap.value))] : []),
    ]);
  });

/** G16: overdue with any funder of the platform for longer than the bound. */
const overdue: Gate = ({ facts, policy }) =>
  over(facts.overdues, rows =>
    verdict(
      rows.every(row => row.days <= policy.gates.borrowerOverdueDaysMax),
      rows.map(row => evidence(row.ref, `${row.days} days`)),
    ),
  );

/** G17: a source used without consent or licence. */
const consent: Gate = ({ facts }) =>
  over(facts.consents, rows =>
    verdict(
      rows.length > 0 && rows.every(row => row.consent && row.licence),
      rows.map(row => evidence(row.source, row.consent && row.licence ? 'given' : 'missing')),
    ),
  );

/** G18: an approver related to the borrower. */
const approver: Gate = ({ facts }) =>
  over(facts.approvers, rows =>
    verdict(
      rows.length > 0 && rows.every(row => !row.related),
      rows.map(row => evidence(row.person, row.related ? 'related' : 'unrelated')),
    ),
  );

/** G19: no room on the anchor's line, or a concentration is full. A buyer's own line comes later. */
const anchorRoom: Gate = ({ facts }) => {
  if (facts.role === 'buyer') return notClaimant();
  return over(facts.anchorRoom, row =>
    verdict(row.roomMinor > 0n && !row.concentrationFull, [
      evidence('roomMinor', row.roomMinor.toString()),
      evidence('concentrationFull', String(row.concentrationFull)),
    ]),
  );
};

/** G20: debt service cover on lines at the platform's own risk. */
const repayment: Gate = ({ facts, vector, policy }) => {
  if (facts.product !== 'ownRisk') return verdict(true, [evidence('product', facts.product)]);
  const cover = vector['D4.4'];
  if (!cover?.observed) return unknown('debtServiceCover');
  const enough = cover.value >= policy.gates.dscrPpm / 1_000_000;
  return verdict(enough, [evidence('debtServiceCover', String(cover.value))]);
};

export const PARTY_GATES = {
  G01: screening,
  G02: negativeList,
  G03: identity,
  G04: business,
  G09: affiliates,
  G10: buyerRecord,
  G13: circular,
  G14: afterFunding,
  G15: sources,
  G16: overdue,
  G17: consent,
  G18: approver,
  G19: anchorRoom,
  G20: repayment,
};

/** A claim gate on a party that claims nothing: it passes because there is nothing to look at. */
export function notClaimant(): GateFinding {
  return verdict(true, [evidence('role', 'buyer')]);
}

export function verdict(passed: boolean, rows: readonly GateEvidence[]): GateFinding {
  return { status: passed ? 'PASS' : 'FAIL', evidence: rows };
}

export function evidence(fact: string, value: string): GateEvidence {
  return { fact, value };
}

export function unknown(fact: string): GateFinding {
  return { status: 'NOT_EVALUABLE', evidence: [evidence(fact, 'missing')] };
}

/** Reads a supplied section, or answers that the gate cannot be evaluated and why. */
export function over<T>(section: Supplied<T>, read: (value: T) => GateFinding): GateFinding {
  if (section.supplied) return read(section.value);
  return { status: 'NOT_EVALUABLE', evidence: [evidence('reason', section.reason)] };
}

/** Days that a source stays good; an unknown kind has none. */
function freshness(context: GateContext, kind: string): number {
  return context.policy.freshnessDays[kind] ?? 0;
}
