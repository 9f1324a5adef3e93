import type { CreditEvent } from './events.ts';
import type { Attestation } from './state.ts';

/** The next current attestation of a place: the newest one, or the same one marked withdrawn. */
export function applyAttestation(
  state: Attestation | undefined,
  event: CreditEvent,
): Attestation | undefined {
  const { body, on } = event;
  if (body.kind === 'withdraw') return state && { ...state, withdrawnOn: on };
  return { attestation: body.attestation, recordedOn: on, withdrawnOn: null, body };
}
