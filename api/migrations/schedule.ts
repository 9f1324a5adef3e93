/** How often a source runs by itself (0: by hand alone), and which loads have had their answers. */
export const schedule: readonly string[] = [
  `alter table erp.source
     add column every_minutes integer not null default 60 check (every_minutes >= 0)`,
  'alter table erp.load add column answered_at timestamptz',
  'create index load_unanswered on erp.load (tenant_id, finished_at) where answered_at is null',
];
