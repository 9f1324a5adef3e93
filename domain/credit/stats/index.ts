export * from './ranks.ts';
