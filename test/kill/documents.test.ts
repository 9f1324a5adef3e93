import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../api/database/index.ts';
import { verifyCommand } from '../../cli/doc-verify.ts';
import { askOnline } from '../../cli/doc-verify-online.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { confirmedClaim, startTrade, type Trade } from '../fixture/trade.ts';
import { staffOf } from '../fixture/world.ts';
import type { Making } from './document-maker.ts';

// kill -9 of the process that makes a paper: between its signature and its anchor.

const POINTS = ['signed', 'stored', 'kept'] as const;

let trade: Trade;
let database: TestDatabase;
let api: Database;
let home: string;
const claims = new Map<string, string>();

beforeAll(async () => {
  trade = await startTrade();
  for (const point of POINTS) {
    claims.set(point, (await confirmedClaim(trade, `INV-${point}`)).receivable);
  }
  // The folder goes to the processes that are killed: LevelDB opens it for one at a time.
  await trade.world.ledger.close();
  home = await mkdtemp(join(tmpdir(), 'tally-paper-kill-'));
  await writeFile(join(home, 'kek'), Buffer.alloc(32, 5).toString('base64url'));
  database = await startDatabase();
  api = await database.open('tally_api');
}, 120_000);

afterAll(async () => {
  await database.stop();
  await rm(home, { recursive: true, force: true });
  await rm(trade.world.folder, { recursive: true, force: true });
});

type Made = {
  readonly issued: { readonly ok: boolean; readonly value?: string };
  readonly facts: Readonly<Record<string, unknown>> | null;
  readonly file: string | null;
};

function run(subject: string, stopAt: Making['stopAt']): Promise<{ said: string; by: string }> {
  const { key, secret } = staffOf(trade.world, 'document');
  const making: Making = {
    ledger: trade.world.folder,
    home,
    api: database.url('tally_api'),
    projector: database.url('tally_projector'),
    key,
    pem: secret.export({ type: 'pkcs8', format: 'pem' }).toString(),
    tenant: trade.supplier.party,
    subject,
    stopAt,
  };
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'document-maker.ts');
    const child = spawn(process.execPath, [program, JSON.stringify(making)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let errors = '';
    child.stderr.on('data', chunk => (errors += String(chunk)));
    child.stdout.on('data', chunk => {
      said += String(chunk);
      if (said.includes(`at ${stopAt}\n`) && child.pid !== undefined) {
        process.kill(child.pid, 'SIGKILL');
      }
    });
    child.on('close', (code, signal) => {
      if (signal === 'SIGKILL' || code === 0) resolve({ said, by: signal ?? 'itself' });
      else reject(new Error(`ended with ${String(code)}: ${errors}`));
    });
  });
}

type Row = { readonly id: string; readonly number: string; readonly sha256: string };
const papersOf = (subject: string): Promise<Row[]> =>
  api.withTenant({ tenant: trade.supplier.party, actor: 'test' }, sql =>
    sql.query<Row>('select id, number, sha256 from app.document where subject_id = $1', [subject]),
  );

/** Acts on the ledger by kind: what was reserved and what was anchored. */
async function ordered(): Promise<Record<string, number>> {
  const rows = await api.withTenant({ tenant: trade.world.operator, actor: 'test' }, sql =>
    sql.query<{ kind: string; n: number }>(
      `select kind, count(*)::integer as n from book.tx
        where kind like 'document.%' and code = 0 group by kind`,
    ),
  );
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
}

/** The verdict of a stranger who has the file, the pins and the paper's public record. */
async function verdictOf({ file, facts }: Made): Promise<string> {
  const path = join(home, 'paper.pdf');
  await writeFile(path, Buffer.from(file ?? '', 'base64'));
  const server = createServer((_request, response) => {
    response.writeHead(facts ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(facts ?? {}));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const lines: string[] = [];
  const options = {
    pins: join(home, 'pins.json'),
    online: (bytes: Uint8Array, pins: Parameters<typeof askOnline>[2]) =>
      askOnline(`http://127.0.0.1:${port}`, bytes, pins),
    today: trade.world.today(),
    deep: true,
  };
  await verifyCommand(path, options, line => lines.push(line));
  server.close();
  return lines.at(-1) ?? '';
}

test.each(POINTS.map((point, at) => [point, at] as const))(
  'killed when %s: the next process has one paper under one number, anchored once',
  async (point, at) => {
    const subject = claims.get(point) ?? '';
    const killed = await run(subject, point);
    expect(killed).toEqual({ said: `at ${point}\n`, by: 'SIGKILL' });
    const left = await papersOf(subject);
    expect(left).toHaveLength(point === 'kept' ? 1 : 0);

    const next = await run(subject, 'never');
    const made = JSON.parse(next.said.replace(/^made /, '')) as Made;
    expect(made.issued.ok).toBe(true);
    const papers = await papersOf(subject);
    expect(papers).toHaveLength(1);
    // What was kept before the kill is the very paper that is anchored after it.
    if (point === 'kept') expect(papers).toEqual(left);
    expect(papers[0]?.id).toBe(made.issued.value);
    expect(papers[0]?.number).toMatch(new RegExp(`-000${String(at + 1)}$`));
    const file = Buffer.from(made.file ?? '', 'base64');
    expect(createHash('sha256').update(file).digest('hex')).toBe(papers[0]?.sha256);
    expect(await verdictOf(made)).toBe('GREEN  CURRENT: genuine and current');

    const again = await run(subject, 'never');
    const same = JSON.parse(again.said.replace(/^made /, '')) as Made;
    expect(same.issued.value).toBe(made.issued.value);
    // One anchor for each paper so far; numbers are reserved by the hundred, so once for all.
    expect(await ordered()).toEqual({ 'document.reserve': 1, 'document.anchor': at + 1 });
  },
  180_000,
);
