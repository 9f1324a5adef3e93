import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { Label, LabelEntities, LabelsOf } from './state.ts';

const gone = change((state: LabelsOf, { label }: { readonly label: string }) => ({
  ...state,
  rows: state.rows.filter(row => row.label !== label),
}));

/** How labels change by events; what was withdrawn keeps its history. */
export const applyLabel: { readonly [T in keyof LabelEntities]: ApplyEntity<LabelEntities[T]> } = {
  label: foldBy<Label>({
    'label.claimed': (_, { kind: _kind, ...label }) => {
      const open = { verifier: null, report: null, reason: null, answeredOn: null };
      return { ...label, ...open, status: 'claimed' };
    },
    'label.verified': change((state, { by, report, on }) => {
      return { ...state, verifier: by, report, answeredOn: on, status: 'verified' };
    }),
    'label.refused': change((state, { by, report, reason, on }) => {
      return { ...state, verifier: by, report, reason, answeredOn: on, status: 'refused' };
    }),
    'label.withdrawn': change((state, { report, reason, on }) => {
      return { ...state, report, reason, answeredOn: on, status: 'withdrawn' };
    }),
  }),
  labelsOf: foldBy<LabelsOf>({
    'label.claimed': (state, { financing, label, taxonomy, amount, until }) => {
      const row = { label, taxonomy, amount: amount.minor, until };
      return { financing, rows: [...(state?.rows ?? []), row] };
    },
    'label.refused': gone,
    'label.withdrawn': gone,
  }),
};
