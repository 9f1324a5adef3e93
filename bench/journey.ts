import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCluster } from '../start/postgres/index.ts';
import { lastLines, run as start } from '../test/accept/product.ts';
import type { Measured } from './run.ts';

const JOURNEY_SECONDS_AIM = 90;
const PEAK_MIB_AIM = 1536;

/**
 * The whole story in an empty home: seconds from the start to its end, and the largest sum of the
 * process tree's proportional memory, sampled twice a second.
 * @throws Error when the story does not end with 0
 */
export async function run(): Promise<Measured> {
  const home = mkdtempSync(join(tmpdir(), 'tally-journey-'));
  try {
    const ended = await start('start/main.ts', ['--once'], { TALLY_HOME: home }).ended;
    console.error(ended.said);
    if (ended.code !== 0) throw new Error(`exit ${ended.code}: ${lastLines(ended.said)}`);
    const figures = { journeySeconds: Math.round(ended.seconds * 10) / 10, peakMiB: ended.peakMiB };
    const reference = { journeySeconds: JOURNEY_SECONDS_AIM, peakMiB: PEAK_MIB_AIM };
    const ratio = {
      journeySeconds: figures.journeySeconds / JOURNEY_SECONDS_AIM,
      peakMiB: figures.peakMiB / PEAK_MIB_AIM,
    };
    return { figures, reference, ratio };
  } finally {
    await removeCluster(home);
    rmSync(home, { recursive: true, force: true });
  }
}
