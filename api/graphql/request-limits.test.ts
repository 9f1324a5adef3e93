import type { IncomingMessage } from 'node:http';
import type { Caller } from '../identity/index.ts';
import { requestLimits } from './request-limits.ts';

const caller = (party: string) => ({ party }) as Caller;
const from = (remoteAddress: string) => ({ socket: { remoteAddress } }) as IncomingMessage;

test('a tenant is told to wait once its points are used; another is not', async () => {
  const limits = requestLimits({ member: { burst: 7, perMinute: 7 } });
  // 5 points for the mutation and 1 for each query.
  expect(await limits.tenant(caller('a'), 'mutation X { dayOpen }')).toBeNull();
  expect(await limits.tenant(caller('a'), '{ day { channel } }')).toBeNull();
  expect(await limits.tenant(caller('a'), 'query { day { channel } }')).toBeNull();
  const wait = await limits.tenant(caller('a'), '{ day { channel } }');
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(60);
  expect(await limits.tenant(caller('b'), '{ day { channel } }')).toBeNull();
});

test('points come back after the time that the plan takes to refill', async () => {
  const limits = requestLimits({ member: { burst: 1, perMinute: 60 } });
  expect(await limits.tenant(caller('a'), '{ me }')).toBeNull();
  expect(await limits.tenant(caller('a'), '{ me }')).toBe(1);
  await new Promise(resolve => setTimeout(resolve, 1_100));
  expect(await limits.tenant(caller('a'), '{ me }')).toBeNull();
});

test('an address asks for so many tokens, and is refused so often, each counted alone', async () => {
  const limits = requestLimits({ address: { burst: 2, perMinute: 2 } });
  for (const count of [limits.signIn, limits.refused]) {
    expect(await count(from('10.0.0.1'))).toBeNull();
    expect(await count(from('10.0.0.1'))).toBeNull();
    expect(await count(from('10.0.0.1'))).toBeGreaterThan(0);
    expect(await count(from('10.0.0.2'))).toBeNull();
  }
});
