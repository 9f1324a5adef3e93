import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Builds the portal when there is no build of these sources.
 * @returns the folder to serve
 * @throws Error with what the builder said
 */
export async function buildPortal(root: string): Promise<string> {
  const dist = join(root, 'portal', 'dist');
  const digest = await sourcesDigest(root);
  const marker = join(dist, '.sources');
  const built = await readFile(marker, 'utf8').catch(() => '');
  if (built === digest) return dist;
  await run(root, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'portal']);
  await access(join(dist, 'index.html'));
  await writeFile(marker, digest);
  return dist;
}

/** Names, sizes and times of everything that goes into the build. */
async function sourcesDigest(root: string): Promise<string> {
  const digest = createHash('sha256');
  for (const folder of ['portal', 'domain']) {
    const entries = await readdir(join(root, folder), { recursive: true });
    for (const entry of entries.filter(name => !name.startsWith('dist')).sort()) {
      const { size, mtimeMs } = await stat(join(root, folder, entry));
      digest.update(`${folder}/${entry} ${size} ${mtimeMs}\n`);
    }
  }
  digest.update(await readFile(join(root, 'package-lock.json')));
  return digest.digest('hex');
}

function run(root: string, words: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', failed);
    child.once('exit', code => {
      if (code === 0) done();
      else failed(new Error(`the portal does not build:\n${said.slice(-2_000)}`));
    });
  });
}
