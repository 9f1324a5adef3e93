import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { Dispute, DisputeEntities, DisputeStatus } from './state.ts';

/** How a case changes by events. */
export const applyDispute: {
  readonly [T in keyof DisputeEntities]: ApplyEntity<DisputeEntities[T]>;
} = {
  dispute: foldBy<Dispute>({
    'dispute.opened': (_, event) => {
      const { dispute, object, receivable, opener, other, about: kind, amount, evidence } = event;
      const place = { dispute, object, receivable, opener, other, kind, amount, evidence };
      const nobody = { mediator: null, arbitrator: null, award: null, steps: [], endedOn: null };
      const begun = { openedOn: event.on, pausedDays: 0, version: 1, status: 'open' } as const;
      return { ...place, ...nobody, ...begun };
    },
    'dispute.answered': change((state, { evidence }) => {
      return { ...moved(state, 'answered'), evidence: [...state.evidence, ...evidence] };
    }),
    'dispute.mediated': change((state, { neutral, evidence }) => {
      const known = [...state.evidence, ...evidence];
      return { ...moved(state, 'mediation'), mediator: neutral, evidence: known };
    }),
    'dispute.escalated': change((state, { neutral, evidence }) => {
      const known = [...state.evidence, ...evidence];
      return { ...moved(state, 'arbitration'), arbitrator: neutral, evidence: known };
    }),
    'dispute.paused': change((state, { days }) => {
      return { ...moved(state, state.status), pausedDays: state.pausedDays + days };
    }),
    'dispute.withdrawn': change((state, { on }) => ended(state, 'closed', on)),
    'dispute.settled': change((state, { on, award }) => ({ ...ended(state, 'closed', on), award })),
    'dispute.awarded': change((state, { on, award, closes }) => {
      return { ...(closes ? ended(state, 'closed', on) : moved(state, 'awarded')), award };
    }),
    'dispute.paid': change((state, { on, closes }) => {
      return closes ? ended(state, 'closed', on) : moved(state, state.status);
    }),
    'dispute.enforced': change(state => moved(state, 'enforcement')),
    'dispute.stepped': change((state, { step, amount, proof, on, closes }) => {
      const status = step === 'paid' ? 'closed' : 'closedUnpaid';
      const steps = [...state.steps, { step, amount, proof, on }];
      return { ...(closes ? ended(state, status, on) : moved(state, state.status)), steps };
    }),
  }),
};

function moved(state: Dispute, status: DisputeStatus): Dispute {
  return { ...state, status, version: state.version + 1 };
}

function ended(state: Dispute, status: DisputeStatus, endedOn: string): Dispute {
  return { ...moved(state, status), endedOn };
}
