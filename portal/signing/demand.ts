import { useQuery } from '@tanstack/react-query';
import type { Me } from '../app/me.ts';
import { demandOfWaiting, sendAct, type Demand } from './send.ts';
import type { ToSign } from './sheet.tsx';

/** What this person is asked for before signing. */
export type Asked = {
  /** Still being asked: nothing can be signed yet. */
  readonly pending: boolean;
  readonly total: Demand['total'];
  /** The last four digits of the total, to be typed from band B2 on; `null` below. */
  readonly digits: string | null;
  /** A one-time code comes before the signature. */
  readonly code: boolean;
};

/** Asks the ledger's rules what signing takes; a refusal of the preview is told when one signs. */
export function useAsked(toSign: ToSign, me: Me): Asked {
  const { act, waiting, transient } = toSign;
  const asked = useQuery({
    queryKey: ['demand', act.id],
    queryFn: async () => {
      if (waiting === true) return demandOfWaiting(act.id);
      const options = { dryRun: true, ...(transient === undefined ? {} : { transient }) };
      const { demand } = await sendAct(act, [], options);
      return { demand: demand ?? null, steppedUp: false };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const { demand, steppedUp } = asked.data ?? { demand: null, steppedUp: false };
  return {
    pending: asked.isPending,
    total: demand?.total ?? null,
    digits: digitsOf(demand),
    // Only the actor's own people confirm a second factor.
    code: act.actor === me.party.objectId && isCodeWanted(demand, steppedUp),
  };
}

function isCodeWanted(demand: Demand | null, steppedUp: boolean): boolean {
  return demand?.stepUp === 'all' || (demand?.stepUp === 'one' && !steppedUp);
}

function digitsOf(demand: Demand | null): string | null {
  if (demand?.total == null || (demand.band !== 'B2' && demand.band !== 'B3')) return null;
  return demand.total.minor.slice(-4);
}
