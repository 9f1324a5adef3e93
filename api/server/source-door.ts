import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '../../domain/result/index.ts';
import {
  acceptDrift,
  checkSource,
  compareSource,
  createSource,
  runSource,
  setSourceStatus,
  type Drops,
  type RunOptions,
} from '../../ingest/index.ts';
import type { IngestPerson, SourceDoor } from '../graphql/index.ts';
import type { HeldTransaction } from './ingest-door.ts';

/** How long a request waits for a run; the run goes on by itself. */
const PATIENCE_MILLISECONDS = 20_000;

export type SourceParts = {
  readonly transaction: (who: IngestPerson) => HeldTransaction;
  /** `host:port` inside the network that the operator allows. */
  readonly allowed: readonly string[];
  readonly drops: (tenant: string) => Drops;
  readonly report: (error: unknown) => void;
};

/** Sources that are asked by themselves: kept, checked, run, stopped; their drift accepted. */
export function sourceDoor(parts: SourceParts): SourceDoor {
  const running = new Set<string>();
  return {
    create: (who, draft) => parts.transaction(who)(context => createSource(context, draft)),
    check: async (who, id) => {
      const checked = await checkSource(id, optionsOf(parts, who));
      return checked.ok ? ok(checked.value) : checked;
    },
    compare: async (who, id) => {
      const compared = await compareSource(id, optionsOf(parts, who));
      return compared.ok ? ok(compared.value) : compared;
    },
    run: async (who, { id, since }) => {
      if (running.has(id)) return ok(id);
      running.add(id);
      const range = since === null ? {} : { since };
      const run = runSource(id, optionsOf(parts, who), range).finally(() => running.delete(id));
      run.catch(parts.report);
      const first = await Promise.race([run, sleep(PATIENCE_MILLISECONDS, null, { ref: false })]);
      return first === null || first.ok ? ok(id) : first;
    },
    setStatus: (who, of) => parts.transaction(who)(context => setSourceStatus(context, of)),
    acceptDrift: (who, of) => parts.transaction(who)(context => acceptDrift(context, of)),
  };
}

function optionsOf({ transaction, allowed, drops }: SourceParts, who: IngestPerson): RunOptions {
  return {
    drops: drops(who.tenant),
    egress: { allowed },
    sleep: milliseconds => sleep(milliseconds),
    share: () => Math.random(),
    inTransaction: transaction(who),
  };
}
