export type {
  AttemptNote,
  NewOutboxRow,
  OutboxRow,
  OutboxSchema,
  OutboxState,
  OutboxStatus,
  Outcome,
} from './outbox-row.ts';
export { Outbox, OutboxConflict, outboxStatus, saveToOutbox } from './outbox.ts';
