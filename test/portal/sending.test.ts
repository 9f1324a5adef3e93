import type { Browser, Page, Route } from 'playwright-core';
import { saySkipped } from '../fixture/skipped.ts';
import { claimOf, offer, startTrade } from '../fixture/trade.ts';
import { mustCommit } from '../fixture/world.ts';
import { giveKey, launchBrowser, signInAs } from './browser.ts';
import { sendings, signLost } from './sent.ts';
import { actorOf, keyTextOf, startStage, type Stage } from './stage.ts';

// An act outlives the page that sent it: lost on the way it is sent again, lost on the way back it is
// asked for; the same bytes both times, and never twice what was taken once.

const STAGE_MS = 300_000;
const WALK_MS = 180_000;
const ANSWER_MS = 60_000;
const CARD = /Continue as Buyer, maker/;

/** Ways in which an answer does not come. */
const LOST: readonly (readonly [string, (route: Route) => Promise<void>])[] = [
  ['the line broke', route => route.abort()],
  ['it took too long', route => route.fulfill({ status: 503, json: LATE })],
];
const LATE = { errors: [{ message: 'IN_PROGRESS', extensions: { code: 'IN_PROGRESS' } }] };

const browser: Browser | null = await launchBrowser().catch((error: unknown) => {
  saySkipped('acts that outlive a page', `no Chromium: ${String(error).split('\n')[0] ?? ''}`);
  return null;
});
const walk = browser === null ? describe.skip : describe;

walk('an act that was sent when the page died', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await startStage(async ledger => {
      const trade = await startTrade({}, undefined, ledger);
      const claims = ['S-1', 'T-2', 'U-3'].map(number => claimOf(trade, { number }));
      await mustCommit(offer(trade, claims));
      const of = { zh: '示例 买方', en: 'Sample Buyer' };
      const buyer = actorOf(trade.buyer, { login: 'anchor.one', as: 'maker', ...of });
      return { world: trade.world, actors: [buyer] };
    });
  }, STAGE_MS);

  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, 60_000);

  async function enter(): Promise<Page> {
    const context = await (browser as Browser).newContext({ locale: 'en-GB' });
    context.setDefaultTimeout(ANSWER_MS);
    const page = await context.newPage();
    await signInAs(page, { origin: stage.origin, language: 'en', card: CARD });
    await giveKey(page, keyTextOf(stage.actor('anchor.one')));
    return page;
  }

  test(
    'what never arrived is sent again, with the same bytes and signature',
    async () => {
      const page = await enter();
      const tried = await sendings(page, route => route.abort());
      await signLost(page, stage.origin);
      await page.close({ runBeforeUnload: false });

      const next = await page.context().newPage();
      const arrived = await sendings(next, route => route.continue());
      await next.goto(`${stage.origin}/en/home`);
      await next.getByText('Sent before, without an answer: ').waitFor();
      await next.getByText(/^Done, in block \d+$/).waitFor();
      expect(tried.length).toBeGreaterThan(0);
      expect(arrived).toHaveLength(1);
      expect(new Set([...tried, ...arrived]).size).toBe(1);
      await next.reload();
      await next.getByRole('heading', { level: 1 }).waitFor();
      await next.waitForTimeout(4_000);
      expect(arrived).toHaveLength(1);
      await next.context().close();
    },
    WALK_MS,
  );

  test.each(LOST)(
    'what was taken is only asked for, and its answer is told: %s',
    async (_what, lose) => {
      const page = await enter();
      const taken = await sendings(page, async route => {
        await route.fetch();
        await lose(route);
      });
      await signLost(page, stage.origin);
      await page.goto(`${stage.origin}/en/home`);
      await page.getByText('Sent before, without an answer: ').waitFor();
      await page.getByText(/^Done, in block \d+$/).waitFor();
      expect(taken).toHaveLength(1);
      await page.context().close();
    },
    WALK_MS,
  );

  test(
    'an answer from before the person’s own act is asked for again',
    async () => {
      const page = await enter();
      const asked = await listsAsked(page);
      await page.goto(`${stage.origin}/en/receivables`);
      await page.locator('.tally-chip[data-lag=late]').waitFor();
      await page.locator('.tally-chip[data-lag=fresh]').waitFor();
      // Nothing else asks this page's list anew.
      expect(asked).toEqual(['stale', 'fresh']);
      await page.context().close();
    },
    WALK_MS,
  );
});

/** The lists of claims that a page asks for; the first answer says that the book is behind. */
async function listsAsked(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.route('**/graphql', async route => {
    if (!route.request().postData()?.includes('receivables(')) return route.continue();
    const isFirst = asked.length === 0;
    asked.push(isFirst ? 'stale' : 'fresh');
    if (!isFirst) return route.continue();
    const response = await route.fetch();
    const reply = (await response.json()) as { extensions: { freshness: object } };
    Object.assign(reply.extensions.freshness, { stale: true });
    return route.fulfill({ response, json: reply });
  });
  return asked;
}
