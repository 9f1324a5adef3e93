export { createHttpHandler, type HttpHandler } from './handler.ts';
export { type LedgerBlock, readBlock } from './ledger-act.ts';
export type {
  ActOutcome,
  DocumentDoor,
  ExaminedItem,
  Examination,
  Examiner,
  IngestDoor,
  IngestPerson,
  SourceDoor,
  Outbox,
  OutboxItem,
  Outcome,
  ReadModel,
  ScreeningAnswer,
  Services,
} from './services.ts';
