import { createHmac, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Act } from '../../domain/act/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { loadFile } from '../../ingest/load.ts';
import type { EvidenceAnchor, LoadContext } from '../../ingest/store.ts';
import type { Database } from '../database/index.ts';
import type { IngestDoor, Outcome } from '../graphql/index.ts';
import { saveToOutbox } from '../outbox/index.ts';
import type { ObjectStore } from '../store/index.ts';
import {
  type ChannelFacts,
  channelFacts,
  type ServiceRole,
  signedByService,
} from './service-acts.ts';
import type { ServiceSigner } from '../step-up/index.ts';

export type IngestParts = {
  /** As `tally_ingest`. */
  readonly database: Database;
  /** As `tally_api`: the channel's facts stand in the read model. */
  readonly api: Database;
  readonly objects: ObjectStore;
  readonly signerOf: (role: ServiceRole) => Promise<ServiceSigner>;
  readonly channel: string;
  readonly kek: Buffer;
  readonly now: () => number;
  /** Told that an evidence act is due. */
  readonly wake: () => void;
};

/** Takes complete uploads into `erp`, each with one evidence act in the same transaction. */
export function ingestDoor(parts: IngestParts): IngestDoor {
  const notBuilt = <T>(what: string): Promise<Outcome<T>> =>
    Promise.resolve({ ok: false, error: { code: 'NOT_BUILT', facts: { what } } });
  return {
    load: file => load(parts, file),
    replay: () => notBuilt('replay'),
    saveProfile: () => notBuilt('saveProfile'),
    editQuarantined: () => notBuilt('editQuarantined'),
    dropQuarantined: () => notBuilt('dropQuarantined'),
  };
}

async function load(
  parts: IngestParts,
  file: Parameters<IngestDoor['load']>[0],
): Promise<Outcome<string>> {
  const { tenant, by: actor, name, profile } = file;
  const bytes = new Uint8Array(await readFile(file.path));
  const facts = await channelFacts(parts.api, parts.channel, tenant);
  const report = await parts.database.withTenant({ tenant, actor }, sql =>
    loadFile(
      { ...contextOf(parts, { tenant, actor }), sql, ...anchorOf(parts, tenant, facts) },
      { bytes, name, source: 'upload', ...(profile === null ? {} : { profile }) },
    ),
  );
  if (report.anchorAct !== null) parts.wake();
  return { ok: true, value: report.load };
}

function contextOf(
  { objects, kek, now }: IngestParts,
  of: { tenant: string; actor: string },
): Omit<LoadContext, 'sql' | 'anchor'> {
  const searchKey = createHmac('sha256', kek).update(`search ${of.tenant}`).digest();
  return {
    ...of,
    now: () => new Date(now()).toISOString(),
    newId: () => uuidV7(now(), randomBytes(10)),
    random: count => randomBytes(count),
    objects: { put: bytes => objects.put({ tenant: of.tenant, kind: 'upload' }, bytes) },
    keyed: preimage => createHmac('sha256', searchKey).update(preimage).digest('hex'),
  };
}

/** The evidence act of a load; before the founding a load stays without one. */
function anchorOf(
  parts: IngestParts,
  tenant: string,
  facts: ChannelFacts | null,
): Pick<LoadContext, 'anchor'> {
  if (!facts) return {};
  return {
    anchor: async (sql, body: EvidenceAnchor) => {
      const { signerOf, channel, now } = parts;
      const act = {
        id: uuidV7(now(), randomBytes(10)),
        kind: 'evidence.anchor',
        actor: facts.operator,
        businessDate: facts.businessDate,
        body,
      } as Act;
      const by = { signer: await signerOf('ingest'), role: 'ingest', channel } as const;
      const signed = await signedByService(act, by, new Date(now()).toISOString());
      await saveToOutbox(sql, { tenant, actId: act.id, signed, priority: 6 }, 'erp');
      return act.id;
    },
  };
}
