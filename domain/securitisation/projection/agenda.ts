import { calendarOf, datesOf, rollDate, WEEKEND } from '../../calendar/index.ts';
import type { BusinessDate, DatePattern } from '../../calendar/index.ts';
import type { Deal, Key } from '../deal/deal.ts';
import type { Status } from '../deal/deal.ts';

/** What a deal does on a date of its own accord. */
export type Item =
  | { readonly do: 'collect' | 'close' | 'pay'; readonly date: BusinessDate }
  | {
      readonly do:
        | 'resetSwap'
        | 'stepUp'
        | 'resetRate'
        | 'accountInterest'
        | 'accountRate'
        | 'resetFacility'
        | 'accrueFee'
        | 'settleSwap';
      readonly date: BusinessDate;
      readonly key: Key;
    };

/** The order of one date (SEC-40): fixings, interest, collections, closing, payment, fees. */
const ORDER: readonly Item['do'][] = [
  'resetSwap',
  'stepUp',
  'resetRate',
  'accountInterest',
  'resetFacility',
  'accountRate',
  'collect',
  'close',
  'pay',
  'accrueFee',
  'settleSwap',
];

/** Every item of a deal's life, by date and then by the order of a date. */
export function agendaOf(deal: Deal, status: Status): Item[] {
  const { dates } = deal;
  const items: Item[] = [
    ...series(deal, dates.firstCollection, dates.collection).map(date => ({
      do: 'collect' as const,
      date,
    })),
    ...series(deal, dates.firstPayment, dates.payment).map(date => ({ do: 'pay' as const, date })),
    ...(status === 'preClosing' ? [{ do: 'close' as const, date: dates.closing }] : []),
    ...bondItems(deal),
    ...feeItems(deal),
    ...otherItems(deal),
  ];
  const place = (item: Item): string =>
    `${item.date}${String(ORDER.indexOf(item.do)).padStart(2, '0')}`;
  return items
    .map((item, index) => ({ item, key: place(item), index }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
    .map(({ item }) => item);
}

/** Dates from the first on; the last day of the deal is not one of them. */
export function series(deal: Deal, first: BusinessDate, pattern: DatePattern): BusinessDate[] {
  const { end, calendar, roll } = deal.dates;
  const plain = [first, ...datesOf(pattern, { from: first, to: end, open: 'both' })];
  if (roll === 'unadjusted') return plain;
  const days = calendarOf(calendar) ?? WEEKEND;
  const rolled = plain.map(date => {
    const moved = rollDate(date, roll, days);
    // Past the loaded years a projection counts week-ends (SEC-9).
    const known = moved.ok ? moved : rollDate(date, roll, WEEKEND);
    return known.ok ? known.value : date;
  });
  return [...new Set(rolled)];
}

function bondItems(deal: Deal): Item[] {
  const { closing, end } = deal.dates;
  return Object.entries(deal.bonds).flatMap(([key, { interest, stepUp }]) => {
    const resets =
      interest.kind === 'fixed' ? [] : datesOf(interest.resets, { from: closing, to: end });
    const steps = !stepUp
      ? []
      : stepUp.every
        ? [stepUp.from, ...datesOf(stepUp.every, { from: stepUp.from, to: end, open: 'both' })]
        : [stepUp.from];
    return [
      ...resets.map(date => ({ do: 'resetRate' as const, date, key })),
      ...steps.map(date => ({ do: 'stepUp' as const, date, key })),
    ];
  });
}

/** Days on which a fee falls due by itself; other fees fall due by an action. */
function feeItems(deal: Deal): Item[] {
  const { end } = deal.dates;
  return Object.entries(deal.fees).flatMap(([key, fee]): Item[] => {
    const on = (dates: readonly BusinessDate[]): Item[] =>
      dates.map(date => ({ do: 'accrueFee', date, key }));
    if (fee.kind === 'fixed') return on([fee.from]);
    if (fee.kind === 'dated') return on(fee.rows.map(([date]) => date));
    if (fee.kind === 'recurring' || fee.kind === 'perCount' || fee.kind === 'table') {
      return on(datesOf(fee.dates, { from: fee.from, to: end }));
    }
    return [];
  });
}

function otherItems(deal: Deal): Item[] {
  const { end } = deal.dates;
  const accounts = Object.entries(deal.accounts).flatMap(([key, { interest }]): Item[] => {
    if (!interest) return [];
    const within = { from: interest.from, to: end };
    const paid = datesOf(interest.paid, within);
    const resets = 'ppb' in interest.rate ? [] : datesOf(interest.rate.resets, within);
    return [
      ...paid.map(date => ({ do: 'accountInterest' as const, date, key })),
      ...resets.map(date => ({ do: 'accountRate' as const, date, key })),
    ];
  });
  const facilities = Object.entries(deal.facilities).flatMap(([key, { resets, from }]): Item[] =>
    resets
      ? datesOf(resets, { from, to: end }).map(date => ({ do: 'resetFacility', date, key }))
      : [],
  );
  const swaps = Object.entries(deal.swaps).flatMap(([key, swap]): Item[] => {
    const within = { from: swap.from, to: end, open: 'both' } as const;
    const settled = swap.settles ? datesOf(swap.settles.dates, within) : [];
    return [
      ...datesOf(swap.resets, within).map(date => ({ do: 'resetSwap' as const, date, key })),
      ...settled.map(date => ({ do: 'settleSwap' as const, date, key })),
    ];
  });
  return [...accounts, ...facilities, ...swaps];
}
