export { type JobData, type JobHandlers, startWorker, type Worker } from './worker.ts';
