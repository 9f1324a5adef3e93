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
  options: {
    origin: string;
    language: 'zh' | 'en';
    card: RegExp;
    /** Somebody without a card of their own types these. */
    as?: { readonly login: string; readonly password: string };
  },
): Promise<void> {
  await page.goto(`${options.origin}/${options.language}`);
  await page.getByRole('button', { name: options.card }).click();
  await page.waitForURL(/\/oidc\/interaction\//);
  if (options.as) {
    await page.locator('input#login').fill(options.as.login);
    await page.locator('input#password').fill(options.as.password);
  }
  await page.locator('button.enter').click();
  await page.waitForURL(/\/(zh|en)\/[a-z]+$/);
}

/** A person's key as this browser would keep it: the private half cannot be read out. */
export async function giveKey(
  page: Page,
  key: { readonly id: string; readonly person: string; readonly publicKey: string; pkcs8: string },
): Promise<void> {
  await page.evaluate(async ({ id, person, publicKey, pkcs8 }) => {
    const bytes = (text: string): Uint8Array<ArrayBuffer> =>
      Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), sign => sign.charCodeAt(0));
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const pair = {
      privateKey: await crypto.subtle.importKey('pkcs8', bytes(pkcs8), algorithm, false, ['sign']),
      publicKey: await crypto.subtle.importKey('raw', bytes(publicKey), algorithm, true, [
        'verify',
      ]),
    };
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('tallystick', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
      opening.onerror = () => reject(new Error('no key store'));
      opening.onsuccess = () => {
        const kept = opening.result
          .transaction('keys', 'readwrite')
          .objectStore('keys')
          .put({ id, publicKey, person, pair }, person);
        kept.onsuccess = () => resolve();
        kept.onerror = () => reject(new Error('the key is not kept'));
      };
    });
  }, key);
}

const WORDS = {
  en: {
    title: 'Read, then sign',
    sign: 'Sign',
    done: /Signed; waits for others|Done, in block/,
  },
  zh: { title: '阅读后签名', sign: '签名', done: /已完成|已签名/ },
} as const;

/** Reads and signs what a button opens, once the button may be pressed. */
export async function signWith(
  page: Page,
  name: string | RegExp,
  language: 'zh' | 'en' = 'en',
): Promise<void> {
  const { title, sign, done } = WORDS[language];
  await page.getByRole('button', { name, exact: true }).first().click();
  const sheet = page.getByRole('dialog', { name: title });
  await sheet.getByRole('button', { name: sign, exact: true }).click();
  await sheet.getByText(done).first().waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
}
