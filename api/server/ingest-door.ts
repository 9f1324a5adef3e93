import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Act } from '../../domain/act/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import { ok } from '../../domain/result/index.ts';
import {
  answerInvoice,
  answerLoad,
  approveHeld,
  dropHeld,
  editAlike,
  editHeld,
  eraseByAct,
  eraseSubject,
  type EvidenceAnchor,
  findSubjects,
  type HeldContext,
  type LoadContext,
  loadFile,
  releaseStatement,
  replayHeld,
  resolveConflict,
  saveProfile as saveNewProfile,
} from '../../ingest/index.ts';
import type { Database, Sql } from '../database/index.ts';
import type { IngestDoor, Outcome } from '../graphql/index.ts';
import { saveToOutbox } from '../outbox/index.ts';
import { personSeal, type Keyring } from '../keyring/index.ts';
import type { ObjectStore } from '../store/index.ts';
import {
  type ChannelFacts,
  channelFacts,
  type ServiceRole,
  signedByService,
} from '../service/index.ts';
import type { ServiceSigner } from '../step-up/index.ts';

export type IngestParts = {
  /** As `tally_ingest`. */
  readonly database: Database;
  /** As `tally_api`: the channel's facts stand in the read model. */
  readonly api: Database;
  readonly objects: ObjectStore;
  readonly keyring: Keyring;
  readonly signerOf: (role: ServiceRole) => Promise<ServiceSigner>;
  readonly channel: string;
  readonly kek: Buffer;
  /** Keys of tax bureaus that are trusted. */
  readonly sealKeys: readonly string[];
  readonly now: () => number;
  /** Told that an evidence act is due. */
  readonly wake: () => void;
};

/** Takes complete uploads into `erp`, each with one evidence act in the same transaction. */
export function ingestDoor(parts: IngestParts): IngestDoor {
  const held = heldWork(parts);
  return {
    load: file => load(parts, file),
    saveProfile: profile => saveProfile(parts, profile),
    replay: (who, load, only) =>
      held(who, async context => {
        const replayed = await replayHeld(context, { load, only }, who);
        return replayed.ok ? ok(replayed.value.load) : replayed;
      }),
    editQuarantined: (who, { alike, ...edit }) =>
      held(who, async context => {
        if (!alike) return editHeld(context, edit, who);
        const edited = await editAlike(context, edit, who);
        return edited.ok ? ok(edit.id) : edited;
      }),
    approveQuarantined: (who, id) => held(who, context => approveHeld(context, id, who)),
    dropQuarantined: (who, of) => held(who, context => dropHeld(context, of, who)),
    resolveConflict: (who, of) =>
      held(who, async context => {
        const resolved = await resolveConflict(context, of, who);
        return resolved.ok ? ok(of.id) : resolved;
      }),
    answerLoad: (who, load) => held(who, context => answerLoad(context, load, who)),
    answerInvoice: (who, of) => held(who, context => answerInvoice(context, of, who)),
    findSubjects: (who, text) => held(who, async context => ok(await findSubjects(context, text))),
    eraseByAct: (who, id) => held(who, context => eraseByAct(context, id)),
    eraseSubject: (who, of) => held(who, context => eraseSubject(context, of, who)),
    releaseStatement: (who, of) => held(who, context => releaseStatement(context, of, who)),
  };
}

async function load(
  parts: IngestParts,
  file: Parameters<IngestDoor['load']>[0],
): Promise<Outcome<string>> {
  const { tenant, by: actor, name, profile } = file;
  const bytes = new Uint8Array(await readFile(file.path));
  const facts = await channelFacts(parts.api, parts.channel, tenant);
  const report = await parts.database.withTenant({ tenant, actor }, async sql => {
    await oneAtATime(sql, tenant);
    return loadFile(
      { ...contextOf(parts, { tenant, actor }), sql, ...anchorOf(parts, tenant, facts) },
      { bytes, name, source: 'upload', ...(profile === null ? {} : { profile }) },
    );
  });
  if (report.anchorAct !== null) parts.wake();
  return { ok: true, value: report.load };
}

/** The next version of a profile; the same content again is the version that stands. */
async function saveProfile(
  { database, now }: IngestParts,
  profile: Parameters<IngestDoor['saveProfile']>[0],
): Promise<Outcome<string>> {
  const { tenant, name } = profile;
  const body = { ...(profile.body as object), name, kind: profile.kind } as unknown as Wire;
  const who = { tenant, actor: 'ingest' };
  return database.withTenant(who, async (sql): Promise<Outcome<string>> => {
    const [newest] = await sql.query<{ body: Record<string, Wire>; version: number }>(
      'select body, version from erp.mapping_profile where name = $1 order by version desc limit 1',
      [name],
    );
    if (newest && isSameProfile(newest.body, body)) return { ok: true, value: name };
    const version = newest?.version ?? 0;
    if ((profile.version ?? version) !== version) {
      return { ok: false, error: { code: 'CONFLICT', facts: { id: name } } };
    }
    const at = (): string => new Date(now()).toISOString();
    const saved = await saveNewProfile({ sql, tenant, actor: 'ingest', now: at }, body);
    if (saved.ok) return { ok: true, value: saved.value.name };
    const wanted = saved.error.map(({ rule, path }) => `${rule} ${path}`.trim()).join(', ');
    return { ok: false, error: { code: 'BAD_INPUT', facts: { field: 'body', wanted } } };
  });
}

function isSameProfile(kept: Record<string, Wire>, given: Wire): boolean {
  const plain = (value: object): string => canonical({ ...value, version: 0 });
  return plain(kept) === plain(given as object);
}

type HeldWork = <T>(
  who: { readonly tenant: string; readonly by: string },
  work: (context: HeldContext) => Promise<Outcome<T>>,
) => Promise<Outcome<T>>;

/** One transaction of a tenant with all that a load, or what was held back, may use. */
export type HeldTransaction = <T>(work: (context: HeldContext) => Promise<T>) => Promise<T>;

export function heldTransaction(
  parts: IngestParts,
  { tenant, by: actor }: { readonly tenant: string; readonly by: string },
): HeldTransaction {
  return async work => {
    const facts = await channelFacts(parts.api, parts.channel, tenant);
    return parts.database.withTenant({ tenant, actor }, async sql => {
      await oneAtATime(sql, tenant);
      const context = contextOf(parts, { tenant, actor });
      const raw = (name: string): Promise<Uint8Array> =>
        parts.objects.get({ tenant, kind: 'upload' }, name);
      return work({ ...context, sql, raw, ...anchorOf(parts, tenant, facts) });
    });
  };
}

/** Runs work on held records in one transaction of the tenant, one at a time with its loads. */
function heldWork(parts: IngestParts): HeldWork {
  return async (who, work) => {
    const outcome = await heldTransaction(parts, who)(work);
    if (outcome.ok) parts.wake();
    return outcome;
  };
}

/**
 * One load of a tenant at a time: an invoice and its receipt that arrive together must see each
 * other, or neither would be matched.
 */
async function oneAtATime(sql: Sql, tenant: string): Promise<void> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`load ${tenant}`]);
}

function contextOf(
  { objects, keyring, kek, now, sealKeys }: IngestParts,
  of: { tenant: string; actor: string },
): Omit<LoadContext, 'sql' | 'anchor'> {
  const place = { tenant: of.tenant, kind: 'upload' } as const;
  const searchKey = createSecretKey(
    createHmac('sha256', kek).update(`search ${of.tenant}`).digest(),
  );
  return {
    ...of,
    now: () => new Date(now()).toISOString(),
    newId: () => uuidV7(now(), randomBytes(10)),
    random: count => randomBytes(count),
    objects: {
      put: bytes => objects.put(place, bytes),
      remove: name => objects.remove(place, name),
    },
    persons: personSeal(keyring, of.tenant),
    sealKeys,
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
