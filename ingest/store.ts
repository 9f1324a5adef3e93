import type { Submittable } from 'pg';
import type { Finding } from './finding.ts';
import type { MappingProfile } from './format/csv/index.ts';

/** SQL in one open tenant transaction, given by the caller. */
export type Sql = {
  query<R>(text: string, values?: readonly unknown[]): Promise<R[]>;
};

/** The same with its connection, for COPY. */
export type LoadSql = Sql & { readonly client: { query<T extends Submittable>(stream: T): T } };

/** Body of the act `evidence.anchor` that every load with written documents makes (ING-8). */
export type EvidenceAnchor = {
  readonly load: string;
  readonly source: string;
  /** Merkle root over the salted roots of the written documents. */
  readonly root: string;
  readonly count: number;
};

/** Whose key seals a text, and where it stands. */
export type SealPlace = { readonly person: string; readonly place: string };

/** Keys of persons, of the tenant of a load: they stand outside the database. */
export type PersonSeal = {
  /** Seals a text under the person's key, bound to its place; base64. */
  seal(of: SealPlace, text: string): Promise<string>;
  /** The text; null where the key was destroyed. @throws Error where it was changed or moved */
  open(of: SealPlace, sealed: string): Promise<string | null>;
  /** Destroys the person's key; gives how many replicas had it. */
  destroy(person: string): Promise<number>;
};

/** What a load may use. Everything happens in the transaction behind `sql`, or not at all. */
export type LoadContext = {
  readonly sql: LoadSql;
  /** Party whose rows are written; the transaction is already set to it. */
  readonly tenant: string;
  /** Subject of the person, or name of the service, that brought the file. */
  readonly actor: string;
  /** UTC instants. */
  readonly now: () => string;
  /** UUIDv7. */
  readonly newId: () => string;
  readonly random: (bytes: number) => Uint8Array;
  /** Keeps the raw bytes, encrypted, and names them. */
  readonly objects: {
    put(bytes: Uint8Array): Promise<{ readonly name: string }>;
    remove(name: string): Promise<void>;
  };
  readonly persons: PersonSeal;
  /** Keys of tax bureaus that are trusted; without them no signature of theirs is `valid`. */
  readonly sealKeys?: readonly string[];
  /** HMAC-SHA-256 under the tenant's search key, lower-case hexadecimal. */
  readonly keyed: (preimage: string) => string;
  /**
   * Signs `evidence.anchor` with the ingest service's key and stores it in `erp.outbox` in this
   * transaction; answers the act's id. Absent: the load stays without an anchor.
   */
  readonly anchor?: (sql: Sql, body: EvidenceAnchor) => Promise<string>;
};

export type Policy = 'record' | 'message' | 'file';

/** A file at the door. */
export type LoadFile = {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly source: string;
  /** Kind of record that a table holds, where no profile says so. */
  readonly kind?: string;
  /** A profile, or the name of a saved one. */
  readonly profile?: MappingProfile | string;
  readonly policy?: Policy;
};

export type RecordOutcome = 'written' | 'unchanged' | 'conflict' | 'quarantined';

export type LoadedDocument = {
  readonly seq: number;
  readonly outcome: RecordOutcome;
  readonly kind: string;
  readonly id?: string;
  readonly version?: number;
  readonly number?: string;
};

/** The answer to a load; the four counts add up to `received` (INV-I1). */
export type LoadReport = {
  readonly load: string;
  /** `unchanged`: the same bytes were loaded before, this is the first load's answer. */
  readonly state: 'loaded' | 'partly' | 'quarantined' | 'refused' | 'unchanged';
  readonly policy: Policy;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string | null;
  readonly kind: string | null;
  readonly received: number;
  readonly written: number;
  readonly unchanged: number;
  readonly conflict: number;
  readonly quarantined: number;
  readonly documents: readonly LoadedDocument[];
  readonly findings: readonly (Finding & { readonly seq?: number })[];
  readonly anchorAct: string | null;
};
