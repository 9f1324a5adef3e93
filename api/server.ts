/**
 * The API process: ledger, relay, projector, jobs, GraphQL and the portal's files. Started by the
 * start program, or by itself with the environment of `docs/reference`.
 */
import { readConfiguration } from './configuration.ts';
import { startServer } from './server/compose.ts';

const say = (line: string): void => {
  process.stderr.write(`api: ${line}\n`);
};

const read = readConfiguration(process.env);
if (!read.ok) {
  for (const fault of read.error) say(fault);
  process.exit(2);
}
try {
  const server = await startServer(read.value, say);
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await server.close();
    process.exit(code);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(0));
  // The start program died: without it nobody would end us.
  process.on('disconnect', () => void end(0));
  void server.failed.then(reason => {
    if (ending) return;
    say(reason);
    void end(1);
  });
  process.send?.('ready');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
