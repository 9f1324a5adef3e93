import type { Bond, BondKind, BondPosition, Interest } from '../../domain/securitisation/index.ts';
import { label } from './accounts.ts';
import { minorText, periodRows, schedule } from './curves.ts';
import { dayCount, pattern } from './dates.ts';
import { formula } from './formula.ts';
import type { Names } from './names.ts';
import type { Node } from './reader.ts';

/** A class. Ranks follow the order of the names, as the file has no other. */
export function bond(name: string, node: Node, rank: number, names: Names): Bond {
  const origin = node.get('bndOriginInfo');
  const info = node.get('bndInterestInfo');
  const [steps, maturity] = [node.get('bndStepUp'), origin.get('maturityDate')];
  const over = overRate(info);
  return {
    label: label(name),
    original: minorText(origin.get('originBalance')),
    amortisation: amortisation(node.get('bndType'), names),
    interest: interest(info, names),
    unpaidInterest: 'carry',
    interestOnInterest: 'simple',
    ...(over ? { overRate: over } : {}),
    ...(steps.isAbsent ? {} : { stepUp: stepUp(steps) }),
    rank,
    issuedOn: origin.get('originDate').date,
    ...(maturity.isAbsent ? {} : { legalMaturity: maturity.date }),
  };
}

function amortisation(node: Node, names: Names): BondKind {
  const { contents } = node;
  switch (node.tag) {
    case 'Sequential':
      return { kind: 'sequential' };
    case 'Equity':
      return { kind: 'equity' };
    case 'Z':
      return { kind: 'accrual' };
    case 'IO':
      return { kind: 'interestOnly' };
    case 'Lockout':
      return { kind: 'lockout', until: contents.date };
    case 'PAC':
      return { kind: 'pac', schedule: schedule(contents) };
    case 'PacAnchor':
      return {
        kind: 'pacAnchored',
        schedule: schedule(contents.at(0)),
        anchor: names.all('class', contents.at(1)),
      };
    case 'AmtByPeriod':
      return { kind: 'balanceByPeriod', rows: periodRows(contents) };
    default:
      node.fault(`no counterpart for a class of kind ${node.tag}`);
      return { kind: 'sequential' };
  }
}

/** The definition of a class's interest; caps and floors are folded into it. */
export function interest(node: Node, names: Names): Interest {
  const { contents } = node;
  switch (node.tag) {
    case 'Fix':
      return { kind: 'fixed', ppb: Number(contents.at(0).ppb), dayCount: dayCount(contents.at(1)) };
    case 'Floater': {
      const [floor, cap] = [contents.at(5), contents.at(6)];
      return {
        kind: 'floating',
        index: contents.at(1).tag,
        spreadPpb: Number(contents.at(2).ppb),
        resets: pattern(contents.at(3)),
        dayCount: dayCount(contents.at(4)),
        ...(floor.isAbsent ? {} : { floorPpb: Number(floor.ppb) }),
        ...(cap.isAbsent ? {} : { capPpb: Number(cap.ppb) }),
      };
    }
    case 'RefRate':
      return {
        kind: 'linked',
        to: formula(contents.at(1), names),
        factorPpm: contents.at(2).ppm,
        resets: pattern(contents.at(3)),
        dayCount: 'ACT/365F',
      };
    case 'RefBal':
      return { ...interest(contents.at(1), names), notional: formula(contents.at(0), names) };
    case 'WithIoI':
      return interest(contents.at(0), names);
    case 'CapRate':
      return bounded(contents, names, 'capPpb');
    case 'FloorRate':
      return bounded(contents, names, 'floorPpb');
    default:
      node.fault(`no counterpart for the interest ${node.tag}`);
      return { kind: 'fixed', ppb: 0, dayCount: 'ACT/365F' };
  }
}

function bounded(contents: Node, names: Names, bound: 'capPpb' | 'floorPpb'): Interest {
  const inner = interest(contents.at(0), names);
  return inner.kind === 'floating' ? { ...inner, [bound]: Number(contents.at(1).ppb) } : inner;
}

function overRate(node: Node): Bond['overRate'] | null {
  if (node.tag !== 'WithIoI') return null;
  const over = node.contents.at(1);
  return over.tag === 'OverFixSpread'
    ? { addPpb: Number(over.contents.ppb) }
    : { ofRatePpm: over.contents.ppm };
}

function stepUp(node: Node): NonNullable<Bond['stepUp']> {
  const { contents } = node;
  const first = { from: contents.at(0).date, addPpb: Number(contents.at(1).ppb) };
  if (node.tag === 'PassDateSpread') return first;
  return { ...first, every: pattern(contents.at(2)) };
}

export function bondPosition(node: Node): BondPosition {
  const accrued = node.get('bndDueIntDate');
  return {
    balance: node.get('bndBalance').minor,
    ratePpb: node.get('bndRate').ppb,
    principalDue: node.get('bndDuePrin').minor,
    interestDue: node.get('bndDueInt').minor,
    onInterest: node.get('bndDueIntOverInt').minor,
    accruedTo: accrued.isAbsent ? null : accrued.date,
  };
}
