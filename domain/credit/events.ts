import type { creditKinds } from '../act/kinds/credit.ts';
import type { Infer } from '../act/schema.ts';
import type { EntityRef } from '../event/entity-ref.ts';
import type { CreditRole, Product } from './words.ts';

/** The body of `attestation.record` (CR-80), by `kind`. */
export type AttestationBody = Infer<(typeof creditKinds)['attestation.record']['body']>;
export type ScoreBody = Extract<AttestationBody, { kind: 'score' }>;
export type WarningBody = Extract<AttestationBody, { kind: 'warning' }>;
export type DefaultBody = Extract<AttestationBody, { kind: 'default' }>;

export type CreditEvent = {
  readonly kind: 'attestation.recorded';
  readonly on: string;
  readonly body: AttestationBody;
};

/** Which attestation one asks for: a score is one of subject, role and product (INV-C7). */
export type AttestationPlace =
  | {
      readonly kind: 'score';
      readonly subject: string;
      readonly role: CreditRole;
      readonly product: Product;
    }
  | { readonly kind: 'warning' | 'default'; readonly subject: string };

/** The id of the row that holds the current attestation of a place. */
export function attestationId(place: AttestationPlace): string {
  if (place.kind !== 'score') return `${place.kind}~${place.subject}`;
  return `score~${place.subject}~${place.role}~${place.product}`;
}

/** The row that a body changes; a withdrawal names the place of what it withdraws. */
export function placeOf(body: AttestationBody): AttestationPlace {
  const { subject } = body;
  if (body.kind !== 'withdraw') {
    return body.kind === 'score'
      ? { kind: 'score', subject, role: body.role, product: body.product }
      : { kind: body.kind, subject };
  }
  if (body.of === 'warning') return { kind: 'warning', subject };
  const { role = 'supplier', product = 'confirmedReceivable' } = body;
  return { kind: 'score', subject, role, product };
}

/** Which entities an event changes. */
export const creditTargets: {
  readonly 'attestation.recorded': (event: CreditEvent) => readonly EntityRef[];
} = {
  'attestation.recorded': ({ body }) => [{ type: 'attestation', id: attestationId(placeOf(body)) }],
};
