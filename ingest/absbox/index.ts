export { importAbsbox, type Imported } from './import.ts';
export { reportRun } from './report.ts';
