export { serviceSigner, type ServiceSigner } from './signer.ts';
export {
  stepUpService,
  type Challenge,
  type Passed,
  type StepUp,
  type StepUpFault,
  type StepUpOptions,
  type Verified,
} from './step-up.ts';
