import type { DataClass } from '../../domain/document/index.ts';

type Columns = Readonly<Partial<Record<DataClass, string>>>;

const LINE = 'document version seq line';
const GOODS = 'item_name seller_item buyer_item standard_item order_number order_line unit';
const OUTBOX: Columns = {
  internal: 'tenant_id act_id hint priority state attempts tx_id block tx_index refusal',
  confidential: 'signed envelope created_at changed_at version',
  secret: 'transient',
};
const OUTBOX_DUE: Columns = { internal: 'act_id tenant_id priority due_at seq' };

/**
 * The class of every column of `app` and `erp`; a column that is not here, or here twice, fails a test.
 * What stands in `book` came over the channel, where it is in clear for all members: internal.
 */
export const DATA_CLASSES: Readonly<Record<string, Columns>> = {
  'app.account': {
    internal: 'tenant_id subject kind roles active version',
    personal: 'login person name_zh name_en',
    secret: 'totp',
  },
  'app.act': {
    internal: `tenant_id id kind business_date sha256 state missing refusal tx_id block created_at
      changed_at expires_at version parties`,
    confidential: 'bytes signatures',
    personal: 'created_by',
    secret: 'transient',
  },
  'app.answer': { internal: 'tenant_id act_id actor sha256 created_at', confidential: 'answer' },
  'app.audit': {
    internal: `tenant_id seq at acting_for action object act_id tx_id outcome code request_id purpose
      consent documents fields_read query_hash`,
    personal: 'actor',
  },
  'app.bank_detail': { internal: 'tenant_id account kept_at', personal: 'sealed' },
  'app.bank_review': {
    internal: 'tenant_id object reason seen_at closed_at',
    confidential: 'candidates offers',
  },
  'app.credit_score': {
    internal: `tenant_id id role product as_of outcome model_hash policy_hash inputs_hash feature_hash
      report_hash scored_at`,
    confidential: 'subject grade score_e5 inputs report qualities',
  },
  'app.document': {
    internal: `tenant_id id kind language sha256 body_sha256 bytes store_name supersedes issued_at
      anchored_act as_of_block version`,
    confidential: 'number subject_id',
  },
  'app.document_request': { internal: 'tenant_id content kind number' },
  'app.document_series': { internal: 'tenant_id kind last' },
  'app.evidence': { internal: 'tenant_id sha256 kind bytes store_name kept_at' },
  'app.oidc': {
    internal: 'model id expires_at consumed_at',
    secret: 'payload grant_id user_code uid',
  },
  'app.outbox': OUTBOX,
  'app.outbox_due': OUTBOX_DUE,
  'app.party_name': { internal: 'party name_zh name_en code' },
  'app.payout_file': {
    internal: 'tenant_id sha256 store_name payouts currency execute_on made_at account',
    confidential: 'total_minor',
  },
  'app.request_points': { internal: 'name used ends_at' },
  'app.step_up_challenge': {
    internal:
      'tenant_id id key_id method act_hashes attempts created_at expires_at passed_at version',
    personal: 'person',
  },
  'app.step_up_used': { internal: 'tenant_id time_step', personal: 'person' },
  'app.upload': {
    internal: `tenant_id id media_type bytes sha256 state load_id counts findings created_at changed_at
      version`,
    confidential: 'file_name',
    personal: 'uploaded_by',
  },
  'erp.answer': {
    internal: `tenant_id id load document syntax answers control made_at delivered_at closed_at closed_by
      closed_code`,
    confidential: 'text',
    personal: 'made_by',
  },
  'erp.contract': {
    internal: 'tenant_id source stream version fields mandatory accepted_at',
    personal: 'accepted_by',
  },
  'erp.doc_link': {
    internal: 'tenant_id document version ordinal kind target state',
    confidential: 'number',
  },
  'erp.document': {
    internal: `tenant_id id version kind currency class suspect load seq content_hash canonical_hash root
      written_at superseded_at`,
    confidential: `number skeleton natural_key issuer_key partner_key issued_on due_on payable_minor`,
    personal: 'body',
    secret: 'salt_key',
  },
  'erp.drift': {
    internal: 'tenant_id id source stream change field was found state seen_at decided_at',
    personal: 'decided_by',
  },
  'erp.finding': {
    internal: 'tenant_id load ordinal seq rule rule_set rule_version severity path line column',
    confidential: 'params',
  },
  'erp.fingerprint': {
    internal: 'tenant_id kind value document state',
    confidential: 'amount_minor',
  },
  'erp.invoice_line': {
    internal: `tenant_id ${LINE}`,
    confidential: `${GOODS} quantity price net_minor`,
  },
  'erp.lineage': { internal: 'tenant_id seq run event_type job event_time load event' },
  'erp.load': {
    internal: `tenant_id id source sha256 format kind charset stage state policy parser_version
      rules_version profile profile_version received written unchanged conflict quarantined root
      anchor_act parent started_at finished_at answered_at`,
    confidential: 'name',
    personal: 'loaded_by',
  },
  'erp.mapping_profile': {
    internal: 'tenant_id name version kind body saved_at',
    personal: 'saved_by',
  },
  'erp.match_line': {
    internal: 'tenant_id run seq line result order_document confidence',
    confidential: 'order_number order_line covered exceptions associations',
  },
  'erp.match_run': {
    internal: 'tenant_id id document version result content_hash load run_at superseded_at',
    confidential: 'exceptions evidence',
  },
  'erp.open_item': {
    internal: 'tenant_id document version side currency status',
    confidential: 'entity_key partner_key issued_on due_on paid_on amount_minor paid_minor',
  },
  'erp.order_line': {
    internal: `tenant_id ${LINE}`,
    confidential: `${GOODS} quantity price net_minor requested_on`,
  },
  'erp.outbox': OUTBOX,
  'erp.outbox_due': OUTBOX_DUE,
  'erp.provenance': { internal: 'tenant_id document version map' },
  'erp.quarantine': {
    internal: `tenant_id id load seq rules kind raw_from raw_to attempts state reason created_at version
      decided_at replayed_in replayed_seq`,
    personal: 'body owner decided_by',
  },
  'erp.quarantine_edit': {
    internal: `tenant_id id quarantine field place reason sensitive edited_at approved_at superseded_at
      sealed_under`,
    personal: 'before_text after_text edited_by edited_person approved_by approved_person',
  },
  'erp.raw_object': {
    internal: 'tenant_id sha256 bytes store_name scan_state retention_class stored_at erased_at',
    confidential: 'name',
    personal: 'stored_by',
  },
  'erp.receipt_line': {
    internal: `tenant_id ${LINE}`,
    confidential: `${GOODS} received accepted rejected short received_on`,
  },
  'erp.reconciliation': {
    internal: 'tenant_id source kind month equal compared_at',
    confidential: 'theirs_count theirs_minor ours_count ours_minor',
  },
  'erp.record': {
    internal: `tenant_id load seq kind content_hash byte_from byte_to outcome document
      document_version`,
    confidential: 'natural_key',
  },
  'erp.shipment_line': {
    internal: `tenant_id ${LINE}`,
    confidential: `${GOODS} delivered backordered`,
  },
  'erp.source': {
    internal: `tenant_id id kind name profile policy lag_days status version preset settings
      credential_object per_minute every_minutes failures open_until last_run_at last_fault`,
  },
  'erp.staging': {
    personal: `batch ${Array.from({ length: 24 }, (_, at) => `c${at + 1}`).join(' ')}`,
  },
  'erp.statement_entry': {
    internal: 'tenant_id document version seq currency status match_state',
    confidential:
      'amount_minor booked_on value_on reference bank_reference end_to_end_id creditor_reference',
  },
  'erp.statement_release': {
    internal: 'tenant_id document version reason released_at',
    personal: 'person released_by',
  },
  'erp.stream_state': {
    internal:
      'tenant_id source stream cursor run_since next newest state records written updated_at',
  },
  'erp.subject': {
    internal: 'tenant_id id state seen_at reason asked_at decided_at receipt request',
    personal: 'asked_by asked_person decided_by',
  },
  'erp.subject_document': { internal: 'tenant_id subject document version' },
  'erp.subject_held': { internal: 'tenant_id subject quarantine' },
  'erp.subject_lookup': { internal: 'tenant_id lookup subject' },
  'erp.tax_total': {
    internal: 'tenant_id document version period currency',
    confidential: 'entity_key taxable_minor tax_minor invoices',
  },
  'erp.trial_balance_line': {
    internal: 'tenant_id document version period currency',
    confidential: 'entity_key account opening_minor debit_minor credit_minor closing_minor',
  },
};

/** Every column of the table with its class, in the order of the classes. */
export function classesOf(table: string): readonly (readonly [string, DataClass])[] {
  return Object.entries(DATA_CLASSES[table] ?? {}).flatMap(([name, columns]) =>
    columns
      .split(/\s+/)
      .filter(column => column !== '')
      .map(column => [column, name as DataClass] as const),
  );
}
