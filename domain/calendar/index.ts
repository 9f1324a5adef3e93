export * from './business-days.ts';
export * from './date.ts';
