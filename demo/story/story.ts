import { ANCHOR, APPLICANTS, OPERATOR, RATER, SUPPLIERS } from '../cast/cast.ts';
import { World } from '../client/world.ts';
import { until } from '../robots/wait.ts';
import type { Settings } from '../settings.ts';
import { audit } from './audit.ts';
import { admitAll, openAccounts } from './onboarding.ts';
import { DAYS } from './days.ts';
import { found, turnTo } from './founding.ts';
import { finance, repay } from './money.ts';
import { handOver } from './handover.ts';
import { issueNotes } from './notes.ts';
import { issueNotePapers, issuePapers } from './papers.ts';
import { ageClaims, collectClaims, collectLate, dilute } from './months.ts';
import { payNotes } from './payment.ts';
import { offerAll, offerFresh, waitForConfirmations } from './offers.ts';
import { loadAll } from './suppliers.ts';
import { tell, told } from './progress.ts';
import { say } from './say.ts';
import { scoreAll } from './scoring.ts';
import { summary } from './summary.ts';

/**
 * The story, from an empty channel to notes that are paid: load, match, offer, confirm, score,
 * finance, pay out, bank statement, repayment, papers; pool, deal, issue, three payment dates, their
 * papers, and the auditor's own check. Each step asks what is there and does what is missing, so a
 * story that was cut short goes on where it was.
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
    await openAccounts(world, [
      OPERATOR,
      ...APPLICANTS.filter(of => of !== ANCHOR && of !== RATER),
    ]);
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
    await handOver(world, SUPPLIERS);
    await issueNotes(world);
    await turnTo(world, DAYS.firstDue);
  }
  if (world.businessDate === DAYS.firstDue) {
    await collectClaims(world, DAYS.firstDue);
    await turnTo(world, DAYS.firstPaid);
  }
  if (world.businessDate === DAYS.firstPaid) {
    await ageClaims(world);
    await payNotes(world, 0);
    await turnTo(world, DAYS.due);
  }
  if (world.businessDate === DAYS.due) {
    await repay(world, SUPPLIERS);
    await collectLate(world);
    await dilute(world);
    await issuePapers(world, SUPPLIERS);
    await turnTo(world, DAYS.secondDue);
  }
  await payOn(world);
}

/** The second and third month of the notes, and what is new when they are paid. */
async function payOn(world: World): Promise<void> {
  if (world.businessDate === DAYS.secondDue) {
    await collectClaims(world, DAYS.secondDue);
    await turnTo(world, DAYS.secondPaid);
  }
  if (world.businessDate === DAYS.secondPaid) {
    await payNotes(world, 1);
    await turnTo(world, DAYS.thirdDue);
  }
  if (world.businessDate === DAYS.thirdDue) {
    await collectClaims(world, DAYS.thirdDue);
    await turnTo(world, DAYS.thirdPaid);
  }
  if (world.businessDate === DAYS.thirdPaid) {
    await payNotes(world, 2);
    await offerFresh(world);
    await issueNotePapers(world);
    await audit(world);
  }
}
