import type { Member } from '../cast/cast.ts';
import { mapSide, type World } from '../client/world.ts';
import type { SupplierFile } from '../files/tables.ts';

/** Sums of what loads reported. */
export type Loaded = {
  readonly files: number;
  readonly received: number;
  readonly written: number;
  readonly unchanged: number;
  readonly other: number;
};

/** Saves a party's mapping profiles, then brings its files through the upload door. */
export async function bringFiles(
  world: World,
  of: Member,
  files: readonly SupplierFile[],
): Promise<Loaded> {
  const client = world.client(of);
  const profiles = new Map<string, string>();
  for (const { profile } of files) {
    const name = profile === null ? undefined : String(profile['name']);
    if (name === undefined || profile === null || profiles.has(name)) continue;
    const { saveProfile } = await client.ask<{
      saveProfile: { objectId?: string; id?: string; code?: string; message?: string };
    }>(
      `mutation($name: String!, $kind: String!, $body: JSON!) {
        saveProfile(name: $name, kind: $kind, body: $body) {
          ... on Profile { objectId } ... on Refused { code message } } }`,
      { name, kind: profile['kind'], body: profile },
    );
    if (saveProfile.objectId === undefined) throw new Error(JSON.stringify(saveProfile));
    profiles.set(name, saveProfile.objectId);
  }
  const reports = await mapSide(files, 1, ({ name, bytes, profile }) =>
    client.upload(
      name,
      bytes,
      profile === null ? undefined : profiles.get(String(profile['name'])),
    ),
  );
  const sum = (of: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  return {
    files: reports.length,
    received: sum(report => report.received),
    written: sum(report => report.written),
    unchanged: sum(report => report.unchanged),
    other: sum(report => report.conflict + report.quarantined),
  };
}
