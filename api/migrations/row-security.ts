/** The tenant of the running transaction; null when none is set. */
export const currentTenant = "nullif(current_setting('app.tenant', true), '')::uuid";

/**
 * Holds a table's tenants apart for everybody, its owner too (T-40). The table has a column
 * `tenant_id`; `grants` names what each runtime role may do.
 */
export function tenantTable(
  table: string,
  grants: Readonly<Record<string, string>>,
): readonly string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy tenant on ${table}
       using (tenant_id = ${currentTenant}) with check (tenant_id = ${currentTenant})`,
    ...granted(table, grants),
  ];
}

/** Grants on a table without tenants' data. */
export function granted(
  table: string,
  grants: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(grants).map(([role, rights]) => `grant ${rights} on ${table} to ${role}`);
}
