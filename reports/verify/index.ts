export {
  documentIdIn,
  verifyDocument,
  type DeepCheck,
  type ProofResult,
  type VerifyInput,
} from './verify.ts';
export { type Remark, type Step, type StepName, type Verdict, type VerifyCode } from './outcome.ts';
export { recordOf, type AnchoredDocument, type DocumentRecord, type Revocation } from './record.ts';
export {
  pinsText,
  proofText,
  readPins,
  readProof,
  type DocumentProof,
  type ProofHeader,
  type TrustPins,
} from './files.ts';
