import type { Arrival } from '../../domain/credit/index.ts';
import {
  documentFromWire,
  partyKey,
  type CanonicalDocument,
  type OpenItem,
  type Party,
} from '../../domain/document/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import type { Database, Sql } from '../database/index.ts';
import type { OpenPersons, StoredBody } from '../keyring/index.ts';
import { readAcross, type Crossing } from '../governance/index.ts';

/** What one party's own systems have delivered. */
export type DocumentFile = {
  readonly documents: readonly CanonicalDocument[];
  readonly arrivals: readonly Arrival[];
  /** The day of the latest load; `null` before the first. */
  readonly lastLoadOn: string | null;
};

/**
 * How instants become business days: the calendar day of the instant, but never later than the open
 * day (a test channel's days stand still while real time goes on).
 */
function businessDayOf(instant: string, openDay: string): string {
  const day = instant.slice(0, 10);
  return day > openDay ? openDay : day;
}

/** How documents are read: their payers stand under keys of their own. */
export type DocumentReading = {
  readonly database: Database;
  readonly openPersons: OpenPersons;
};

/** Who reads for a score: the operator, of a party, on its open day. */
export type ScoringReader = { readonly operator: string; readonly openDay: string };

type StoredRow = Omit<StoredBody, 'tenant'> & { readonly written_at: string };

/**
 * The live documents of a party that its consent opens to the operator for scoring; none without
 * one. Suspect files are left out.
 */
export async function readDocuments(
  { database, openPersons }: DocumentReading,
  party: string,
  by: ScoringReader,
): Promise<DocumentFile> {
  const { openDay } = by;
  const read = await readAcross(database, crossingOf(party, by), async (sql, opened) => {
    const rows = await sql.query<StoredRow>(
      `select id, version, body, written_at from erp.document
        where superseded_at is null and not suspect and issued_on <= $1 and kind = any ($2)
        order by issued_on, id`,
      [openDay, opened.kinds],
    );
    const documents = [];
    for (const row of rows) {
      documents.push(documentFromWire(await openPersons(sql, { tenant: party, ...row })));
    }
    const arrivals = documents.map((document, at) => ({
      document: document.id,
      arrivedOn: businessDayOf(rows[at]?.written_at ?? openDay, openDay),
    }));
    return { value: { documents, arrivals }, used: { documents: rows.length, fields: SCORED } };
  });
  const lastLoadOn = await database.withTenant({ tenant: party, actor: 'scorer' }, sql =>
    lastLoad(sql, openDay),
  );
  return { ...(read.ok ? read.value : { documents: [], arrivals: [] }), lastLoadOn };
}

/** Parts of documents that features are computed from. */
const SCORED = ['dates', 'parties', 'totals', 'lines', 'entries', 'balances'];

function crossingOf(owner: string, { operator, openDay }: ScoringReader): Crossing {
  return {
    owner,
    reader: operator,
    purpose: 'scoring',
    on: openDay,
    actor: 'scorer',
    action: 'credit.score',
    question: { documents: 'all', until: openDay },
  };
}

/** A buyer's payables towards one supplier, where it consents: what confirms a claim at level L2. */
export async function readBuyerItems(
  { database }: DocumentReading,
  buyer: string,
  of: { readonly supplierKey: string; readonly by: ScoringReader },
): Promise<readonly OpenItem[]> {
  const read = await readAcross(database, crossingOf(buyer, of.by), async (sql, opened) => {
    const rows = await sql.query<{ body: Wire }>(
      `select d.body from erp.document d
         join erp.open_item i on i.tenant_id = d.tenant_id and i.document = d.id
          and i.version = d.version
        where d.superseded_at is null and not d.suspect and i.side = 'payable'
          and i.partner_key = $1 and d.kind = any ($2)
        order by d.issued_on, d.id`,
      [of.supplierKey, opened.kinds],
    );
    return { value: rows, used: { documents: rows.length, fields: SCORED } };
  });
  return (read.ok ? read.value : [])
    .map(row => documentFromWire(row.body))
    .filter((row): row is OpenItem => row.kind === 'openItem');
}

/** Party ids of registration numbers that documents name. */
export async function readDirectory(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database.withTenant({ tenant: null, actor: 'scorer' }, sql =>
    sql.query<{ code: string; party: string }>(
      'select code, party from app.party_name where code is not null',
    ),
  );
  return new Map(rows.map(row => [row.code, row.party]));
}

/** Names parties of documents by their ledger id where they are members. */
export function namer(directory: ReadonlyMap<string, string>): (party: Party) => string {
  return party => {
    const key = partyKey(party);
    return directory.get(key) ?? key;
  };
}

async function lastLoad(sql: Sql, openDay: string): Promise<string | null> {
  const [row] = await sql.query<{ at: string | null }>(
    "select max(finished_at) as at from erp.load where state in ('loaded', 'partly')",
  );
  return row?.at ? businessDayOf(row.at, openDay) : null;
}
