import { ANCHOR, APPLICANTS, OPERATOR, SUPPLIERS } from '../cast/cast.ts';
import { World } from '../client/world.ts';
import { until } from '../robots/wait.ts';
import type { Settings } from '../settings.ts';
import { admitAll, openAccounts } from './onboarding.ts';
import { DAYS } from './days.ts';
import { found, turnTo } from './founding.ts';
import { finance, repay } from './money.ts';
import { issuePapers } from './papers.ts';
import { offerAll, offerLarge, waitForConfirmations } from './offers.ts';
import { loadAll } from './suppliers.ts';
import { tell, told } from './progress.ts';
import { say } from './say.ts';
import { scoreAll } from './scoring.ts';
import { summary } from './summary.ts';

/**
 * The story, from an empty channel to a repaid receivable: load, match, offer, confirm, score,
 * finance, pay out, bank statement, repayment, statement of account. Each step asks what is there
 * and does what is missing, so a story that was cut short goes on where it was.
 */
export async function runStory(settings: Settings): Promise<void> {
  const world = new World(settings, 'keys');
  const before = told(settings);
  await until('the API', 60, async () => (await world.today().catch(() => null)) ?? null);
  if (before) {
    say(`the story was told before; business day ${world.businessDate} goes on`);
    before.lines.forEach(line => console.log(line));
    return;
  }
  await play(world);
  const lines = await summary(world);
  lines.forEach(line => console.log(line));
  tell(settings, lines);
}

async function play(world: World): Promise<void> {
  if (world.businessDate === '') {
    await found(world);
    await turnTo(world, DAYS.founding);
  }
  if (world.businessDate === DAYS.founding) {
    await admitAll(world, APPLICANTS);
    await turnTo(world, DAYS.accounts);
  }
  if (world.businessDate === DAYS.accounts) {
    await openAccounts(world, [OPERATOR, ...APPLICANTS.filter(of => of !== ANCHOR)]);
    await loadAll(world, SUPPLIERS);
    await turnTo(world, DAYS.offers);
  }
  if (world.businessDate === DAYS.offers) {
    await offerAll(world, SUPPLIERS);
    await waitForConfirmations(world);
    await turnTo(world, DAYS.funding);
  }
  if (world.businessDate === DAYS.funding) {
    await scoreAll(world);
    await finance(world, SUPPLIERS);
    await turnTo(world, DAYS.due);
  }
  if (world.businessDate === DAYS.due) {
    await repay(world, SUPPLIERS);
    await issuePapers(world, SUPPLIERS);
    const [first] = SUPPLIERS;
    if (first) await offerLarge(world, first);
  }
}
