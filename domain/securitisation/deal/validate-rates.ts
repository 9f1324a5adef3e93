import type { Deal, Interest, Rate } from './deal.ts';
import { error, strict, warning, type Finding } from './findings.ts';
import type { Formula } from './formula.ts';

const WHOLE_PPB = 1_000_000_000;
const WHOLE_PPM = 1_000_000;
/** A yearly rate below this is a figure in per cent that was not converted. */
const LEAST_PPB = 20_000;
const LEAST_PPM = 20;

/**
 * V-20: rates in their unit. A rate above the whole, or one that is all but nothing, is a figure in
 * per cent where parts per million, or per thousand million, are due.
 */
export function ratesOf(deal: Deal): Finding[] {
  return [
    ...Object.entries(deal.bonds).flatMap(([key, { interest, stepUp }]) => [
      ...interestFindings(deal, interest, `bonds.${key}.interest`),
      ...(stepUp ? within(deal, stepUp.addPpb, `bonds.${key}.stepUp.addPpb`) : []),
    ]),
    ...Object.entries(deal.accounts).flatMap(([key, { interest }]) =>
      interest ? rateFindings(deal, interest.rate, `accounts.${key}.interest.rate`) : [],
    ),
    ...Object.entries(deal.fees).flatMap(([key, fee]) => {
      if (fee.kind !== 'annual' && fee.kind !== 'percent') return [];
      return [
        ...constantFindings(deal, fee.rate, `fees.${key}.rate`),
        ...moneyFindings(fee.of, `fees.${key}.of`),
      ];
    }),
  ];
}

function interestFindings(deal: Deal, interest: Interest, path: string): Finding[] {
  if (interest.kind === 'fixed') return within(deal, interest.ppb, `${path}.ppb`);
  return interest.kind === 'floating' ? within(deal, interest.spreadPpb, `${path}.spreadPpb`) : [];
}

function rateFindings(deal: Deal, rate: Rate, path: string): Finding[] {
  return 'ppb' in rate
    ? within(deal, rate.ppb, `${path}.ppb`)
    : within(deal, rate.spreadPpb, `${path}.spreadPpb`);
}

function within(deal: Deal, ppb: number, path: string): Finding[] {
  const size = Math.abs(ppb);
  if (size > WHOLE_PPB)
    return [error('V-20', path, 'above 100 %: parts per thousand million are due')];
  return size > 0 && size < LEAST_PPB
    ? [
        strict(
          deal,
          'V-20',
          path,
          'all but nothing: parts per thousand million are due, not per cent',
        ),
      ]
    : [];
}

function constantFindings(deal: Deal, rate: Formula, path: string): Finding[] {
  if ('minor' in rate) return [error('V-20', path, 'money where a rate is due')];
  if ('date' in rate) return [error('V-21', path, 'a date where a rate is due')];
  if ('count' in rate && rate.count > 1)
    return [error('V-20', path, 'a count where a rate is due')];
  return 'ppm' in rate ? partFindings(deal, rate.ppm, `${path}.ppm`) : [];
}

function partFindings(deal: Deal, ppm: number, path: string): Finding[] {
  if (ppm > WHOLE_PPM) return [error('V-20', path, 'above 100 %: parts per million are due')];
  if (ppm > 0 && ppm < LEAST_PPM) {
    return [strict(deal, 'V-20', path, 'all but nothing: parts per million are due, not per cent')];
  }
  return ppm > 0 && ppm < 100 ? [warning('V-20', path, 'below 0.01 %')] : [];
}

function moneyFindings(of: Formula, path: string): Finding[] {
  if ('date' in of) return [error('V-21', path, 'a date where money is due')];
  return 'ppm' in of || 'poolFactor' in of
    ? [error('V-20', path, 'a ratio where money is due')]
    : [];
}
