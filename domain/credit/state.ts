import type { DefaultBody, ScoreBody, WarningBody } from './events.ts';

/** The current attestation of one place; key `attestation~<place>`. */
export type Attestation = {
  readonly attestation: string;
  readonly recordedOn: string;
  readonly withdrawnOn: string | null;
  readonly body: ScoreBody | WarningBody | DefaultBody;
};

export type CreditEntities = { attestation: Attestation };
