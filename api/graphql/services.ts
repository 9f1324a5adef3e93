import type { ActBodies } from '../../domain/act/index.ts';
import type { Refusal } from '../../domain/errors/index.ts';
import type { CheckCode, CheckResult } from '../../domain/financing/index.ts';
import type { BuyerWord, RunReport, SealPlace, SourceDraft, Subject } from '../../ingest/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Scorer } from '../credit/index.ts';
import type { Database, Sql } from '../database/index.ts';
import type { TokenVerifier } from '../identity/index.ts';
import type { OpenPersons } from '../keyring/index.ts';
import type { StepUp } from '../step-up/index.ts';

/** What the HTTP handler needs; composed by the server program, replaced by tests. */
export type Services = {
  /** Introspection is answered in `sandbox` and `test` only. */
  readonly environment: 'production' | 'sandbox' | 'test';
  /** Where people reach us: `http://localhost:4000`. */
  readonly origin: string;
  readonly channel: string;
  /** As `tally_api`. */
  readonly database: Database;
  readonly ledger: Pick<Ledger, 'evaluate' | 'blocks' | 'info'>;
  readonly projector: ReadModel;
  readonly outbox: Outbox;
  readonly verifyToken: TokenVerifier;
  readonly stepUp: StepUp;
  readonly ingest: IngestDoor;
  /** A stored document with its persons in clear, as far as they may be shown at all. */
  readonly openPersons: OpenPersons;
  /** A single sealed text; `null` where its key was destroyed. */
  readonly openSealed: (tenant: string, at: SealPlace, text: string) => Promise<string | null>;
  readonly sources: SourceDoor;
  readonly documents: DocumentDoor;
  readonly examiner: Examiner;
  /** Scoring for the risk desk; absent in programs that do not score. */
  readonly credit?: Scorer;
  /** Base address of the embedded identity provider; `null` when another issuer is used. */
  readonly identityUpstream: string | null;
  /** Folder of the built portal; `null` serves none. */
  readonly portalFolder: string | null;
  /** Folder where uploads grow before they are handed to ingest. */
  readonly uploadFolder: string;
  /** 32 random bytes of this installation: cursors and file links are bound by it. */
  readonly secret: Buffer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told about our own faults, with the id the caller was given. */
  readonly report: (fault: { readonly requestId: string; readonly error: unknown }) => void;
};

/** How far the read model is. */
export type ReadModel = {
  checkpoint(): { readonly block: bigint };
  committedAt(): number | null;
  /** False when the block is not there in time. */
  waitFor(to: { readonly block: bigint }, withinMs: number): Promise<boolean>;
};

/** The signed act on its way: stored in the caller's transaction, sent by the relay. */
export type Outbox = {
  /** Writes the row `saved` and its due entry in the open transaction of the tenant. */
  save(sql: Sql, item: OutboxItem): Promise<void>;
  /** Sends what was saved and waits; `null` when the outcome is not known within the time. */
  settle(tenant: string, actId: string, withinMs: number): Promise<ActOutcome | null>;
};

export type OutboxItem = {
  readonly tenant: string;
  readonly actId: string;
  /** Canonical `{act, signatures}`: the contract's argument. */
  readonly signed: string;
  /** Private input by name, as JSON text. */
  readonly transient: Readonly<Record<string, string>> | null;
  readonly hint: number;
};

export type ActOutcome =
  | { readonly kind: 'committed'; readonly txId: string; readonly block: bigint }
  | { readonly kind: 'refused'; readonly refusal: FreeRefusal };

/** A refusal whose code may belong to any catalogue. */
export type FreeRefusal = { readonly code: string; readonly facts: Refusal['facts'] };
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: FreeRefusal };

/** Files in: what the mutations of uploads, loads and quarantine call. Rows are read by SQL. */
export type IngestDoor = {
  /** Reads a complete file; gives the load's id, also when nothing new was in it. */
  load(file: {
    readonly tenant: string;
    readonly by: string;
    readonly name: string;
    readonly path: string;
    readonly sha256: string;
    readonly profile: string | null;
  }): Promise<Outcome<string>>;
  saveProfile(profile: {
    readonly tenant: string;
    readonly name: string;
    readonly kind: string;
    readonly body: unknown;
    readonly version: number | null;
  }): Promise<Outcome<string>>;
  /** Takes held records of a load again, all or some; gives the id of the new load. */
  replay(who: IngestPerson, load: string, only: readonly string[] | null): Promise<Outcome<string>>;
  editQuarantined(
    who: IngestPerson,
    edit: {
      readonly id: string;
      readonly field: string;
      readonly value: string;
      readonly reason: string;
      /** Also all records of the load that are held for the same rules. */
      readonly alike: boolean;
    },
  ): Promise<Outcome<string>>;
  /** A second person's word for sensitive corrections. */
  approveQuarantined(who: IngestPerson, id: string): Promise<Outcome<string>>;
  dropQuarantined(
    who: IngestPerson,
    of: { readonly id: string; readonly reason: string },
  ): Promise<Outcome<string>>;
  resolveConflict(
    who: IngestPerson,
    of: {
      readonly id: string;
      readonly choice: 'keep' | 'replace' | 'both';
      readonly reason: string;
    },
  ): Promise<Outcome<string>>;
  /** Persons in the party's documents whom a mail address, a number or a name may mean. */
  findSubjects(who: IngestPerson, text: string): Promise<Outcome<readonly Subject[]>>;
  /** Does what two persons signed on the ledger. */
  eraseByAct(who: IngestPerson, id: string): Promise<Outcome<string>>;
  /** Asks for a person's erasure; as a second person, restricts one whom the law holds. */
  eraseSubject(
    who: IngestPerson,
    of: { readonly id: string; readonly reason: string },
  ): Promise<Outcome<string>>;
  /** Gives how many persons have released the statement; two free it. */
  releaseStatement(
    who: IngestPerson,
    of: { readonly document: string; readonly reason: string },
  ): Promise<Outcome<number>>;
  /** Writes 997, CONTRL or message level responses to a load's file; gives how many there are. */
  answerLoad(who: IngestPerson, load: string): Promise<Outcome<number>>;
  /** Writes what the buyer says about an invoice as a response of Peppol. */
  answerInvoice(
    who: IngestPerson,
    of: { readonly document: string } & Omit<BuyerWord, 'id' | 'at'>,
  ): Promise<Outcome<string>>;
};

/** Systems that are asked for their documents: what the mutations of sources call. */
export type SourceDoor = {
  /** Gives the new source's id. */
  create(who: IngestPerson, draft: SourceDraft): Promise<Outcome<string>>;
  /** Gives the fault that asking it met, or null. */
  check(who: IngestPerson, id: string): Promise<Outcome<RunReport['fault']>>;
  /** Holds all that the source has against what was loaded; the fault it met, or null. */
  compare(who: IngestPerson, id: string): Promise<Outcome<RunReport['fault']>>;
  /** Reads what is new, or all since then; a long run goes on after the answer. */
  run(
    who: IngestPerson,
    of: { readonly id: string; readonly since: string | null },
  ): Promise<Outcome<string>>;
  setStatus(
    who: IngestPerson,
    of: { readonly id: string; readonly status: 'active' | 'paused' },
  ): Promise<Outcome<string>>;
  acceptDrift(
    who: IngestPerson,
    of: { readonly source: string; readonly stream: string },
  ): Promise<Outcome<string>>;
};

/** Who decides about files: the tenant, the account's subject, and the person behind it. */
export type IngestPerson = {
  readonly tenant: string;
  readonly by: string;
  readonly person: string;
};

/** Documents out. */
export type DocumentDoor = {
  /** Renders, signs, anchors and keeps a document; gives its id. */
  issue(request: {
    readonly tenant: string;
    readonly by: string;
    readonly kind: string;
    readonly subject: string;
    readonly locale: 'zh' | 'en' | 'zh+en';
  }): Promise<Outcome<string>>;
  /** The issued file of a document that this tenant may read. */
  read(
    tenant: string,
    documentId: string,
  ): Promise<{ readonly name: string; readonly type: string; readonly bytes: Uint8Array } | null>;
  /** What anyone may know of a document: issuer, kind, number, dates, hash, state. */
  publicFacts(documentId: string): Promise<Readonly<Record<string, unknown>> | null>;
};

/** An item of the checklist that rests on files: what was found, and the files by hash. */
export type ExaminedItem = {
  readonly item: CheckCode;
  readonly result: CheckResult;
  readonly evidence: readonly { readonly hash: string; readonly at: string }[];
};

/** What is signed between commitment and disbursement, with every named file kept. */
export type Examination = {
  readonly search: ActBodies['registration.search'];
  readonly draft: ActBodies['registration.draft'];
  readonly file: ActBodies['registration.file'];
  readonly items: readonly ExaminedItem[];
  /** The holder's account that may be paid; `null` while there is none. */
  readonly account: string | null;
};

export type ScreeningAnswer = ActBodies['screening.record'];

/** The desk that asks outside sources and keeps what they answer (§6.6). */
export type Examiner = {
  /** For the funder of a committed financing and for the operator; others get `NOT_FOUND`. */
  examine(request: {
    readonly tenant: string;
    readonly financing: string;
  }): Promise<Outcome<Examination>>;
  /** Screens parties by their registered names and numbers; the operator alone. */
  screen(request: {
    readonly tenant: string;
    readonly parties: readonly string[];
  }): Promise<Outcome<readonly ScreeningAnswer[]>>;
  /** Of `type~id` and `file:<sha256>`, those that open: a row, or a file of one of the parties. */
  opened(names: readonly string[], parties: readonly string[]): Promise<ReadonlySet<string>>;
};
