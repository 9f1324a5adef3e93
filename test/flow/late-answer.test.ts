import { withConnection } from '../../api/database/index.ts';
import type { Act } from '../../domain/act/index.ts';
import {
  DAY,
  mutationOf,
  startProduct,
  type Product,
  type Reply,
} from '../authorization/harness.ts';
import { freshId, signEntry, type Person } from '../authorization/persons.ts';

const PATIENCE_MS = 120_000;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, PATIENCE_MS);
afterAll(() => product.stop());

const codeOf = ({ status, body }: Reply): unknown => [status, body.errors[0].extensions.code];

/** The same signed act at each call. */
async function closing(): Promise<{ readonly id: string; send(): Promise<Reply> }> {
  const { broker, rule } = product.persons as Record<'broker' | 'rule', Person>;
  const id = freshId();
  const body = { date: DAY };
  const act = { id, kind: 'day.close', actor: broker.party, businessDate: DAY, body } as Act;
  const signatures = [
    await signEntry('tally', act, { key: broker.key, role: 'operations' }),
    await signEntry('tally', act, { key: rule.key, role: 'rule' }),
  ];
  const token = await product.tokenOf(broker);
  const variables = { actId: id, body, signatures, transient: null };
  return { id, send: () => product.ask(token, mutationOf('day.close'), variables) };
}

test(
  'an act that takes longer than its time is said to run still; sent again it has one outcome',
  async () => {
    const { broker } = product.persons as Record<'broker', Person>;
    const token = await product.tokenOf(broker);
    const { id, send } = await closing();
    await withConnection(product.database.superuserUrl, async sql => {
      await sql.query('begin');
      await sql.query('lock table app.act in access exclusive mode');
      const state = 'query ($id: ActId!) { act(id: $id) { state } }';
      const late = await Promise.all([send(), product.ask(token, state, { id })]);
      await sql.query('rollback');
      expect(late.map(codeOf)).toEqual([
        [503, 'IN_PROGRESS'],
        [503, 'QUERY_TOO_LARGE'],
      ]);
    });
    const [first, second] = [await send(), await send()];
    expect(first.body.data.act.__typename).toBe('ActDone');
    expect(second.body.data.act.block).toBe(first.body.data.act.block);
    const rows = await withConnection(product.database.superuserUrl, sql =>
      sql.query<{ block: bigint }>('select distinct block from book.tx where act_id = $1', [id]),
    );
    expect(rows.map(({ block }) => Number(block))).toEqual([first.body.data.act.block]);
  },
  PATIENCE_MS,
);
