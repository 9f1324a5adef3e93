export {
  absentRegister,
  sandboxRegister,
  type PublicRegister,
  type RegisterEntry,
  type SandboxScript,
} from './register.ts';
export {
  creditScorer,
  type ExternalRequest,
  type ScoreAnswer,
  type Scorer,
  type ScorerOptions,
  type ScoreRequest,
} from './scorer.ts';
export { creditParameters } from './parameters.ts';
