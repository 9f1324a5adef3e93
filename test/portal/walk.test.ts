import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { saySkipped } from '../fixture/skipped.ts';
import { launchBrowser, listen, signInAs } from './browser.ts';
import { startProduct, type Product } from './product.ts';

const STORY_MS = 600_000;
const WALK_MS = 240_000;
const ANSWER_MS = 90_000;
/** The one claim of band B2. */
const LARGE = '1,175,200.00';

const browser: Browser | null = await launchBrowser().catch((error: unknown) => {
  saySkipped('the portal in a browser', `no Chromium: ${String(error).split('\n')[0] ?? ''}`);
  return null;
});
const walk = browser === null ? describe.skip : describe;

walk('the portal in a browser', () => {
  let product: Product;
  let financed = '';
  const heard: string[] = [];

  beforeAll(async () => {
    product = await startProduct();
  }, STORY_MS);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 60_000);

  /** A browser of one person, with everything it says that it should not. */
  async function enter(language: 'zh' | 'en', card: RegExp): Promise<Page> {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
    const context = await (browser as Browser).newContext({ locale });
    context.setDefaultTimeout(ANSWER_MS);
    const page = await context.newPage();
    page.on('close', () => heard.push(...said));
    const said = listen(page, product.origin);
    await signInAs(page, { origin: product.origin, language, card });
    return page;
  }

  test(
    'a supplier makes a key, finances one receivable and sees the cash',
    async () => {
      const page = await enter('en', /Continue as Supplier/);
      await page.getByRole('link', { name: 'Company and keys' }).click();
      await page.getByRole('button', { name: 'Make a key and register it' }).click();
      await page.getByText('This key may sign.').waitFor();

      await page.getByRole('link', { name: 'Finance', exact: true }).click();
      const row = page
        .getByRole('row')
        .filter({ has: page.getByRole('checkbox') })
        .first();
      financed = (await row.getByRole('link').getAttribute('href')) ?? '';
      await row.getByRole('checkbox').check();
      const offer = (await page.getByText(/to your account on/).textContent()) ?? '';
      const cash = /^CNY [\d,]+\.\d\d/.exec(offer)?.[0] ?? '';
      expect(cash).toMatch(/\d/);
      await signSheet(page, '1. Sign the request');
      await signSheet(page, '2. Sign the acceptance', /^CNY [a-z -]+ and \d\d\/100$/);
      await page.getByText(`${cash} is in your account`).waitFor();
      await page.context().close();
    },
    WALK_MS,
  );

  test(
    'a buyer makes a key and confirms one claim with it, its amount read in words',
    async () => {
      const page = await enter('en', /Continue as Buyer, maker/);
      await page.getByRole('link', { name: 'Company and keys' }).click();
      await page.getByRole('button', { name: 'Make a key and register it' }).click();
      await page.getByText('This key may sign.').waitFor();

      await page.getByRole('link', { name: 'Confirm', exact: true }).click();
      await page.getByText('9 wait for an answer').waitFor();
      const small = page.getByRole('row').filter({ hasNotText: LARGE });
      await small.getByRole('checkbox').first().check();
      await signSheet(page, 'Read and sign 1', /^CNY [a-z -]+ and \d\d\/100$/);
      await page.getByText('8 wait for an answer').waitFor();
      await confirmWithCode(page, product.origin);
      await page.context().close();
    },
    WALK_MS,
  );

  test(
    'an auditor opens its transaction and the proof of it',
    async () => {
      const page = await enter('en', /Continue as Auditor/);
      expect(page.url()).toMatch(/\/en\/ledger$/);
      await page.goto(product.origin + financed);
      await page.getByRole('button', { name: 'Prove it against the ledger' }).click();
      await page.getByText(/The ledger's own check holds at block \d+/).waitFor();
      await page
        .getByRole('link', { name: /^Block \d+$/ })
        .last()
        .click();
      await page.getByText(/Valid, in block \d+/).waitFor();
      expect(await page.title()).toBe('Transaction · Tallystick');
      await page.context().close();
    },
    WALK_MS,
  );

  test.each([
    ['en', /Continue as Supplier/, ['Home', 'Receivables', 'Finance', 'Ledger']],
    ['zh', /以供应商身份进入/, ['首页', '应收账款', '融资', '账本']],
  ] as const)(
    'four pages in %s have their titles and nothing that axe objects to',
    async (language, card, names) => {
      const page = await enter(language, card);
      for (const name of names) {
        await page.getByRole('link', { name, exact: true }).click();
        await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
        await page
          .getByRole('status')
          .filter({ has: page.locator('.mantine-Loader-root') })
          .waitFor({ state: 'detached' });
        expect(await page.title()).toBe(`${name} · Tallystick`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual(
          [],
        );
      }
      await page.context().close();
    },
    WALK_MS,
  );

  test('the console stayed clean and no other host was asked', () => {
    expect(heard).toEqual([]);
  });
});

/** Reads and signs what a button opens, once the button may be pressed. */
async function signSheet(page: Page, name: string, words?: RegExp): Promise<void> {
  await page.getByRole('button', { name }).click();
  const sheet = page.getByRole('dialog', { name: 'Read, then sign' });
  if (words) await sheet.getByText(words).first().waitFor();
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
  await sheet.getByText(/Signed; waits for others|Done, in block/).waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
}

/**
 * All that waits, in one act of band B2; its maker is one of two persons: the end of the sum is typed, a wrong code is refused, and
 * the code of the demo's own authenticator passes.
 */
async function confirmWithCode(page: Page, origin: string): Promise<void> {
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Read and sign 8' }).click();
  const sheet = page.getByRole('dialog', { name: 'Read, then sign' });
  const together = await sheet.getByText(/^Together CNY [\d,]+\.\d\d$/).textContent();
  const digits = (together ?? '').replace(/\D/g, '').slice(-4);
  const sign = sheet.getByRole('button', { name: 'Sign', exact: true });
  const field = sheet.getByLabel('Type the last four digits of the amount');
  await field.fill(digits === '0000' ? '1111' : '0000');
  expect(await sign.isDisabled()).toBe(true);
  await field.fill(digits);
  await sign.click();
  const code = sheet.getByLabel('One-time code');
  const confirm = sheet.getByRole('button', { name: 'Confirm', exact: true });
  await code.fill('000000');
  await confirm.click();
  await sheet.getByText('STEP_UP_REQUIRED').waitFor();
  const opening = page.waitForEvent('popup');
  await sheet.getByRole('link', { name: /^Demo authenticator/ }).click();
  const authenticator = await opening;
  expect(new URL(authenticator.url()).origin).toBe(origin);
  await code.fill((await authenticator.locator('.code').textContent()) ?? '');
  await authenticator.close();
  await confirm.click();
  await sheet.getByText(/Signed; waits for others|Done, in block/).waitFor();
  await page.keyboard.press('Escape');
}
