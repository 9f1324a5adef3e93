export { attachedFile } from './attached.ts';
export {
  issueDocumentKey,
  makeDocumentRoot,
  type CertificateRequest,
  type DocumentKey,
} from './certificate.ts';
export { signDocument, type SignedDocument, type SignInput, type SigningKey } from './sign.ts';
