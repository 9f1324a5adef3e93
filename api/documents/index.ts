export { type DocumentOptions, documentService } from './service.ts';
