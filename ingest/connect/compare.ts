import type { CanonicalDocument } from '../../domain/document/index.ts';
import { ok, type Result } from '../../domain/result/index.ts';
import { contentHash, sha256Hex } from '../commitment.ts';
import type { HeldRefusal } from '../held.ts';
import { readFile, type ReadRecord } from '../read.ts';
import type { LoadContext } from '../store.ts';
import { ConnectorFault } from './fault.ts';
import { readRest } from './rest.ts';
import { EARLIEST, openSource, restOptions, type RunOptions, type RunReport } from './run.ts';

/** What one side has of a kind in a month: how many, their sum, and the XOR of their hashes. */
type Side = { readonly count: number; readonly minor: bigint; readonly hash: bigint };
type Sides = Map<string, Side>;

const NOTHING: Side = { count: 0, minor: 0n, hash: 0n };

/**
 * Reads a source from its first record on without loading, and holds it against what was loaded: by
 * kind and month the number, the sum and the XOR of hashes (ING-23). Every month with a difference
 * stands as REC-01 until a later comparison finds none. Answers the fault that ended it, or null.
 */
export async function compareSource(
  id: string,
  options: RunOptions,
): Promise<Result<RunReport['fault'], HeldRefusal>> {
  const opened = await openSource(id, options);
  if (!opened.ok) return opened;
  const { source, manifest, settings } = opened.value;
  // What was dropped was taken: there is nothing left to compare with.
  if (manifest.streams.length === 0) return ok(null);
  const theirs: Sides = new Map();
  const keys: string[] = [];
  try {
    for (const stream of manifest.streams) {
      const from = { since: EARLIEST, next: null };
      const pages = readRest({ manifest, settings, stream }, from, restOptions(source, options));
      for await (const page of pages) keys.push(...addPage(theirs, page.bytes));
    }
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error;
    return ok({ rule: error.rule, params: error.params });
  }
  await options.inTransaction(async context => {
    const ours = await oursOf(context, id, keys);
    await writeComparison(context, { source: id, theirs, ours });
  });
  return ok(null);
}

/** Adds the records of a page; answers their natural keys. */
function addPage(sides: Sides, bytes: Uint8Array): string[] {
  const context = { tenant: '', load: '', sha256: sha256Hex };
  const read = readFile({ bytes, name: 'page.json' }, { context });
  if (!read.ok) return [];
  const known = read.value.records.filter((r): r is ReadRecord & Named => !!r.document);
  for (const { document } of known) {
    const minor = 'totals' in document ? document.totals.payable.minor : 0n;
    add(sides, { ...document, minor, hash: contentHash(document) });
  }
  return known.map(r => JSON.stringify(r.naturalKey));
}

type Named = { readonly document: CanonicalDocument };

type Counted = {
  readonly kind: string;
  readonly issuedOn: string;
  readonly minor: bigint;
  readonly hash: string;
};

function add(sides: Sides, one: Counted): void {
  const key = `${one.kind} ${one.issuedOn.slice(0, 7)}`;
  const { count, minor, hash } = sides.get(key) ?? NOTHING;
  const next = hash ^ BigInt(`0x${one.hash}`);
  sides.set(key, { count: count + 1, minor: minor + one.minor, hash: next });
}

/** What stands here of the source, also where a document came another way before. */
async function oursOf(
  { sql }: Pick<LoadContext, 'sql'>,
  source: string,
  keys: readonly string[],
): Promise<Sides> {
  const rows = await sql.query<Counted>(
    `select d.kind, d.issued_on as "issuedOn", d.content_hash as hash,
       coalesce((d.body->'totals'->'payable'->>'minor')::bigint, 0) as minor from erp.document d join erp.load l on l.tenant_id = d.tenant_id and l.id = d.load
     where d.superseded_at is null and (l.source = $1 or d.natural_key = any ($2::text[]))`,
    [source, keys],
  );
  const sides: Sides = new Map();
  for (const row of rows) add(sides, row);
  return sides;
}

async function writeComparison(
  { sql, tenant, now }: LoadContext,
  of: { readonly source: string; readonly theirs: Sides; readonly ours: Sides },
): Promise<void> {
  for (const key of new Set([...of.theirs.keys(), ...of.ours.keys()])) {
    const [kind, month] = key.split(' ');
    const [theirs, ours] = [of.theirs.get(key) ?? NOTHING, of.ours.get(key) ?? NOTHING];
    const isEqual = theirs.hash === ours.hash && theirs.count === ours.count;
    await sql.query(
      `insert into erp.reconciliation (tenant_id, source, kind, month, theirs_count, theirs_minor,
         ours_count, ours_minor, equal, compared_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (tenant_id, source, kind, month) do update set theirs_count = $5,
         theirs_minor = $6, ours_count = $7, ours_minor = $8, equal = $9, compared_at = $10`,
      [
        tenant,
        of.source,
        kind,
        month,
        theirs.count,
        theirs.minor.toString(),
        ours.count,
        ours.minor.toString(),
        isEqual,
        now(),
      ],
    );
  }
}
