export { verifyDocument, type DeepCheck, type ProofResult, type VerifyInput } from './verify.ts';
export {
  STEPS,
  type Remark,
  type Step,
  type StepName,
  type Verdict,
  type VerifyCode,
} from './outcome.ts';
export type { DocumentRecord, Revocation } from './record.ts';
