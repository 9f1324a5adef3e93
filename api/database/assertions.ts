import type { Sql } from './sql.ts';

/** What the server must be set to, or it may lose or show what it must not (T-26). */
const settings: Readonly<Record<string, readonly string[]>> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  data_checksums: ['on'],
  synchronous_commit: ['on', 'remote_write', 'remote_apply'],
  row_security: ['on'],
  TimeZone: ['UTC'],
};

/**
 * Every reason why this connection may not serve, empty when there is none: durability settings,
 * and a role that owns nothing, is no superuser and does not look past row-level security.
 */
export async function databaseFaults(sql: Sql): Promise<readonly string[]> {
  const found = await sql.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any ($1::text[])',
    [Object.keys(settings)],
  );
  const faults: string[] = [];
  for (const [name, allowed] of Object.entries(settings)) {
    const setting = found.find(row => row.name === name)?.setting ?? 'absent';
    if (!allowed.includes(setting)) faults.push(`${name} is ${setting}, not ${allowed[0]}`);
  }
  return [...faults, ...(await roleFaults(sql))];
}

async function roleFaults(sql: Sql): Promise<readonly string[]> {
  const [role] = await sql.query<{
    name: string;
    rolsuper: boolean;
    rolbypassrls: boolean;
    owns: boolean;
  }>(
    `select current_user::text as name, rolsuper, rolbypassrls,
       exists (select from pg_class where relowner = pg_roles.oid) as owns
     from pg_roles where rolname = current_user`,
  );
  if (!role) return ['the role is unknown'];
  const faults: string[] = [];
  if (role.rolsuper) faults.push(`role ${role.name} is superuser`);
  if (role.rolbypassrls) faults.push(`role ${role.name} looks past row-level security`);
  if (role.owns) faults.push(`role ${role.name} owns tables`);
  return faults;
}
