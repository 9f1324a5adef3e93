import type { Locator, Page, Route } from 'playwright-core';

const SENT = 'Sent; the outcome is being asked. Do nothing.';

/** What the page asks the API to take, in order: act and signatures as text; `answer` does the rest. */
export async function sendings(
  page: Page,
  answer: (route: Route) => Promise<void>,
): Promise<string[]> {
  const seen: string[] = [];
  await page.route('**/graphql', route => {
    const { query, variables } = JSON.parse(route.request().postData() ?? '{}') as {
      query: string;
      variables: Record<string, unknown>;
    };
    const isSent = /^mutation (Send|Add)\(/.test(query) && variables['dryRun'] !== true;
    if (!isSent) return route.continue();
    seen.push(JSON.stringify(variables));
    return answer(route);
  });
  return seen;
}

/** What is signed: a claim to confirm, by its amount or the first one, or an act that waits. */
export type Chosen = { readonly place: 'confirm' | 'inbox'; readonly amount?: string };

/** Reads and signs; gives back the sheet, which tells what became of it. */
export async function signChosen(page: Page, origin: string, chosen: Chosen): Promise<Locator> {
  const { place, amount } = chosen;
  await page.goto(`${origin}/en/${place}`);
  if (place === 'confirm') {
    const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox') });
    const row = amount === undefined ? rows.first() : rows.filter({ hasText: amount });
    await row.getByRole('checkbox').check();
  }
  const name = place === 'confirm' ? 'Read and sign 1' : 'Read and sign';
  await page.getByRole('button', { name, exact: true }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Read, then sign' });
  await sheet.getByRole('button', { name: 'Sign', exact: true }).click();
  return sheet;
}

/** Signs, and reads that the outcome is not known. */
export async function signLost(
  page: Page,
  origin: string,
  chosen: Chosen = { place: 'confirm' },
): Promise<void> {
  const sheet = await signChosen(page, origin, chosen);
  await sheet.getByText(SENT).waitFor();
}
