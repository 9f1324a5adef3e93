import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderDrops } from '../../api/server/drops.ts';
import {
  answerLoad,
  checkSource,
  createSource,
  runSource,
  type RunOptions,
} from '../../ingest/index.ts';
import { ingestStage } from '../fixture/ingest-stage.ts';

const BEGIN = '2026-04-01T00:00:00.000Z';
const stage = ingestStage(BEGIN);
const TENANT = '018f0000-0000-7000-8000-0000000000f1';
const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixture/ingest/ok/${name}`, import.meta.url));

let root: string;
let source: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tally-drops-'));
  const made = await create({ folder: 'in' });
  if (!made.ok) throw new Error(made.error.code);
  source = made.value;
});
afterAll(() => rm(root, { recursive: true, force: true }));

const create = (settings: Record<string, string>) =>
  stage.inTenant(TENANT, context =>
    createSource(context, { preset: 'folder', name: 'Drop', settings, credential: '' }),
  );

function options(): RunOptions {
  return {
    egress: { allowed: [] },
    drops: folderDrops(root, TENANT),
    sleep: () => Promise.resolve(),
    share: () => 0.5,
    inTransaction: work => stage.inTenant(TENANT, work),
  };
}

const place = (...names: string[]): string => join(root, TENANT, 'in', ...names);

/** Puts a file there that was last changed so many seconds before the suite's clock. */
async function drop(name: string, bytes: Uint8Array, secondsAgo: number): Promise<void> {
  await mkdir(place(), { recursive: true });
  await writeFile(place(name), bytes);
  const at = Date.parse(BEGIN) / 1_000 - secondsAgo;
  await utimes(place(name), at, at);
}

async function run() {
  const ran = await runSource(source, options());
  if (!ran.ok) throw new Error(ran.error.code);
  return ran.value;
}

test.each(['../other', 'a/b', '', '..', '/etc'])(
  'a folder %s is no folder of the tenant',
  async folder => {
    expect(await create({ folder })).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
  },
);

test('a check makes the folder; a whole file is loaded once and taken', async () => {
  expect(await stage.inTenant(TENANT, () => checkSource(source, options()))).toEqual({
    ok: true,
    value: null,
  });
  await drop('invoice.xml', fixture('invoice.xml'), 31);
  expect(await run()).toMatchObject({ pages: 1, records: 1, written: 1, fault: null });
  expect(await readdir(place())).not.toContain('invoice.xml');
  expect(await readdir(place('taken'))).toHaveLength(1);
  expect(await run()).toMatchObject({ pages: 0, fault: null });
});

test('the same bytes again are taken and change nothing', async () => {
  await drop('again.xml', fixture('invoice.xml'), 60);
  expect(await run()).toMatchObject({ pages: 1, written: 0, fault: null });
  expect(await readdir(place('taken'))).toHaveLength(2);
});

test('a file that may still grow waits, until it rests or its marker is there', async () => {
  await drop('growing.csv', fixture('invoice.csv'), 10);
  expect(await run()).toMatchObject({ pages: 0 });
  await drop('growing.csv.done', Buffer.alloc(0), 0);
  expect(await run()).toMatchObject({ pages: 1, fault: null });
  expect((await readdir(place())).filter(name => name.startsWith('growing'))).toEqual([]);
});

test('a file that is changed while it is read waits for the next run', async () => {
  await drop('changed.xml', fixture('statement.xml'), 60);
  const own = options();
  const ran = await runSource(source, {
    ...own,
    drops: {
      ...own.drops,
      read: async (folder, name) => {
        const bytes = await own.drops.read(folder, name);
        await writeFile(place(name), Buffer.concat([bytes, Buffer.from(' ')]));
        return bytes;
      },
    },
  });
  expect(ran).toMatchObject({ ok: true, value: { pages: 0, fault: null } });
  expect(await readdir(place())).toContain('changed.xml');
  await rm(place('changed.xml'));
});

test('links and hidden files are not seen', async () => {
  await drop('.hidden.xml', fixture('invoice.xml'), 60);
  await symlink('/etc/hostname', place('link.xml'));
  expect(await run()).toMatchObject({ pages: 0, fault: null });
  await rm(place('link.xml'));
});

test('what is no business file is kept as refused and taken, and the next is read', async () => {
  await drop('a-nothing.bin', Buffer.from('\u0000nothing that is known'), 60);
  await drop('b-order.edi', fixture('order.edi'), 60);
  expect(await run()).toMatchObject({ pages: 2, fault: null });
  const states = await stage.inTenant(TENANT, ({ sql }) =>
    sql.query<{ name: string; state: string }>(
      'select name, state from erp.load where source = $1 order by started_at',
      [source],
    ),
  );
  expect(states.find(({ name }) => name === 'a-nothing.bin')?.state).toBe('refused');
});

test('the answer to what came from the folder is put into its answers, once', async () => {
  const [load] = await stage.inTenant(TENANT, ({ sql }) =>
    sql.query<{ id: string }>("select id from erp.load where name = 'b-order.edi'"),
  );
  const count = await stage.inTenant(TENANT, context =>
    answerLoad(context, load?.id ?? '', { by: 'schedule', person: 'schedule' }),
  );
  expect(count).toEqual({ ok: true, value: 1 });
  await run();
  const [name = '', ...rest] = await readdir(place('answers'));
  expect(rest).toEqual([]);
  expect(await readFile(place('answers', name), 'utf8')).toMatch(/^(UN[AB]|ISA)/);
  await rm(place('answers', name));
  await run();
  expect(await readdir(place('answers'))).toEqual([]);
});

test('a folder that cannot be read opens the breaker like a system that is away', async () => {
  await writeFile(join(root, 'file'), '');
  const nowhere = folderDrops(join(root, 'file'), TENANT);
  const fails = { ...options(), drops: nowhere };
  const first = await runSource(source, fails);
  expect(first).toMatchObject({ ok: true, value: { fault: { rule: 'CON-04' } } });
  expect(await runSource(source, fails)).toMatchObject({ ok: false, error: { code: 'CONFLICT' } });
  stage.pass(2_000);
  expect(await run()).toMatchObject({ fault: null });
});
