import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { auditVerify } from '../../cli/audit.ts';
import { saySkipped } from '../fixture/skipped.ts';
import { giveKey, launchBrowser, listen, signInAs, signWith } from './browser.ts';
import { startDealStage, type DealStage } from './deal-stage.ts';
import { keyTextOf } from './stage.ts';

// A deal's payment date by the people who sign it, in the browser, on a ledger with its whole life.

const STAGE_MS = 300_000;
const WALK_MS = 180_000;
const ANSWER_MS = 60_000;

const browser: Browser | null = await launchBrowser().catch((error: unknown) => {
  saySkipped('the note in a browser', `no Chromium: ${String(error).split('\n')[0] ?? ''}`);
  return null;
});
const walk = browser === null ? describe.skip : describe;

const CARDS = {
  'manager.one': /Continue as Manager|以管理人身份进入/,
  'custodian.one': /Continue as Custodian|以托管行身份进入/,
  'investor-a.one': /Continue as Investor|以投资人身份进入/,
  'rating.one': /Continue as Rating agency|以评级机构身份进入/,
  'anchor.one': /Continue as Buyer, maker|以买方经办身份进入/,
  'auditor.shen': /Continue as Auditor|以审计方身份进入/,
} as const;

walk('the note in a browser', () => {
  let stage: DealStage;
  const heard: string[] = [];

  beforeAll(async () => {
    stage = await startDealStage();
  }, STAGE_MS);

  afterAll(async () => {
    await browser?.close();
    await stage?.stop();
  }, 60_000);

  /** A browser of one person with its key, and everything it says that it should not. */
  async function enter(language: 'zh' | 'en', login: keyof typeof CARDS): Promise<Page> {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
    const context = await (browser as Browser).newContext({ locale });
    context.setDefaultTimeout(ANSWER_MS);
    const page = await context.newPage();
    const said = listen(page, stage.origin);
    page.on('close', () => heard.push(...said));
    await signInAs(page, { origin: stage.origin, language, card: CARDS[login] });
    await giveKey(page, keyTextOf(stage.actor(login)));
    return page;
  }

  const datePage = (language: 'zh' | 'en'): string =>
    `${stage.origin}/${language}/deals/${stage.given.deal}/dates/${stage.due}`;

  test(
    'the manager reads the dry run and signs it',
    async () => {
      const page = await enter('en', 'manager.one');
      await page.goto(datePage('en'));
      // By hand: 20,000.00 came in; class a: 75,038.80 × 3.65 % × 2 ÷ 365 = 15.00776.
      await page.getByText('CNY 20,000.00 goes to fees and classes').waitFor();
      expect(await page.getByRole('cell', { name: 'CNY 15.01' }).count()).toBeGreaterThan(0);
      await signWith(page, 'Sign the calculation');
      await page.getByText(/no difference/).waitFor();
      await page.getByText("The custodian's review comes next.").waitFor();
      await page.context().close();
    },
    WALK_MS,
  );

  test(
    'the custodian reviews it with the ledger’s own run and settles what the bank confirms',
    async () => {
      const page = await enter('zh', 'custodian.one');
      await page.goto(datePage('zh'));
      await page.getByText('账本独立计算的结果逐行一致，无差异。').waitFor();
      await signWith(page, '签署复核', 'zh');
      await page.getByLabel('银行报文号').fill('P-2');
      await page.getByLabel('专户余额（CNY）').fill('1.234,56');
      await page.getByText('请填写如 1,234.50 的金额').waitFor();
      expect(await page.getByRole('button', { name: '兑付', exact: true }).isDisabled()).toBe(true);
      await page.getByLabel('专户余额（CNY）').fill('20,000.00');
      await signWith(page, '兑付', 'zh');
      await page.getByText('CNY 20,000.00 已在一个区块内兑付。').waitFor();
      await page.context().close();
    },
    WALK_MS,
  );

  test(
    'the investor sees the cash, and every figure is the one of a fresh query',
    async () => {
      const page = await enter('en', 'investor-a.one');
      const asked = answerOf(page, 'noteHoldings');
      await page.goto(`${stage.origin}/en/notes`);
      // Class a: 15.01 of interest and 19,982.59 of principal, all to its one holder.
      await page.getByText('CNY 19,997.60 came in on').waitFor();
      const { noteHoldings, notePayments } = (await asked) as Answered;
      const figures = [
        ...noteHoldings.flatMap(({ nominal, interest, principal }) => [
          nominal,
          interest,
          principal,
        ]),
        ...notePayments.flatMap(({ classes }) =>
          classes.flatMap(({ interest, principal }) => [interest, principal]),
        ),
      ];
      const shown = await page.locator('.tally-figure').allTextContents();
      expect(shown).toEqual(figures.map(textOf));
      expect(noteHoldings.map(({ principal }) => principal.minor)).toEqual(['2994379']);
      await page.context().close();
    },
    WALK_MS,
  );

  test(
    'an auditor asks a buyer for a value, reads it, and decides the whole deal again',
    async () => {
      const auditor = await enter('en', 'auditor.shen');
      await auditor.goto(`${stage.origin}/en/disclosures`);
      await choose(auditor, 'Whose values', /Anchor/);
      await choose(auditor, 'Claims of one party', /50,000\.00/);
      await auditor.keyboard.press('Escape');
      await auditor.getByRole('combobox', { name: 'Fields' }).fill('goods.name');
      await auditor.keyboard.press('Enter');
      await auditor.keyboard.press('Escape');
      await auditor.getByLabel('Purpose').fill('yearEnd');
      await auditor.getByLabel('Until').fill('2026-03-31');
      await signWith(auditor, 'Sign the request');

      const owner = await enter('zh', 'anchor.one');
      await owner.goto(`${stage.origin}/zh/disclosures`);
      await signWith(owner, '签署授权', 'zh');
      await owner.context().close();

      await auditor.getByRole('cell', { name: 'steel pipe' }).waitFor();
      await signWith(auditor, 'End it');
      await auditor.getByRole('cell', { name: 'steel pipe' }).waitFor({ state: 'detached' });

      await auditor.goto(`${stage.origin}/en/audit`);
      await auditor.getByRole('button', { name: 'Decide everything again' }).click();
      await auditor.getByText(/^No difference in \d+ blocks\.$/).waitFor();
      await choose(auditor, 'Payment date', new RegExp(stage.due));
      await auditor.getByText(/was paid by entry P-2/).waitFor();
      expect(await auditor.getByText(/confirmed with its own key/).count()).toBe(3);
      const saving = auditor.waitForEvent('download');
      await auditor.getByRole('button', { name: 'Download all blocks' }).click();
      const bundle = await (await saving).path();
      expect(await auditVerify(bundle, { recompute: true, json: true })).toBe(0);
      await auditor.context().close();
    },
    WALK_MS,
  );

  test.each([
    ['en', 'manager.one', ['deals', 'deals/:deal', 'deals/:deal/dates/:due', 'pools']],
    ['zh', 'rating.one', ['deals/:deal/performance', 'deals/:deal/dates/:due']],
    ['zh', 'investor-a.one', ['notes']],
    ['zh', 'auditor.shen', ['audit', 'disclosures', 'ledger', 'ledger/blocks/9']],
    ['en', 'auditor.shen', ['ledger/objects/deal~:deal']],
  ] as const)(
    'in %s axe objects to no page of %s',
    async (language, login, paths) => {
      const page = await enter(language, login);
      for (const path of paths) {
        const where = path.replace(':deal', stage.given.deal).replace(':due', stage.due);
        await page.goto(`${stage.origin}/${language}/${where}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('.mantine-Loader-root').first().waitFor({ state: 'detached' });
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html ?? ''}`);
        expect(found).toEqual([]);
      }
      await page.context().close();
    },
    WALK_MS,
  );

  test('the console stayed clean and no other host was asked', () => {
    expect(heard).toEqual([]);
  });
});

/** Chooses from a list under this label. */
async function choose(page: Page, name: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name }).click();
  await page.getByRole('option', { name: option }).first().click();
}

type Amount = { minor: string; currency: string };
type Paid = { interest: Amount; principal: Amount };
type Answered = {
  noteHoldings: (Paid & { nominal: Amount })[];
  notePayments: { classes: Paid[] }[];
};

/** `CNY 1,234.50` by a way of its own. */
function textOf({ minor, currency }: Amount): string {
  const digits = minor.padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${currency} ${whole}.${digits.slice(-2)}`;
}

/** The next answer of the API that holds this field. */
async function answerOf(page: Page, field: string): Promise<unknown> {
  const response = await page.waitForResponse(async one => {
    if (!one.url().endsWith('/graphql')) return false;
    const text = await one.text().catch(() => '');
    return text.includes(`"${field}"`);
  });
  return ((await response.json()) as { data: unknown }).data;
}
