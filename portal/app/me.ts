import type { UseQueryResult } from '@tanstack/react-query';
import { useAsk } from './graphql.ts';

export type Me = {
  person: string | null;
  name: string;
  party: { objectId: string; name: string | null; kinds: string[] };
  roles: string[];
  capabilities: string[];
  keys: { objectId: string; class: string; status: string; validUntil: string | null }[];
};

export type DayStatus = {
  businessDate: string | null;
  openDays: string[];
  clock: string | null;
  channel: string;
};

const ME = `{ me { person name roles capabilities
  party { objectId name kinds } keys { objectId class status validUntil } } }`;
const DAY = '{ day { businessDate openDays clock channel } }';

export function useMe(enabled: boolean, everyMs?: number): UseQueryResult<{ me: Me }> {
  return useAsk<{ me: Me }>(ME, {}, { enabled, ...(everyMs === undefined ? {} : { everyMs }) });
}

export function useDay(enabled: boolean): UseQueryResult<{ day: DayStatus }> {
  return useAsk<{ day: DayStatus }>(DAY, {}, { enabled, everyMs: 10_000 });
}
