import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { startReperforming } from '../../domain/securitisation/audit/index.ts';
import { decodeBlock } from '../../ledger/block.ts';
import { ChainCheck, performedIn } from '../../ledger/performed.ts';
import type { ReperformanceReply } from './reperformance.ts';

// The thread behind `performAgain`: blocks in, in their order, and at the end what was found.

const again = startReperforming(bytes => createHash('sha256').update(bytes).digest('hex'));
const chain = new ChainCheck();
const faults: string[] = [];

const say = (reply: ReperformanceReply): void => parentPort?.postMessage(reply);

parentPort?.on('message', (bytes: Uint8Array | null) => {
  if (bytes === null) return say({ found: { ...again.found(), faults } });
  const block = decodeBlock(bytes);
  faults.push(...chain.take(block));
  for (const performed of performedIn(block)) again.take(performed);
  say({ taken: true });
});
