import { startTestLedger } from '../fixture/ledger.ts';
import { nextId } from '../fixture/signing.ts';
import { claimOf, confirm, offer, startTrade, type Trade } from '../fixture/trade.ts';
import { mustCommit } from '../fixture/world.ts';

/** A peer gives so many rows and no more, without a word. */
const ROWS_OF_A_QUERY = 4;
const CLAIMS = 11;
const FACE = 1_000_000n;

let trade: Trade;
beforeAll(async () => {
  const ledger = await startTestLedger({ queryLimit: ROWS_OF_A_QUERY });
  trade = await startTrade({}, nextId(), ledger);
});
afterAll(() => trade.world.close());

test('a trial balance has every entry of the journal, however many a peer gives at once', async () => {
  for (let at = 0; at < CLAIMS; at++) {
    const terms = { number: `TB${at}`, totalMinor: FACE + BigInt(at) };
    const offered = claimOf(trade, terms);
    await mustCommit(offer(trade, [offered]));
    await mustCommit(confirm(trade, [offered.claim]));
  }
  const answer = await trade.world.query({ kind: 'journal.trialBalance' });
  if (answer.kind !== 'answer') throw new Error(answer.kind);
  // Eleven claims of 10,000.00 and 0, 1, … 10 minor units more: 55 in all.
  const total = { minor: '11000055', currency: 'CNY' };
  expect(JSON.parse(Buffer.from(answer.bytes).toString('utf8'))).toMatchObject({
    balances: [{ currency: 'CNY', debits: total, credits: total }],
  });
});
