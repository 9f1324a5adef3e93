import type { Act } from '../../domain/act/index.ts';
import { DAY, mutationOf, startProduct, type Product, type Reply } from './harness.ts';
import { freshId, signEntry, type Person } from './persons.ts';

let product: Product;
let broker: Person;
let rule: Person;
let auditor: Person;

beforeAll(async () => {
  product = await startProduct();
  const { broker: one, rule: two, auditor: three } = product.persons;
  if (!one || !two || !three) throw new Error('the cast is not whole');
  [broker, rule, auditor] = [one, two, three];
});

afterAll(async () => {
  await product.stop();
});

type Prepared = { readonly act: Act; readonly body: { readonly date: string } };

function openDay(date: string): Prepared {
  const body = { date };
  const act = { id: freshId(), kind: 'day.open', actor: broker.party, businessDate: DAY, body };
  return { act: act as Act, body };
}

async function send(
  { act, body }: Prepared,
  by: readonly (readonly [Person, string])[],
  options: { readonly as?: Person; readonly dryRun?: boolean } = {},
): Promise<Reply> {
  const signatures = await Promise.all(
    by.map(([{ key }, role]) => signEntry('tally', act, { key, role })),
  );
  const token = await product.tokenOf(options.as ?? broker);
  const more = options.dryRun === true ? ', dryRun: true' : '';
  return product.ask(token, mutationOf(act.kind, more), { actId: act.id, body, signatures });
}

const answer = (reply: Reply) => reply.body.data.act;

async function countOf(date: string): Promise<number> {
  const rows = await product.services.database.withTenant(
    { tenant: broker.party, actor: 'test' },
    sql =>
      sql.query(`select 1 from book.event where kind = 'day.opened' and body->>'date' = $1`, [
        date,
      ]),
  );
  return rows.length;
}

describe('acts through GraphQL', () => {
  test('fifty at once under one id have one effect and one answer', async () => {
    const prepared = openDay('2026-03-03');
    const signatures = await Promise.all([
      signEntry('tally', prepared.act, { key: broker.key, role: 'operations' }),
      signEntry('tally', prepared.act, { key: rule.key, role: 'rule' }),
    ]);
    const token = await product.tokenOf(broker);
    const variables = { actId: prepared.act.id, body: prepared.body, signatures };
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => product.ask(token, mutationOf('day.open'), variables)),
    );
    const answers = replies.map(reply => JSON.stringify(answer(reply)));
    expect(new Set(answers).size).toBe(1);
    expect(answer(replies[0] as Reply)).toMatchObject({
      __typename: 'ActDone',
      act: { state: 'done' },
    });
    const { block } = answer(replies[0] as Reply);
    await product.services.projector.waitFor({ block: BigInt(block) }, 5_000);
    expect(await countOf('2026-03-03')).toBe(1);
  });

  test('the same id with other content is refused for ever', async () => {
    const first = openDay('2026-03-04');
    expect(answer(await send(first, [[broker, 'operations']])).__typename).toBe('ActPartly');
    const body = { date: '2026-03-05' };
    const second = { act: { ...first.act, body } as Act, body };
    const refused = answer(await send(second, [[broker, 'operations']]));
    expect(refused).toMatchObject({ __typename: 'ActRefused', code: 'ACT_ID_REUSED' });
  });

  test("another party's id is not known", async () => {
    const prepared = openDay('2026-03-06');
    await send(prepared, [[broker, 'operations']]);
    const token = await product.tokenOf(auditor);
    const query = `mutation ($id: ActId!) { act: actSign(actId: $id, signatures: []) {
      __typename ... on ActRefused { code } } }`;
    const foreign = await product.ask(token, query, { id: prepared.act.id });
    const unknown = await product.ask(token, query, { id: freshId() });
    expect(answer(foreign)).toEqual({ __typename: 'ActRefused', code: 'NOT_FOUND' });
    expect(answer(foreign)).toEqual(answer(unknown));
  });

  test('one signature waits, the second completes, on the same bytes', async () => {
    const close = { date: DAY };
    const act = {
      id: freshId(),
      kind: 'day.close',
      actor: broker.party,
      businessDate: DAY,
      body: close,
    } as Act;
    const partly = answer(await send({ act, body: close }, [[broker, 'operations']]));
    expect(partly).toMatchObject({
      __typename: 'ActPartly',
      act: { state: 'partly' },
      missing: [{ role: 'rule', count: 1 }],
    });
    const inbox = await product.ask(
      await product.tokenOf(rule),
      '{ inbox(first: 10) { kind act { objectId } } }',
    );
    expect(JSON.stringify(inbox.body.data.inbox)).toContain(act.id);
    const signature = await signEntry('tally', act, { key: rule.key, role: 'rule' });
    const done = await product.ask(
      await product.tokenOf(rule),
      `mutation ($id: ActId!, $s: [SignatureInput!]!) { act: actSign(actId: $id, signatures: $s) {
        __typename ... on ActRefused { code message } } }`,
      { id: act.id, s: [signature] },
    );
    expect(answer(done)).toEqual({ __typename: 'ActDone' });
  });

  test('a signature over other bytes is refused and not kept', async () => {
    const prepared = openDay('2026-03-09');
    const other = openDay('2026-03-10');
    const wrong = await signEntry('tally', other.act, { key: broker.key, role: 'operations' });
    const reply = await product.ask(await product.tokenOf(broker), mutationOf('day.open'), {
      actId: prepared.act.id,
      body: prepared.body,
      signatures: [wrong],
    });
    expect(answer(reply)).toMatchObject({ __typename: 'ActRefused', code: 'SIGNATURE_INVALID' });
    const kept = await product.ask(
      await product.tokenOf(broker),
      `{ act(id: "${prepared.act.id}") { state signatures { key } } }`,
    );
    expect(kept.body.data.act).toEqual({ state: 'proposed', signatures: [] });
  });

  test('the operator signs nothing for another party', async () => {
    const body = { items: [] };
    const query = mutationOf('receivable.offer');
    const variables = { actId: freshId(), body, signatures: [] };
    const reply = await product.ask(await product.tokenOf(broker), query, variables);
    expect(answer(reply)).toMatchObject({ __typename: 'ActRefused', code: 'ROLE_MISSING' });
  });

  test('a dry run shows bytes and missing signers and keeps nothing', async () => {
    const prepared = openDay('2026-03-11');
    const shown = answer(await send(prepared, [], { dryRun: true }));
    expect(shown).toMatchObject({
      __typename: 'ActPreview',
      binding: false,
      signersNeeded: [
        { role: 'operations', count: 1 },
        { role: 'rule', count: 1 },
      ],
    });
    const kept = await product.ask(
      await product.tokenOf(broker),
      `{ act(id: "${prepared.act.id}") { state } }`,
    );
    expect(kept.body.data.act).toBeNull();
  });

  test('a taken-back act can no longer be completed', async () => {
    const prepared = openDay('2026-03-12');
    await send(prepared, [[broker, 'operations']]);
    const token = await product.tokenOf(broker);
    await product.ask(
      token,
      `mutation { actWithdraw(actId: "${prepared.act.id}") { __typename } }`,
    );
    const signature = await signEntry('tally', prepared.act, { key: rule.key, role: 'rule' });
    const late = await product.ask(
      token,
      `mutation ($id: ActId!, $s: [SignatureInput!]!) { act: actSign(actId: $id, signatures: $s) {
        __typename ... on ActRefused { code } } }`,
      { id: prepared.act.id, s: [signature] },
    );
    expect(answer(late)).toEqual({ __typename: 'ActRefused', code: 'STATE_WRONG' });
    expect(answer(await send(prepared, [[rule, 'rule']]))).toMatchObject({
      __typename: 'ActRefused',
      code: 'STATE_WRONG',
    });
  });
});
