import { access } from 'node:fs/promises';
import { chromium, type Browser, type Page } from 'playwright-core';

/** Never the package's own arguments: they switch off what is under test. */
const ARGUMENTS = ['--no-sandbox', '--font-render-hinting=none'];
const PLACES = ['/usr/bin/chromium', '/usr/bin/google-chrome'];

/** A Chromium of this machine: `TALLY_CHROMIUM`, an installed one, else the one of the tests. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true });
}

async function findBrowser(): Promise<string> {
  const given = process.env['TALLY_CHROMIUM'];
  if (given !== undefined) return given;
  for (const place of PLACES) {
    const isThere = await access(place).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** What a page said that it should not have: console errors, faults, foreign requests. */
export function listen(page: Page, origin: string): string[] {
  const heard: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') heard.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => heard.push(`fault: ${error.message}`));
  page.on('request', request => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) heard.push(`foreign: ${url}`);
  });
  return heard;
}

/** From the landing page through the sign-in page to the person's first page. */
export async function signInAs(
  page: Page,
  options: { origin: string; language: 'zh' | 'en'; card: RegExp },
): Promise<void> {
  await page.goto(`${options.origin}/${options.language}`);
  await page.getByRole('button', { name: options.card }).click();
  await page.waitForURL(/\/oidc\/interaction\//);
  await page.locator('button.enter').click();
  await page.waitForURL(/\/(zh|en)\/[a-z]+$/);
}
