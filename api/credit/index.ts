export { absentRegister, sandboxRegister } from './register.ts';
export { creditScorer, type ScoreAnswer, type Scorer, type ScoreRequest } from './scorer.ts';
export { creditParameters } from './parameters.ts';
