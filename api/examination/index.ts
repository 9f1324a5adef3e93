export { examiner, type ExaminerOptions } from './examiner.ts';
