import { createServer } from 'node:net';

/** The first port from `wanted` upwards on which nobody listens on the loopback address. */
export async function nextFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 500 && port < 65_536; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port from ${wanted} upwards.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise(answer => {
    const probe = createServer();
    probe.once('error', () => answer(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => answer(true));
    });
  });
}
