import type { Browser, Page } from 'playwright-core';
import { saySkipped } from '../fixture/skipped.ts';
import { claimOf, offer, startTrade } from '../fixture/trade.ts';
import { mustCommit } from '../fixture/world.ts';
import { giveKey, launchBrowser, signInAs } from './browser.ts';
import { sendings, signChosen, signLost } from './sent.ts';
import { actorOf, keyTextOf, PASSWORD, startStage, type Stage } from './stage.ts';

// Two sign one act, or one person has two tabs: what is lost on the way is sent again or asked for,
// the same bytes each time, and nothing is taken twice (PT-405).

const STAGE_MS = 300_000;
const WALK_MS = 180_000;
const ANSWER_MS = 60_000;
/** Longer than a page lets pass before it looks again at what it sent. */
const LOOK_MS = 4_000;
const CARD = /Continue as Buyer, maker/;
const [MAKER, CHECKER] = ['anchor.one', 'anchor.two'] as const;
/** Below 100,000.00 one person of a buyer confirms, from there on two. */
const ALONE = ['50,000.00', '50,000.01'] as const;
const TWO = ['200,000.00', '200,000.01', '200,000.02'] as const;
const WAITS = 'Signed; waits for others';
const DONE = /^Done, in block \d+/;

const browser: Browser | null = await launchBrowser().catch((error: unknown) => {
  saySkipped('acts of two signers', `no Chromium: ${String(error).split('\n')[0] ?? ''}`);
  return null;
});
const walk = browser === null ? describe.skip : describe;

walk('an act that two sign, or that stands in two tabs', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage(async ledger => {
      const trade = await startTrade({}, undefined, ledger);
      const claims = [...ALONE, ...TWO].map((amount, at) =>
        claimOf(trade, {
          number: `${'STUVW'[at] ?? ''}-${String(at)}`,
          totalMinor: BigInt(amount.replace(/[,.]/g, '')),
        }),
      );
      await mustCommit(offer(trade, claims));
      const of = { zh: '示例 买方', en: 'Sample Buyer' };
      const maker = actorOf(trade.buyer, { login: MAKER, as: 'maker', ...of });
      const checker = actorOf(trade.buyer, { login: CHECKER, as: 'checker', ...of });
      return { world: trade.world, actors: [maker, checker] };
    });
  }, STAGE_MS);

  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, 60_000);

  async function enter(login: string): Promise<Page> {
    const context = await (browser as Browser).newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(ANSWER_MS);
    const page = await context.newPage();
    const as = { login, password: PASSWORD };
    await signInAs(page, { origin: stage.origin, language: 'en', card: CARD, as });
    await giveKey(page, keyTextOf(stage.actor(login)));
    return page;
  }

  async function signedByMaker(amount: string): Promise<void> {
    const maker = await enter(MAKER);
    const sheet = await signChosen(maker, stage.origin, { place: 'confirm', amount });
    await sheet.getByText(WAITS).first().waitFor();
    await maker.context().close();
  }

  test(
    'the first of two signers hears again that the act waits, and it waits once',
    async () => {
      const maker = await enter(MAKER);
      const sent = await sendings(maker, async route => {
        if (sent.length > 1) return route.continue();
        await route.fetch();
        return route.abort();
      });
      await signLost(maker, stage.origin, { place: 'confirm', amount: TWO[0] });
      await maker.goto(`${stage.origin}/en/home`);
      await maker.getByText('Sent before, without an answer: ').waitFor();
      await maker.getByText(WAITS).first().waitFor();
      expect(sent.length).toBeGreaterThan(1);
      expect(new Set(sent).size).toBe(1);
      await maker.context().close();
      const checker = await enter(CHECKER);
      await checker.goto(`${stage.origin}/en/inbox`);
      const waiting = checker.getByRole('button', { name: 'Read and sign', exact: true });
      await waiting.first().waitFor();
      expect(await waiting.count()).toBe(1);
      const sheet = await signChosen(checker, stage.origin, { place: 'inbox' });
      await sheet.getByText(DONE).waitFor();
      await checker.context().close();
    },
    WALK_MS,
  );

  test(
    'a second signature that never arrived is sent again, the same, and the act is done',
    async () => {
      await signedByMaker(TWO[1]);
      const checker = await enter(CHECKER);
      const tried = await sendings(checker, route => route.abort());
      await signLost(checker, stage.origin, { place: 'inbox' });
      await checker.close({ runBeforeUnload: false });
      const next = await checker.context().newPage();
      const arrived = await sendings(next, route => route.continue());
      await next.goto(`${stage.origin}/en/home`);
      await next.getByText(DONE).waitFor();
      expect(tried.length).toBeGreaterThan(0);
      expect(arrived).toHaveLength(1);
      expect(new Set([...tried, ...arrived]).size).toBe(1);
      await next.context().close();
    },
    WALK_MS,
  );

  test(
    'a second signature that was taken is only asked for, and its answer is told',
    async () => {
      await signedByMaker(TWO[2]);
      const checker = await enter(CHECKER);
      const taken = await sendings(checker, async route => {
        await route.fetch();
        await route.abort();
      });
      await signLost(checker, stage.origin, { place: 'inbox' });
      await checker.goto(`${stage.origin}/en/home`);
      await checker.getByText(DONE).waitFor();
      expect(taken).toHaveLength(1);
      await checker.context().close();
    },
    WALK_MS,
  );

  test(
    'a second tab leaves alone what the first is sending',
    async () => {
      const first = await enter(MAKER);
      const gate = Promise.withResolvers<undefined>();
      const sent = await sendings(first, async route => {
        await gate.promise;
        await route.continue();
      });
      const sheet = await signChosen(first, stage.origin, { place: 'confirm', amount: ALONE[0] });
      const second = await first.context().newPage();
      const doubled = await sendings(second, route => route.continue());
      await second.goto(`${stage.origin}/en/home`);
      await second.getByRole('heading', { level: 1 }).waitFor();
      await second.waitForTimeout(LOOK_MS);
      expect([sent.length, doubled.length]).toEqual([1, 0]);
      gate.resolve(undefined);
      await sheet.getByText(DONE).waitFor();
      await second.waitForTimeout(LOOK_MS);
      expect([sent.length, doubled.length]).toEqual([1, 0]);
      await first.context().close();
    },
    WALK_MS,
  );

  test(
    'a second tab takes over what a dead one was sending: the same bytes, once',
    async () => {
      const first = await enter(MAKER);
      const held = Promise.withResolvers<undefined>();
      const sent = await sendings(first, () => {
        held.resolve(undefined);
        return new Promise<void>(() => undefined);
      });
      await signChosen(first, stage.origin, { place: 'confirm', amount: ALONE[1] });
      await held.promise;
      const second = await first.context().newPage();
      const over = await sendings(second, route => route.continue());
      await second.goto(`${stage.origin}/en/home`);
      await second.getByRole('heading', { level: 1 }).waitFor();
      // Leaving the page takes its request back; closing it would let the held one go.
      await first.goto('about:blank');
      await second.getByText('Sent before, without an answer: ').waitFor();
      await second.getByText(DONE).waitFor();
      expect(over).toEqual(sent);
      expect(over).toHaveLength(1);
      await second.context().close();
    },
    WALK_MS,
  );
});
