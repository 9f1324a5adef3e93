import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../api/database/index.ts';
import { outboxStatus, saveToOutbox } from '../../api/outbox/index.ts';
import { exportActs } from '../../ledger/embedded/rebuild.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { makeAct, signedText } from '../fixture/signing.ts';
import {
  claimOf,
  confirmItem,
  offer,
  startTrade,
  type Claim,
  type Trade,
} from '../fixture/trade.ts';
import { mustCommit, personOf, staffOf } from '../fixture/world.ts';
import type { Relaying } from './relay-runner.ts';

// kill -9 of the process that relays an act, at each point of the act's way: endorsement, attempt,
// block, answer. The next process brings the same act to its one end.

const POINTS = ['endorsed', 'attempted', 'answered', 'settled'] as const;

let trade: Trade;
let database: TestDatabase;
let api: Database;
const claims = new Map<string, Claim>();

beforeAll(async () => {
  trade = await startTrade();
  for (const point of POINTS) {
    const offered = claimOf(trade, { number: `INV-${point}` });
    await mustCommit(offer(trade, [offered]));
    claims.set(point, offered.claim);
  }
  // The folder goes to the processes that are killed: LevelDB opens it for one at a time.
  await trade.world.ledger.close();
  database = await startDatabase();
  api = await database.open('tally_api');
}, 120_000);

afterAll(async () => {
  await database.stop();
  await rm(trade.world.folder, { recursive: true, force: true });
});

/** Relays in a process of its own and kills it, by its pid, where it stands still. */
function killedAt(stopAt: Relaying['stopAt']): Promise<NodeJS.Signals | null> {
  const relaying: Relaying = {
    ledger: trade.world.folder,
    api: database.url('tally_api'),
    stopAt,
  };
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'relay-runner.ts');
    const child = spawn(process.execPath, [program, JSON.stringify(relaying)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', said => {
      if (String(said).includes(`at ${stopAt}\n`) && child.pid !== undefined) {
        process.kill(child.pid, 'SIGKILL');
      }
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve(signal));
  });
}

/** The buyer's confirmation, signed by maker and checker, laid into the outbox. */
async function saveConfirmation(claim: Claim): Promise<string> {
  const { world, buyer, payTo } = trade;
  const act = makeAct('receivable.confirm', {
    actor: buyer.party,
    businessDate: world.today(),
    body: { items: [confirmItem(claim, payTo)] },
  });
  const signed = signedText(
    act,
    [
      { by: personOf(buyer, 'maker'), role: 'maker', stepUp: true },
      { by: personOf(buyer, 'checker'), role: 'checker', stepUp: true },
    ],
    { stepUpService: staffOf(world, 'stepup') },
  );
  const stored = await api.withTenant({ tenant: buyer.party, actor: 'test' }, sql =>
    saveToOutbox(sql, { tenant: buyer.party, actId: act.id, signed }),
  );
  expect(stored).toBe(true);
  return act.id;
}

async function timesOnLedger(actId: string): Promise<number> {
  let times = 0;
  for await (const act of exportActs(trade.world.folder, 0)) if (act.actId === actId) times += 1;
  return times;
}

const stateOf = (actId: string) =>
  api.withTenant({ tenant: trade.buyer.party, actor: 'test' }, sql => outboxStatus(sql, actId));

test.each([
  ['endorsed', 0, 'saved'],
  ['attempted', 0, 'submitted'],
  ['answered', 1, 'submitted'],
  ['settled', 1, 'committed'],
] as const)(
  'killed when %s: %i time on the ledger, then once for ever',
  async (point, before, state) => {
    const claim = claims.get(point);
    if (!claim) throw new Error('no claim');
    const actId = await saveConfirmation(claim);
    expect(await killedAt(point)).toBe('SIGKILL');
    expect(await timesOnLedger(actId)).toBe(before);
    expect((await stateOf(actId))?.state).toBe(state);
    if (state === 'committed') return;

    expect(await killedAt('settled')).toBe('SIGKILL');
    expect(await timesOnLedger(actId)).toBe(1);
    expect((await stateOf(actId))?.state).toBe('committed');
  },
  120_000,
);
