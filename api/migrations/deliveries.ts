/** An answer that went the way its question came is delivered once. */
export const deliveries: readonly string[] = [
  'alter table erp.answer add column delivered_at timestamptz',
  'grant update (delivered_at) on erp.answer to tally_ingest',
];
