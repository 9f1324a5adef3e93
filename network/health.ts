import { setTimeout as sleep } from 'node:timers/promises';
import { NetworkFault } from './fault.ts';

/** A process with a health address. */
type Watched = { readonly name: string; readonly address: string; readonly operationsPort: number };

/** Whether a peer or orderer says that it is well. */
export async function isHealthy({ address, operationsPort }: Watched): Promise<boolean> {
  try {
    const url = `http://${address}:${operationsPort}/healthz`;
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/**
 * Waits until a process is well.
 * @throws NetworkFault `PROCESS_DOWN`
 */
export async function awaitHealth(
  watched: Watched,
  options: { readonly seconds: number; readonly isRunning: () => boolean; readonly log: string },
): Promise<void> {
  const until = Date.now() + options.seconds * 1_000;
  while (!(await isHealthy(watched))) {
    if (!options.isRunning() || Date.now() > until) {
      throw new NetworkFault(
        'PROCESS_DOWN',
        `${watched.name} did not become ready.`,
        `Read the end of ${options.log}.`,
      );
    }
    await sleep(50);
  }
}

/** A process's metrics by name with labels; none when it does not answer. */
export async function metricsOf(watched: Watched): Promise<ReadonlyMap<string, number>> {
  try {
    const url = `http://${watched.address}:${watched.operationsPort}/metrics`;
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const lines = (await response.text()).split('\n').filter(line => !line.startsWith('#'));
    return new Map(
      lines.map(line => {
        const end = line.lastIndexOf(' ');
        return [line.slice(0, end), Number(line.slice(end + 1))];
      }),
    );
  } catch {
    return new Map();
  }
}
