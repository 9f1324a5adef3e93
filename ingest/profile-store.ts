import { fail, ok, type Result } from '../domain/result/index.ts';
import { canonical, type Wire } from '../domain/wire/index.ts';
import { sha256Hex } from './commitment.ts';
import { decode } from './decode.ts';
import { documentToWire } from '../domain/document/index.ts';
import { fatal, type Finding } from './finding.ts';
import {
  isTableKind,
  readProfile,
  readRows,
  headerNames,
  suggestProfile,
  type MappingProfile,
  type Suggestion,
} from './format/csv/index.ts';
import { readWorkbookTable } from './format/xlsx/index.ts';
import { LIMITS } from './limits.ts';
import { readFile } from './read.ts';
import { sniff } from './sniff.ts';
import type { LoadContext, LoadFile, Sql } from './store.ts';

/** The profile itself, or the saved one of that name: its newest version, or the one asked for. */
export async function resolveProfile(
  sql: Sql,
  profile: LoadFile['profile'],
  version: number | null = null,
): Promise<{ readonly profile: MappingProfile | undefined; readonly findings: Finding[] }> {
  if (typeof profile !== 'string') return { profile, findings: [] };
  const [row] = await sql.query<{ body: Wire; version: number }>(
    `select body, version from erp.mapping_profile
     where name = $1 and ($2::integer is null or version = $2) order by version desc limit 1`,
    [profile, version],
  );
  if (!row) return { profile: undefined, findings: [fatal('MAP-14', {}, { profile })] };
  const read = readProfile(row.body);
  if (!read.ok) return { profile: undefined, findings: read.error };
  return { profile: { ...read.value, version: row.version }, findings: [] };
}

/** What a profile makes of a file, without writing anything (ING-13). */
export type MappingPreview = {
  /** The first twenty canonical documents. */
  readonly documents: readonly Wire[];
  readonly received: number;
  readonly accepted: number;
  readonly findings: readonly Finding[];
  /** Sum of what is payable or due, in minor units by currency. */
  readonly sums: Readonly<Record<string, string>>;
  readonly from: string | null;
  readonly to: string | null;
  /** Saving asks for an equal hash. */
  readonly hash: string;
};

/** Suggests a mapping for a table of a kind; nothing is taken without a person. */
export function suggestMapping(
  bytes: Uint8Array,
  kind: string,
): Result<readonly Suggestion[], Finding[]> {
  if (!isTableKind(kind)) return ok([]);
  const read = readTable(bytes);
  if (!read.ok) return read;
  return ok(suggestProfile(kind, headerNames(read.value.header), read.value.rows));
}

/** The table of a text file, or of the first sheet of a workbook that holds one. */
function readTable(bytes: Uint8Array): ReturnType<typeof readRows> {
  const sniffed = sniff(bytes, '');
  if (sniffed.ok && sniffed.value.format === 'xlsx') return readWorkbookTable(bytes, LIMITS);
  const decoded = decode(bytes, {});
  return decoded.ok ? readRows(decoded.value.text, LIMITS, undefined) : decoded;
}

/** Applies a profile to a file and shows what would be written. */
export function previewMapping(
  file: { readonly bytes: Uint8Array; readonly name: string },
  profile: MappingProfile,
): Result<MappingPreview, Finding[]> {
  const context = { tenant: '', load: '', sha256: sha256Hex };
  const read = readFile(file, { context, profile });
  if (!read.ok) return fail(read.error);
  const { records } = read.value;
  const documents = records.flatMap(r => (r.accepted && r.document ? [r.document] : []));
  const sums = new Map<string, bigint>();
  for (const document of documents) {
    const amount =
      'totals' in document
        ? document.totals.payable
        : 'amount' in document
          ? document.amount
          : undefined;
    if (amount) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + amount.minor);
  }
  const days = documents.map(d => d.issuedOn).sort();
  const shown = {
    documents: documents.slice(0, 20).map(documentToWire),
    received: records.length,
    accepted: documents.length,
    sums: Object.fromEntries([...sums].map(([currency, minor]) => [currency, minor.toString()])),
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
  };
  const hash = sha256Hex(canonical({ ...shown, profile: profile as unknown as Wire }));
  const findings = [...read.value.findings, ...records.flatMap(r => r.findings)];
  return ok({ ...shown, findings, hash });
}

/** Saves a profile under its name as the next version. */
export async function saveProfile(
  context: Pick<LoadContext, 'sql' | 'tenant' | 'actor' | 'now'>,
  body: Wire,
): Promise<Result<MappingProfile, Finding[]>> {
  const read = readProfile(body);
  if (!read.ok) return read;
  const { sql, tenant, actor } = context;
  const { name, kind } = read.value;
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [`${tenant} ${name}`]);
  const [row] = await sql.query<{ version: number }>(
    'select coalesce(max(version), 0) + 1 as version from erp.mapping_profile where name = $1',
    [name],
  );
  const version = row?.version ?? 1;
  const saved = { ...read.value, version };
  await sql.query(
    `insert into erp.mapping_profile (tenant_id, name, version, kind, body, saved_by, saved_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tenant, name, version, kind, JSON.stringify(saved), actor, context.now()],
  );
  return ok(saved);
}
