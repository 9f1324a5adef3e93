import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const SERVING = /serving on (http:\/\/\S+);/;

export type Product = { origin: string; stop: () => Promise<void> };

/**
 * The whole product with its story told, in a folder of its own; `TALLY_PORTAL_ORIGIN` names one
 * that already serves.
 */
export async function startProduct(): Promise<Product> {
  const given = process.env['TALLY_PORTAL_ORIGIN'];
  if (given !== undefined) return { origin: given, stop: () => Promise.resolve() };
  const home = await mkdtemp(join(tmpdir(), 'tally-walk-'));
  const remove = (): Promise<void> => rm(home, { recursive: true, force: true });
  try {
    const { origin, stop } = await serveHome(home, ['--reset']);
    return { origin, stop: () => stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The product on the data of a folder, once it serves. */
export async function serveHome(home: string, words: readonly string[]): Promise<Product> {
  const child = spawn(process.execPath, [join('start', 'main.ts'), ...words], {
    cwd: ROOT,
    env: { ...process.env, TALLY_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): Promise<void> => ended(child);
  try {
    return { origin: await serving(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address, once the story is told and the robots answer. */
function serving(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const origin = SERVING.exec(said)?.[1];
      if (origin !== undefined) resolve(origin);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', code => {
      reject(new Error(`the product ended with ${code ?? 'a signal'}:\n${said.slice(-2_000)}`));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise(resolve => {
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}
