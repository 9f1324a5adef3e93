import { commitRead, refuseFile } from './commit.ts';
import { sha256Hex } from './commitment.ts';
import { findFirstLoad } from './load-row.ts';
import { resolveProfile } from './profile-store.ts';
import { openFile } from './read.ts';
import type { LoadContext, LoadFile, LoadReport } from './store.ts';

/**
 * Takes a file from its bytes to canonical rows, in the caller's transaction: raw object, load,
 * records with their outcomes, findings, quarantine, documents with provenance, links, matches, and
 * one evidence act. The same bytes under the same profile answer with the first load and change
 * nothing; a file that was refused may be brought again.
 */
export async function loadFile(context: LoadContext, file: LoadFile): Promise<LoadReport> {
  const { sql } = context;
  const sha256 = sha256Hex(file.bytes);
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `${context.tenant} ${sha256}`,
  ]);
  const profile = await resolveProfile(context.sql, file.profile);
  const named = profile.profile;
  const first = await findFirstLoad(sql, {
    sha256,
    profile: named?.name,
    version: named?.version,
  });
  if (first) return first;
  const at = context.now();
  const load = context.newId();
  await keepRaw(context, file, { sha256, at });
  const of = { load, at, sha256, bytes: file.bytes.length, file, profile: named };
  if (profile.findings.length > 0) return refuseFile(context, of, profile.findings);
  const read = openFile(file, {
    context: { tenant: context.tenant, load, sha256: sha256Hex },
    ...(named === undefined ? {} : { profile: named }),
    ...(file.kind === undefined ? {} : { kind: file.kind }),
    ...(context.sealKeys && { sealKeys: context.sealKeys }),
  });
  if (!read.ok) return refuseFile(context, of, read.error);
  return (await commitRead(context, of, read.value)).report;
}

async function keepRaw(
  context: LoadContext,
  file: LoadFile,
  of: { sha256: string; at: string },
): Promise<void> {
  const [known] = await context.sql.query('select 1 from erp.raw_object where sha256 = $1', [
    of.sha256,
  ]);
  if (known) return;
  const { name } = await context.objects.put(file.bytes);
  await context.sql.query(
    `insert into erp.raw_object (tenant_id, sha256, bytes, name, store_name, stored_by, stored_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [context.tenant, of.sha256, file.bytes.length, file.name, name, context.actor, of.at],
  );
}
