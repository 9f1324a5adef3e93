import { ok, type Result } from '../../domain/result/index.ts';
import type { HeldContext, HeldRefusal } from '../held.ts';
import { loadFile } from '../load.ts';
import { ConnectorFault } from './fault.ts';
import type { RunOptions } from './run.ts';
import { readState, writeState, type Source } from './source.ts';

/** A file that another system dropped. */
export type DroppedFile = {
  readonly name: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** A file `name.done` stands beside it: its writer says that it is whole. */
  readonly isMarked: boolean;
};

/** A tenant's drop folders; names are plain, so that none leads elsewhere. */
export type Drops = {
  /** Regular files of a folder by name; `null` where it cannot be read. */
  list(folder: string): Promise<readonly DroppedFile[] | null>;
  read(folder: string, name: string): Promise<Uint8Array>;
  /** Puts a file that was loaded, and its marker, into the folder's `taken`. */
  take(folder: string, name: string): Promise<void>;
  /** Writes an answer into the folder's `answers`, whole or not at all. */
  deliver(folder: string, name: string, text: string): Promise<void>;
};

/** What came of a folder's run. */
export type Dropped = {
  readonly pages: number;
  readonly records: number;
  readonly written: number;
};

const STREAM = 'files';
/** A file without a marker is whole when nothing has changed it for so long (ING-25). */
const STABLE_MS = 30_000;
const BYTES_MAX = 200 * 1_048_576;
const EXTENSIONS: Readonly<Record<string, string>> = { '997': 'edi', CONTRL: 'edi' };

/**
 * Loads every whole file of a folder, the oldest name first, and moves it to `taken` once its load
 * is committed: a file that is taken twice changes nothing. Then the answers to what came from here
 * are put into `answers`, each once.
 * @throws ConnectorFault CON-04 where the folder cannot be read, CON-06 for a file beyond 200 MB
 */
export async function runFolder(
  source: Source,
  drops: Drops,
  options: Pick<RunOptions, 'inTransaction'>,
): Promise<Dropped> {
  const folder = source.settings['folder'] ?? '';
  const files = await wholeFiles(folder, drops, options);
  const total = { pages: 0, records: 0, written: 0 };
  for (const file of files) {
    if (file.bytes > BYTES_MAX) {
      throw new ConnectorFault('CON-06', { host: file.name, bytes: String(BYTES_MAX) });
    }
    const bytes = await drops.read(folder, file.name);
    if (await isChanged(folder, drops, file, bytes)) continue;
    const { received, written } = await options.inTransaction(context =>
      loadDropped(context, source, { name: file.name, bytes }),
    );
    await drops.take(folder, file.name);
    total.pages += 1;
    total.records += received;
    total.written += written;
  }
  await deliverAnswers(source, drops, options);
  return total;
}

async function wholeFiles(
  folder: string,
  drops: Drops,
  { inTransaction }: Pick<RunOptions, 'inTransaction'>,
): Promise<readonly DroppedFile[]> {
  const files = await drops.list(folder);
  if (!files) throw new ConnectorFault('CON-04', { host: folder, status: 'no folder' });
  const now = Date.parse(await inTransaction(context => Promise.resolve(context.now())));
  return files.filter(file => file.isMarked || now - file.modifiedAt >= STABLE_MS);
}

/** Whether the file is another now than when its reading began (IN-04): it waits for the next run. */
async function isChanged(
  folder: string,
  drops: Drops,
  file: DroppedFile,
  bytes: Uint8Array,
): Promise<boolean> {
  const again = (await drops.list(folder))?.find(({ name }) => name === file.name);
  const isSame = again?.bytes === file.bytes && again.modifiedAt === file.modifiedAt;
  return !isSame || bytes.length !== file.bytes;
}

async function loadDropped(
  context: HeldContext,
  source: Source,
  file: { readonly name: string; readonly bytes: Uint8Array },
): Promise<{ readonly received: number; readonly written: number }> {
  const key = { source: source.id, stream: STREAM };
  const report = await loadFile(context, { ...file, source: source.id, policy: source.policy });
  const isNew = report.state !== 'unchanged';
  const counts = { received: report.received, written: isNew ? report.written : 0 };
  const state = await readState(context.sql, key);
  await writeState(context, key, {
    ...state,
    cursor: file.name,
    records: counts.received,
    written: counts.written,
  });
  return counts;
}

/** An answer is marked as delivered after it was written: cut off between, it is written again. */
async function deliverAnswers(
  source: Source,
  drops: Drops,
  { inTransaction }: Pick<RunOptions, 'inTransaction'>,
): Promise<void> {
  await inTransaction(async ({ sql, now }) => {
    const rows = await sql.query<{ id: string; syntax: string; control: string; text: string }>(
      `select a.id, a.syntax, a.control, a.text from erp.answer a
         join erp.load l on l.tenant_id = a.tenant_id and l.id = a.load
       where l.source = $1 and a.delivered_at is null order by a.made_at, a.id limit 1000`,
      [source.id],
    );
    for (const { id, syntax, control, text } of rows) {
      const name = `${syntax}-${control}.${EXTENSIONS[syntax] ?? 'xml'}`;
      await drops.deliver(source.settings['folder'] ?? '', name, text);
      await sql.query('update erp.answer set delivered_at = $2 where id = $1', [id, now()]);
    }
  });
}

/** Whether the folder is there; the fault, or null. */
export async function checkFolder(
  source: Source,
  drops: Drops,
): Promise<Result<Pick<ConnectorFault, 'rule' | 'params'> | null, HeldRefusal>> {
  const folder = source.settings['folder'] ?? '';
  const files = await drops.list(folder);
  return ok(files ? null : { rule: 'CON-04', params: { host: folder, status: 'no folder' } });
}
