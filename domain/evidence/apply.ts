import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { Disclosure } from './disclosure.ts';
import type { EvidenceEntities } from './state.ts';

/** How anchors and issued documents change by events. */
export const applyEvidence: {
  readonly [T in keyof EvidenceEntities]: ApplyEntity<EvidenceEntities[T]>;
} = {
  evidence: (state, event) =>
    event.kind === 'evidence.anchored' ? { ...event.anchor, on: event.on } : state,
  erasure: (state, event) => {
    if (event.kind !== 'subject.erased') return state;
    const { party, subject, request, on } = event;
    return { party, subject, request, on };
  },
  document: (state, event, id) => {
    if (event.kind === 'document.withdrawn' && state) {
      const { reason, notice, on } = event;
      return { ...state, state: 'withdrawn', withdrawal: { reason, notice, on } };
    }
    if (event.kind !== 'document.anchored') return state;
    const { anchor, on } = event;
    if (anchor.documentId !== id) {
      return state && { ...state, state: 'superseded', supersededBy: anchor.documentId };
    }
    return { ...anchor, state: 'current', on, supersededBy: null, withdrawal: null };
  },
  documentNumber: (state, event) => {
    if (event.kind !== 'document.anchored') return state;
    return { number: event.anchor.number, documentId: event.anchor.documentId };
  },
  documentSeries: (state, event) => {
    if (event.kind !== 'document.reserved') return state;
    return { issuer: event.issuer, kind: event.series, reservedTo: event.to };
  },
  disclosure: foldBy<Disclosure>({
    'disclosure.requested': (_state, { terms, by, on }) => {
      return { ...terms, state: 'requested', by, requestedOn: on };
    },
    'disclosure.granted': change((state, { on }) => {
      return { ...state, state: 'granted', grantedOn: on };
    }),
    'disclosure.ended': change((state, { on }) => {
      const grantedOn = state.state === 'granted' ? state.grantedOn : null;
      return { ...state, state: 'ended', grantedOn, endedOn: on };
    }),
  }),
};
