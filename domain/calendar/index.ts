export * from './business-days.ts';
export * from './date.ts';
export { calendarOf, CN_SSE, T2, WEEKEND } from './calendars.ts';
export {
  chineseDayCount,
  isDayCount,
  yearFraction,
  type DayCount,
  type PeriodFacts,
} from './day-count.ts';
export { datesOf, type DatePattern, type DateRange } from './pattern.ts';
export { advance, rollDate, type Roll, type Step } from './roll.ts';
