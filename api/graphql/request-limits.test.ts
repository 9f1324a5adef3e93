import type { IncomingMessage } from 'node:http';
import type { Caller } from '../identity/index.ts';
import { startDatabase, type TestDatabase } from '../../test/database.ts';
import type { Database } from '../database/index.ts';
import { requestLimits } from './request-limits.ts';

let server: TestDatabase;
let database: Database;
beforeEach(async () => {
  server = await startDatabase();
  database = await server.open('tally_api');
});
afterEach(() => server.stop());

const caller = (party: string) => ({ party }) as Caller;
const from = (remoteAddress: string) => ({ socket: { remoteAddress } }) as IncomingMessage;

test('a tenant is told to wait once its points are used; another is not', async () => {
  const limits = requestLimits(database, { member: { burst: 7, perMinute: 7 } });
  // 5 points for the mutation and 1 for each query.
  expect(await limits.tenant(caller('a'), 'mutation X { dayOpen }')).toBeNull();
  expect(await limits.tenant(caller('a'), '{ day { channel } }')).toBeNull();
  expect(await limits.tenant(caller('a'), 'query { day { channel } }')).toBeNull();
  const wait = await limits.tenant(caller('a'), '{ day { channel } }');
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect(await limits.tenant(caller('b'), '{ day { channel } }')).toBeNull();
});

test('a fragment in front of it makes a mutation no cheaper', async () => {
  const limits = requestLimits(database, { member: { burst: 7, perMinute: 7 } });
  const query = 'fragment A on ActDone { block } mutation X { dayOpen { ...A } }';
  expect(await limits.tenant(caller('a'), query)).toBeNull();
  expect(await limits.tenant(caller('a'), query)).toBeGreaterThan(0);
});

test('points come back after the time that the plan takes to refill', async () => {
  const limits = requestLimits(database, { member: { burst: 1, perMinute: 60 } });
  expect(await limits.tenant(caller('a'), '{ me }')).toBeNull();
  expect(await limits.tenant(caller('a'), '{ me }')).toBe(1);
  await new Promise(resolve => setTimeout(resolve, 1_100));
  expect(await limits.tenant(caller('a'), '{ me }')).toBeNull();
});

test('an address asks for so many tokens, and is refused so often, each counted alone', async () => {
  const limits = requestLimits(database, { address: { burst: 2, perMinute: 2 } });
  for (const count of [limits.signIn, limits.refused]) {
    expect(await count(from('10.0.0.1'))).toBeNull();
    expect(await count(from('10.0.0.1'))).toBeNull();
    expect(await count(from('10.0.0.1'))).toBeGreaterThan(0);
    expect(await count(from('10.0.0.2'))).toBeNull();
  }
});

test('two processes share what a tenant may use', async () => {
  const plan = { member: { burst: 4, perMinute: 4 } };
  const [one, other] = [requestLimits(database, plan), requestLimits(database, plan)];
  for (const limits of [one, other, one, other]) {
    expect(await limits.tenant(caller('a'), '{ me }')).toBeNull();
  }
  expect(await one.tenant(caller('a'), '{ me }')).toBeGreaterThan(0);
  expect(await other.tenant(caller('a'), '{ me }')).toBeGreaterThan(0);
});

test('a process asks the database once for a hundredth of the points', async () => {
  const limits = requestLimits(database, { member: { burst: 500, perMinute: 500 } });
  for (let at = 0; at < 11; at += 1) {
    expect(await limits.tenant(caller('a'), '{ me }')).toBeNull();
  }
  const rows = await database.withTenant({ tenant: null, actor: 'test' }, sql =>
    sql.query<{ used: string }>('select used::text as used from app.request_points'),
  );
  expect(rows).toEqual([{ used: '15' }]);
});
