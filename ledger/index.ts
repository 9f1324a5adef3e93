export {
  LedgerError,
  type Attempt,
  type BlockRecord,
  type Cause,
  type Envelope,
  type EnvelopeRecord,
  type EvaluateOptions,
  type EvaluateResult,
  type KeyWrite,
  type Ledger,
  type LedgerErrorCode,
  type LedgerInfo,
  type LedgerRefusal,
  type MspId,
  type NotSent,
  type Position,
  type Query,
  type SignedAct,
  type SubmitOptions,
  type SubmitResult,
  type TxRecord,
  type TxStatus,
} from './port.ts';
export { validationCodeName, type ValidationCode } from './validation-code.ts';
export { systemClock, type Clock } from './clock.ts';
export type { OutboxStore, PutOff, RelayOutcome, RelayRow } from './outbox-store.ts';
export { startRelay, type Relay, type RelayOptions } from './relay.ts';
export { openLedger, readLedgerChoice, type LedgerChoice } from './open.ts';
export { organisationRoots, type OrganisationRoot } from './roots.ts';
