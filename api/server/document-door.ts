import type { Ledger } from '../../ledger/index.ts';
import type { Database } from '../database/index.ts';
import type { DocumentDoor, Outbox } from '../graphql/index.ts';
import type { ObjectStore } from '../store/index.ts';
import type { ServiceSigner } from '../step-up/index.ts';
import type { ServiceRole } from './service-acts.ts';

export type DocumentParts = {
  /** As `tally_api`. */
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'evaluate' | 'info'>;
  readonly outbox: Outbox;
  readonly objects: ObjectStore;
  readonly signerOf: (role: ServiceRole) => Promise<ServiceSigner>;
  readonly channel: string;
  readonly now: () => number;
};

/** Issues and gives documents. */
export function documentDoor(_parts: DocumentParts): DocumentDoor {
  return {
    issue: () =>
      Promise.resolve({ ok: false, error: { code: 'NOT_BUILT', facts: { what: 'documents' } } }),
    read: () => Promise.resolve(null),
    publicFacts: () => Promise.resolve(null),
  };
}
