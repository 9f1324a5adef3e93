import { startDatabase, type TestDatabase } from '../../test/database.ts';
import { startWorker } from './index.ts';

let test_: TestDatabase;
beforeAll(async () => {
  test_ = await startDatabase();
});
afterAll(() => test_.stop());

const tenant = '018f0000-0000-7000-8000-00000000000a';

test('a job runs once its transaction commits, never when it rolls back, again when it throws', async () => {
  const seen: string[] = [];
  let failures = 1;
  let done: () => void = () => undefined;
  const finished = new Promise<void>(resolve => (done = resolve));
  const faults: string[] = [];
  const worker = await startWorker({
    url: test_.url('tally_api'),
    say: line => faults.push(line),
    handlers: {
      load: async data => {
        seen.push(String(data['upload']));
        if (failures > 0) {
          failures -= 1;
          throw new Error('not yet');
        }
        done();
      },
    },
  });
  const database = await test_.open('tally_api');
  await expect(
    database.withTenant({ tenant, actor: 'test' }, async scope => {
      await worker.send('load', { tenant, upload: 'rolled back' }, { scope });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await database.withTenant({ tenant, actor: 'test' }, scope =>
    worker.send('load', { tenant, upload: 'kept' }, { scope }),
  );
  await finished;
  await worker.close();
  expect(seen).toEqual(['kept', 'kept']);
  expect(faults).toEqual([]);
});
