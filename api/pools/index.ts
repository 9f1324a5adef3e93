export { LEDGER_RULES_HASH, readPool, type PoolBook } from './pool-book.ts';
