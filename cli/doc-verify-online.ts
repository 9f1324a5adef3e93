import {
  documentIdIn,
  type DocumentProof,
  type DocumentRecord,
  type TrustPins,
} from '../reports/index.ts';
import { proveDocuments } from './doc-proof.ts';
import { SourceMissing, type OnlineLedger } from './doc-verify.ts';

/** What `GET /v1/verify/{documentId}` answers of a document, as far as this program reads it. */
type PublicFacts = { readonly record: DocumentRecord; readonly proof?: DocumentProof };

/**
 * Asks a running product about the document that the file says it is. With a proof in the answer the
 * record is taken from the proof's own blocks and judged by our pins, so that the server is not
 * trusted; without one, step 2 is not run. Anybody may ask: no account is needed.
 */
export async function askOnline(
  origin: string,
  file: Uint8Array,
  pins: TrustPins,
): Promise<OnlineLedger> {
  const id = await documentIdIn(file);
  const facts = id === null ? null : await publicFacts(origin, id);
  if (facts === null) return { lookUp: () => Promise.resolve(null) };
  const { record, proof } = facts;
  const proved = proof === undefined ? null : proveDocuments(proof, pins);
  const records = proved === null ? [record] : proved.records;
  return {
    lookUp: hash => Promise.resolve(records.find(({ fileHash }) => fileHash === hash) ?? null),
    lookUpDocument: wanted =>
      Promise.resolve(records.find(({ documentId }) => documentId === wanted) ?? null),
    ...(proved === null ? {} : { checkProof: () => Promise.resolve(proved.check) }),
  };
}

async function publicFacts(origin: string, id: string): Promise<PublicFacts | null> {
  const response = await reach(new URL(`/v1/verify/${id}`, origin));
  if (response.status === 404) return null;
  if (!response.ok) throw new SourceMissing(`${origin} answers ${response.status}`);
  const facts = (await response.json()) as Partial<PublicFacts>;
  if (facts.record === undefined) throw new SourceMissing(`${origin} gives no record of ${id}`);
  return { ...facts, record: facts.record };
}

async function reach(url: URL): Promise<Response> {
  try {
    return await fetch(url, { headers: { accept: 'application/json' } });
  } catch {
    throw new SourceMissing(`${url.origin} does not answer: run npm start, or name a proof file`);
  }
}
