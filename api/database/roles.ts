import pg from 'pg';
import { withConnection } from './sql.ts';

/** The roles that programs sign in as. `tally_owner` owns every table and only migrates. */
export const roles = ['tally_owner', 'tally_ingest', 'tally_api', 'tally_projector'] as const;
export type Role = (typeof roles)[number];
export type Passwords = Readonly<Record<Role, string>>;

/**
 * Makes the roles and the database, or brings their passwords up to date; may be repeated. Runs as
 * a superuser, who is not needed again. No role of ours is superuser, makes roles or databases, or
 * looks past row-level security.
 */
export async function bootstrapRoles(
  superuserUrl: (database: string) => string,
  options: { readonly database: string; readonly passwords: Passwords },
): Promise<void> {
  await withConnection(superuserUrl('postgres'), async sql => {
    for (const role of roles) {
      const [known] = await sql.query('select 1 from pg_roles where rolname = $1', [role]);
      if (!known) await sql.query(`create role ${role}`);
      const password = pg.escapeLiteral(options.passwords[role]);
      await sql.query(
        `alter role ${role} login nosuperuser nocreatedb nocreaterole noreplication
           nobypassrls noinherit password ${password}`,
      );
      await sql.query(`alter role ${role} set timezone = 'UTC'`);
      await sql.query(`alter role ${role} set idle_in_transaction_session_timeout = '120s'`);
    }
  });
  await makeDatabase(superuserUrl, options.database);
}

/**
 * Makes a database of the owner, as a copy of `template` where given, that nobody else may enter
 * but the runtime roles.
 */
export async function makeDatabase(
  superuserUrl: (database: string) => string,
  database: string,
  template?: string,
): Promise<void> {
  const name = pg.escapeIdentifier(database);
  await withConnection(superuserUrl('postgres'), async sql => {
    const [known] = await sql.query('select 1 from pg_database where datname = $1', [database]);
    if (known) return;
    const from = template === undefined ? '' : ` template ${pg.escapeIdentifier(template)}`;
    await sql.query(`create database ${name} owner tally_owner${from}`);
    await sql.query(`revoke all on database ${name} from public`);
    await sql.query(`grant connect on database ${name} to ${roles.join(', ')}`);
  });
  if (template !== undefined) return;
  await withConnection(superuserUrl(database), async sql => {
    await sql.query('revoke all on schema public from public');
  });
}
