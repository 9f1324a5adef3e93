import { readFile } from 'node:fs/promises';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../api/database/index.ts';
import { documentService } from '../../api/documents/index.ts';
import { Outbox } from '../../api/outbox/index.ts';
import { startProjector } from '../../api/projection/index.ts';
import { serviceSigner } from '../../api/step-up/index.ts';
import { openFolderStore, type ObjectStore } from '../../api/store/index.ts';
import { TallyContract } from '../../chaincode/contract.ts';
import { openEmbeddedLedger } from '../../ledger/embedded/index.ts';
import { startRelay, systemClock } from '../../ledger/index.ts';
import { outboxOf } from '../fixture/outbox.ts';
import { CHANNEL } from '../fixture/signing.ts';

/** What a process that makes one paper is told; `stopAt` is where it waits to be killed. */
export type Making = {
  readonly ledger: string;
  readonly home: string;
  readonly api: string;
  readonly projector: string;
  readonly key: string;
  readonly pem: string;
  readonly tenant: string;
  readonly subject: string;
  /** `signed`: signed bytes in memory alone · `stored`: the file on disk · `kept`: its row too. */
  readonly stopAt: 'signed' | 'stored' | 'kept' | 'never';
};

// Issues one paper with the product's own service, relay and projector on the given ledger and
// database. Prints `at <point>` and waits there; or, when it stops nowhere, what it made.

const making = JSON.parse(process.argv[2] ?? '{}') as Making;
const { home, tenant, subject, stopAt } = making;

function stopHere(point: Making['stopAt']): Promise<never> {
  writeSync(1, `at ${point}\n`);
  setInterval(() => undefined, 1_000);
  return new Promise(() => undefined);
}

const collections = JSON.parse(
  await readFile(new URL('../../chaincode/collections.json', import.meta.url), 'utf8'),
) as never;
const ledger = await openEmbeddedLedger({
  folder: making.ledger,
  contract: TallyContract,
  collections,
  channel: CHANNEL,
});
const api = await openDatabase({ url: making.api });
const projection = await openDatabase({ url: making.projector, connectionsMax: 2 });
const projector = startProjector({ ledger, database: projection });
const { height } = await ledger.info();
await projector.waitFor({ block: height - 1n }, 30_000);
const relay = startRelay(new Outbox(api), ledger, {
  clock: systemClock,
  random: Math.random,
  pollMs: 20,
  failed: fault => {
    throw new Error(String(fault));
  },
});
let isRelaying = true;
const store = await openFolderStore({
  folder: join(home, 'objects'),
  kekFile: join(home, 'kek'),
});
const objects: ObjectStore = {
  ...store,
  put: async (place, bytes) => {
    if (stopAt === 'signed') return stopHere('signed');
    if (stopAt === 'kept') {
      // From here on nothing is sent: the row stands, its act has not left this process.
      await relay.stop();
      isRelaying = false;
    }
    const stored = await store.put(place, bytes);
    return stopAt === 'stored' ? stopHere('stored') : stored;
  },
};
const service = documentService({
  database: api,
  ledger,
  outbox: outboxOf({ api, projector, relay: () => (isRelaying ? relay : null) }),
  objects,
  signer: () => Promise.resolve(serviceSigner(making.key, making.pem)),
  channel: CHANNEL,
  origin: 'http://localhost:4000',
  folder: join(home, 'documents'),
  pinsFile: join(home, 'pins.json'),
  secret: Buffer.alloc(32, 3),
  clock: 'test',
  now: Date.now,
});

const kind = 'RECEIVABLE_CERTIFICATE';
const issued = await service.issue({ tenant, by: 'test', kind, subject, locale: 'en' });
if (stopAt === 'kept') await stopHere('kept');
const id = issued.ok ? issued.value : '';
const file = await service.read(tenant, id);
const made = {
  issued,
  facts: await service.publicFacts(id),
  file: file ? Buffer.from(file.bytes).toString('base64') : null,
};
writeSync(1, `made ${JSON.stringify(made)}\n`);
await service.close();
await relay.stop();
await projector.close();
await ledger.close();
await Promise.all([api.close(), projection.close()]);
process.exit(0);
