/** Reads across tenants stand in the log of the party whose files were read (ING-35). */
export const dataUse: readonly string[] = [
  `alter table app.audit
     add column purpose text,
     add column consent text,
     add column documents integer,
     add column fields_read text[],
     add column query_hash text`,
  'create index audit_use on app.audit (tenant_id, seq desc) where purpose is not null',
  `create function app.refuse_change() returns trigger language plpgsql as $$
   begin
     raise exception 'rows of % are never changed', tg_table_name;
   end $$`,
  `create trigger audit_stays before update or delete on app.audit
     for each row execute function app.refuse_change()`,
  `create trigger audit_whole before truncate on app.audit
     for each statement execute function app.refuse_change()`,
];
