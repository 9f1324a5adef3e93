export * from './adapter/index.ts';
export { checkFile, type CheckedFile, type CheckedFinding, type CheckOptions } from './check.ts';
export * from './connect/index.ts';
export {
  draftClaim,
  type ClaimBlocker,
  type ClaimDraft,
  type ClaimOptions,
  type DraftedInvoice,
} from './draft.ts';
export { type Finding, type Severity } from './finding.ts';
export type { MappingProfile, Suggestion, TableKind } from './format/csv/index.ts';
export { readSealKeys } from './format/einvoice/seal-keys.ts';
export { openArchive } from './format/xlsx/archive.ts';
export { loadFile } from './load.ts';
export type { FileLocator, Locator } from './locator.ts';
export { saveProfile, type MappingPreview } from './profile-store.ts';
export { describeProvenance, type DescribedProvenance } from './provenance.ts';
export { describeFinding, RULE_TEXTS, type Language, type RuleText } from './rule/texts.ts';
export type {
  EvidenceAnchor,
  LoadContext,
  LoadedDocument,
  LoadFile,
  LoadReport,
  PersonSeal,
  Policy,
  RecordOutcome,
  SealPlace,
  Sql,
} from './store.ts';
export { importAbsbox, reportRun } from './absbox/index.ts';
export { runTestSet, type TestVerdict } from './testset.ts';
export { compareWithPacks, type ComparedVerdict } from './pack-compare.ts';
export { installPack, listPacks, removePack } from './rule/pack.ts';
export type { Decider, HeldContext, HeldRefusal } from './held.ts';
export { answerInvoice, answerLoad } from './answer-store.ts';
export type { BuyerWord } from './acknowledge/index.ts';
export { approveHeld, dropHeld, editAlike, editHeld, openEdit } from './quarantine.ts';
export {
  eraseByAct,
  eraseSubject,
  findSubjects,
  placeOf,
  subjectNow,
  type Subject,
} from './person/index.ts';
export { releaseStatement } from './release.ts';
export { replayHeld, resolveConflict, type Choice } from './replay.ts';
