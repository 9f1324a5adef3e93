import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foldersOf } from '../api/configuration.ts';
import { apiReach } from './api-reach.ts';
import { reachFlags } from './process/index.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tally-reach-'));
  for (const file of KEYS.concat('services/matcher.pem', 'objects/kept', 'demo/accounts.json')) {
    mkdirSync(dirname(join(home, file)), { recursive: true });
    writeFileSync(join(home, file), 'content');
  }
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Keys of parties, below the data folder. */
const KEYS = ['demo/buyer-keys/anchor/one.pem', 'demo/keys/supplier-01/one.pem'];

/** What a process with the API's own flags, or with none, gets to see. */
async function attempt(program: string, flags = true): Promise<string> {
  const told = { TALLY_ACCOUNTS_FILE: join(home, 'demo', 'accounts.json') };
  const given = flags ? reachFlags(await apiReach(root, home, told)) : [];
  const script = `try { console.log(${program}) } catch (error) { console.log(error.code) }`;
  const words = [...given, '--eval', `const fs = require('node:fs'); ${script}`];
  return spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout.trim();
}

const reading = (file: string): string =>
  `fs.readFileSync(${JSON.stringify(join(home, file))}, 'utf8')`;

describe('the API process', () => {
  test.each(KEYS)('cannot open %s, which a process without its flags can', async file => {
    expect(await attempt(reading(file))).toBe('ERR_ACCESS_DENIED');
    expect(await attempt(reading(file), false)).toBe('content');
  });

  test('cannot list the folder, link to it, or have another program read it', async () => {
    const folder = JSON.stringify(join(home, 'demo', 'buyer-keys'));
    const link = JSON.stringify(join(home, 'objects', 'link'));
    expect(await attempt(`fs.readdirSync(${folder})`)).toBe('ERR_ACCESS_DENIED');
    expect(await attempt(`fs.symlinkSync(${folder}, ${link})`)).toBe('ERR_ACCESS_DENIED');
    const spawn = `require('node:child_process').execFileSync('cat', [${folder}])`;
    expect(await attempt(spawn)).toBe('ERR_ACCESS_DENIED');
  });

  test.each(['services/matcher.pem', 'objects/kept', 'demo/accounts.json'])(
    'opens %s, which is its own or given to it',
    async file => {
      expect(await attempt(reading(file))).toBe('content');
    },
  );

  test('reads a connection profile and the files that it names, and none beside them', async () => {
    const folder = join(home, 'network');
    mkdirSync(folder);
    for (const file of ['user.pem', 'other.pem']) writeFileSync(join(folder, file), 'content');
    const profile = join(folder, 'profile.json');
    writeFileSync(profile, JSON.stringify({ identity: { keyFile: 'user.pem' } }));
    const { read } = await apiReach(root, home, { TALLY_LEDGER_PROFILE: profile });
    expect(read).toContain(profile);
    expect(read).toContain(join(folder, 'user.pem'));
    expect(read).not.toContain(join(folder, 'other.pem'));
  });

  test('writes a new file into every folder that its configuration keeps data in', async () => {
    const { ledger, objects, uploads, documents, drops, keyrings } = foldersOf({ home });
    for (const folder of [ledger, objects, uploads, documents, drops, ...keyrings]) {
      const inside = JSON.stringify(join(folder, 'party', 'a1'));
      const made = `fs.mkdirSync(${inside}, { recursive: true }) && 'made'`;
      expect(`${folder} ${await attempt(made)}`).toBe(`${folder} made`);
    }
  });

  test('writes its own data and nothing else', async () => {
    const write = (file: string): string =>
      `fs.writeFileSync(${JSON.stringify(join(home, file))}, 'x') ?? 'written'`;
    expect(await attempt(write('objects/new'))).toBe('written');
    expect(await attempt(write('pins.json.part'))).toBe('written');
    for (const file of ['services/matcher.pem', 'demo/accounts.json', 'demo/buyer-keys/x']) {
      expect(await attempt(write(file))).toBe('ERR_ACCESS_DENIED');
    }
  });
});
