export * from './adapter/index.ts';
export { checkFile, type CheckOptions } from './check.ts';
export { documentFields, documentRoot, loadRoot } from './commitment.ts';
export {
  draftClaim,
  fingerprintFieldsOf,
  type ClaimBlocker,
  type ClaimDraft,
  type ClaimOptions,
  type DraftedInvoice,
} from './draft.ts';
export { type Finding, type Severity } from './finding.ts';
export {
  FIELDS,
  readProfile,
  TABLE_KINDS,
  type MappingProfile,
  type Suggestion,
  type TableKind,
} from './format/csv/index.ts';
export { findFindings } from './load-row.ts';
export { loadFile, PARSER_VERSION } from './load.ts';
export type { FileLocator, Locator } from './locator.ts';
export {
  previewMapping,
  saveProfile,
  suggestMapping,
  type MappingPreview,
} from './profile-store.ts';
export {
  unpackProvenance,
  valueAtPlace,
  type StoredProvenance,
  type ValueAtPlace,
} from './provenance.ts';
export { describeFinding, RULE_TEXTS, type Language, type RuleText } from './rule/texts.ts';
export type {
  EvidenceAnchor,
  LoadContext,
  LoadedDocument,
  LoadFile,
  LoadReport,
  Policy,
  RecordOutcome,
  Sql,
} from './store.ts';
