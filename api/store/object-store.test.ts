import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ObjectStore, openFolderStore } from './index.ts';

let home: string;
let store: ObjectStore;
const mine = { tenant: '018f0000-0000-7000-8000-00000000000a', kind: 'document' } as const;
const theirs = { tenant: '018f0000-0000-7000-8000-00000000000b', kind: 'document' } as const;
const text = new TextEncoder().encode('Receivable certificate 2026-000001');

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tally-store-'));
  await writeFile(join(home, 'kek'), randomBytes(32).toString('base64url'));
  store = await openFolderStore({ folder: join(home, 'objects'), kekFile: join(home, 'kek') });
});
afterEach(() => rm(home, { recursive: true }));

const files = async () =>
  (await readdir(join(home, 'objects'), { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));

test('gives back what was put, and keeps none of it in clear', async () => {
  const { name, sha256 } = await store.put(mine, text);
  // SHA-256 of the text, by sha256sum.
  expect(sha256).toBe('fcdd1383fe847a2e8f6ef076467f1a2684d8d989d57743897af7a8b0e71af7bf');
  expect(await store.get(mine, name)).toEqual(text);
  for (const file of await files()) {
    expect((await readFile(file)).includes('certificate')).toBe(false);
  }
});

test.each([0, 6, 20, 70, 90])('a file with the byte at %i changed does not open', async at => {
  const { name } = await store.put(mine, text);
  const [file = ''] = await files();
  const bytes = await readFile(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await expect(store.get(mine, name)).rejects.toThrow('ALTERED');
});

test('a file moved to another tenant does not open there', async () => {
  const { name } = await store.put(mine, text);
  await cp(join(home, 'objects', mine.tenant), join(home, 'objects', theirs.tenant), {
    recursive: true,
  });
  await expect(store.get(theirs, name)).rejects.toThrow('ALTERED');
});

test.each(['../../kek', '..', '', 'a/b'])('the name %p reaches nothing', async name => {
  await expect(store.get(mine, name)).rejects.toThrow('ABSENT');
});

test('a key of another length is refused', async () => {
  await writeFile(join(home, 'kek'), 'c2hvcnQ');
  await expect(openFolderStore({ folder: home, kekFile: join(home, 'kek') })).rejects.toThrow(
    'a key has 32 bytes',
  );
});
