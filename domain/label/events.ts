import type { EntityRef } from '../event/entity-ref.ts';
import type { Label } from './state.ts';

type Answer = {
  readonly label: string;
  readonly financing: string;
  readonly by: string;
  readonly report: string;
  readonly reason: string | null;
  readonly on: string;
};

export type LabelEvent =
  | ({ readonly kind: 'label.claimed' } & Omit<
      Label,
      'status' | 'verifier' | 'report' | 'reason' | 'answeredOn'
    >)
  | ({ readonly kind: 'label.verified' | 'label.refused' | 'label.withdrawn' } & Answer);

const targetsOf = (event: {
  readonly label: string;
  readonly financing: string;
}): readonly EntityRef[] => [
  { type: 'label', id: event.label },
  { type: 'labelsOf', id: event.financing },
];

/** Which entities an event changes. */
export const labelTargets: {
  readonly [K in LabelEvent['kind']]: typeof targetsOf;
} = {
  'label.claimed': targetsOf,
  'label.verified': targetsOf,
  'label.refused': targetsOf,
  'label.withdrawn': targetsOf,
};
