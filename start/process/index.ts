export { type Child, type ChildPlan, Children, type Reach, reachFlags } from './children.ts';
export { BrokenOff, Endings } from './endings.ts';
export { type Home, type Noted, takeHome } from './home.ts';
export { createProgress, type Progress } from './progress.ts';
