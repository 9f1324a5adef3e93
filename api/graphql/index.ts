export { createHttpHandler, type HttpHandler } from './handler.ts';
export { type LedgerBlock, readBlock } from './ledger-act.ts';
export type {
  ActOutcome,
  DocumentDoor,
  IngestDoor,
  Outbox,
  OutboxItem,
  Outcome,
  ReadModel,
  Services,
} from './services.ts';
