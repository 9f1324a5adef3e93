import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkFault } from './fault.ts';
import { listenersOf, type Plan } from './plan.ts';

/**
 * Sees that nothing else listens where the network is to.
 * @throws NetworkFault `PORT_TAKEN`
 */
export async function checkPorts(plan: Plan, isHere: (host: string) => boolean): Promise<void> {
  const taken = await takenPorts(listenersOf(plan, isHere));
  if (taken.length === 0) return;
  throw new NetworkFault(
    'PORT_TAKEN',
    `Something else listens on ${taken.join(', ')}.`,
    'End it, or start this network elsewhere: up --name OTHER --port-shift 10000.',
  );
}

/** Of these places those where something listens already. */
export async function takenPorts(
  places: readonly { readonly address: string; readonly port: number }[],
): Promise<readonly string[]> {
  const tries = places.map(
    ({ address, port }) =>
      new Promise<string | null>(done => {
        const server = createServer();
        server.once('error', () => done(`${address}:${port}`));
        server.listen({ host: address, port, exclusive: true }, () => {
          server.close(() => done(null));
        });
      }),
  );
  return (await Promise.all(tries)).filter(place => place !== null);
}

/**
 * Waits until somebody listens at a place.
 * @returns whether that came about within `seconds`
 */
export async function awaitListener(
  { address, port }: { readonly address: string; readonly port: number },
  seconds: number,
): Promise<boolean> {
  for (const until = Date.now() + seconds * 1_000; Date.now() < until; await sleep(50)) {
    const isOpen = await new Promise<boolean>(done => {
      const socket = connect({ host: address, port });
      const end = (answer: boolean): void => {
        socket.destroy();
        done(answer);
      };
      socket.once('connect', () => end(true));
      socket.once('error', () => end(false));
    });
    if (isOpen) return true;
  }
  return false;
}
