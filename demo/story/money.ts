import type { ActBodies } from '../../domain/act/index.ts';
import { ANCHOR, FUNDER, OPERATOR, type Member } from '../cast/cast.ts';
import { freshId } from '../client/acts.ts';
import { StoryFault } from '../client/http.ts';
import { mapSide, type World } from '../client/world.ts';
import { referenceOf } from '../files/reference.ts';
import { bookBank, sendStatement, type Movement } from '../robots/bank.ts';
import { fundAccepted } from '../robots/funder.ts';
import { publishCard } from '../robots/morning.ts';
import { until } from '../robots/wait.ts';
import { signer, verifyDeed } from './admission.ts';
import { setLines } from './limits.ts';
import { say, yuan } from './say.ts';
import { transferFor, untilSettled } from './settling.ts';
import {
  financedClaims,
  financingsOf,
  inflows,
  isRepaid,
  type Financing,
  type Minor,
} from './money-view.ts';

/** The funder's own money for the story and its visitors: CNY 8,000,000.00. */
const DEPOSIT = 800_000_000n;
const SIDE_BY_SIDE = 6;

type Bodies = {
  readonly requestBody: Omit<ActBodies['financing.request'], 'financing'>;
  readonly acceptBody: Omit<ActBodies['financing.accept'], 'financing'>;
};

/** Limits, deposit, requests, payouts: every supplier has the cash of its claims of the due day. */
export async function finance(world: World, suppliers: readonly Member[]): Promise<void> {
  await world.today();
  await verifyBuyer(world);
  await setLines(world, suppliers);
  await publishCard(world);
  const funded = deposit(world);
  await mapSide(suppliers, SIDE_BY_SIDE, of => request(world, of));
  await funded;
  await payOut(world, suppliers);
  const financings = (await mapSide(suppliers, SIDE_BY_SIDE, of => financingsOf(world, of))).flat();
  const sums = (pick: (one: Financing) => Minor | null): string =>
    yuan(financings.reduce((total, one) => total + BigInt(pick(one)?.minor ?? '0'), 0n));
  const fees = financings.flatMap(one => one.fees.map(({ amount }) => BigInt(amount.minor)));
  say(
    `${financings.length} financings paid out: advance ${sums(one => one.advance)}, ` +
      `discount ${sums(one => one.discount)}, ` +
      `fees ${yuan(fees.reduce((total, fee) => total + fee, 0n))}, ` +
      `cash ${sums(one => one.cash)}`,
  );
}

/** The buyer pays on the due day, one transfer a supplier; the money finds its claims. */
export async function repay(world: World, suppliers: readonly Member[]): Promise<void> {
  await world.today();
  const movements = (
    await mapSide(suppliers, SIDE_BY_SIDE, async (of, at) => {
      const key = `repayment ${of.slug} ${world.businessDate}`;
      return transferFor(await financedClaims(world, of), { at, key });
    })
  ).flat();
  const booked = await sendStatement(world, movements);
  if (booked > 0) say(`the buyer paid ${booked} transfers, the bank's statement is loaded`);
  await untilSettled(world, 'the repayments to be matched', async () => {
    const states = await mapSide(suppliers, SIDE_BY_SIDE, of => isRepaid(world, of));
    return states.every(Boolean);
  });
  const sums = await inflows(world, ANCHOR);
  if (sums.received !== sums.allocated + sums.unallocated) {
    throw new StoryFault('INV-R11', `received ${sums.received} is not allocated and unallocated`);
  }
  say(
    `${sums.payments} payments: received ${yuan(sums.received)} = allocated ` +
      `${yuan(sums.allocated)} + unallocated ${yuan(sums.unallocated)}`,
  );
  const claims = (await mapSide(suppliers, SIDE_BY_SIDE, of => financedClaims(world, of))).flat();
  const open = claims.filter(({ status }) => status !== 'settled');
  if (open.length > 0) throw new StoryFault('NOT_SETTLED', `${open.length} claims are still open`);
  say(
    `principal repaid ${yuan(sums.principal)}, residual to holders ${yuan(sums.residual)}; ` +
      `${claims.length} receivables settled`,
  );
}

/** The bank verifies the account that the buyer registered, so that its money is known as its. */
async function verifyBuyer(world: World): Promise<void> {
  const status = await until('the buyer to register its account', 30, async () => {
    const { party } = await world.client(OPERATOR).ask<{
      party: { accounts: readonly { objectId: string; status: string }[] } | null;
    }>('query($id: ID!) { party(id: $id) { accounts { objectId status } } }', {
      id: ANCHOR.party,
    });
    return party?.accounts.find(({ objectId }) => objectId === ANCHOR.account.id)?.status ?? null;
  });
  if (status === 'registered') await world.perform(verifyDeed(ANCHOR));
}

/** The funder's own money comes in by a statement, and fills its balance. */
async function deposit(world: World): Promise<void> {
  const movement: Movement = {
    key: 'deposit of the funder',
    credit: true,
    amount: DEPOSIT,
    endToEndId: 'NOTPROVIDED',
    party: FUNDER,
    text: referenceOf(FUNDER.party),
  };
  await sendStatement(world, [movement]);
  await untilSettled(world, 'the deposit to be matched', async () => {
    const { allocated } = await inflows(world, FUNDER);
    return allocated >= DEPOSIT;
  });
  say(`the funder's ${yuan(DEPOSIT)} are booked and matched`);
}

/** Asks the price of a supplier's claims of the due day and takes it. */
async function request(world: World, of: Member): Promise<void> {
  const halfWay = (await financingsOf(world, of)).filter(({ status }) => status === 'requested');
  const maker = signer(of, 'maker');
  for (const { objectId: financing } of halfWay) {
    const body = { financing, reason: 'askedAgain' };
    await world.perform({ kind: 'financing.cancel', actor: of, body, by: [maker] });
  }
  const receivables = (await financedClaims(world, of))
    .filter(({ free }) => BigInt(free) > 0n)
    .map(({ objectId }) => objectId);
  if (receivables.length === 0) return;
  const { quoteSelection: quote } = await world.client(of).ask<{
    quoteSelection: Partial<Bodies> & { readonly code?: string; readonly message?: string };
  }>(
    `query($receivables: [ID!]!) { quoteSelection(receivables: $receivables) {
      ... on Quote { requestBody acceptBody } ... on Refused { code message } } }`,
    { receivables },
  );
  const { requestBody, acceptBody } = quote;
  if (!requestBody || !acceptBody) {
    throw new StoryFault(quote.code ?? 'QUOTE', `${of.slug}: ${quote.message ?? ''}`);
  }
  const financing = freshId();
  const by = [maker, signer(of, 'checker')];
  const asked = { ...requestBody, financing };
  await world.perform({ kind: 'financing.request', actor: of, body: asked, by });
  const taken = { ...acceptBody, financing } as ActBodies['financing.accept'];
  await world.perform({ kind: 'financing.accept', actor: of, body: taken, by });
}

/** Commitment, checklist, instruction, file, the bank's statement, confirmation. */
async function payOut(world: World, suppliers: readonly Member[]): Promise<void> {
  await untilSettled(world, 'every financing to be paid out', async () => {
    await fundAccepted(world, say).catch(unlessNotFolded);
    await bookBank(world);
    const states = await mapSide(suppliers, SIDE_BY_SIDE, async of => {
      const own = await financingsOf(world, of);
      return own.length > 0 && own.every(({ status }) => /^(active|repaid)$/.test(status));
    });
    return states.every(Boolean);
  });
}

/** Money that came in counts once it is folded; that takes a moment. */
function unlessNotFolded(error: unknown): void {
  if (!(error instanceof StoryFault) || error.code !== 'FUNDS_NOT_IN') throw error;
}
