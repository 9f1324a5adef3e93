import { readFileSync } from 'node:fs';
import { createRequire, flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { teachBatches } from './batches.ts';
import { endOnLostRejection, quickenShim } from './shim.ts';

const USAGE = `node chaincode/server.ts --address HOST:PORT --id PACKAGE_ID [--contract FILE#CLASS]
  [--tls-key FILE --tls-cert FILE [--client-root FILE]]

Serves the contract to this organisation's peer ("chaincode as a service"). CORE_PEER_LOCALMSPID
names the organisation. --contract may be given more than once; the first is the default one.`;

type Class = new () => object;
type Chaincode = { Init: unknown; Invoke: unknown };
type Shim = {
  server(
    chaincode: Chaincode,
    options: {
      readonly ccid: string;
      readonly address: string;
      readonly tlsProps?: object;
      readonly [option: `grpc.${string}`]: number;
    },
  ): { start(): Promise<void>; _server: { forceShutdown(): void } };
};

/** Starts the chaincode server; it runs until SIGTERM. @returns false when words are missing */
async function serve(words: readonly string[]): Promise<boolean> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      address: { type: 'string' },
      id: { type: 'string' },
      contract: { type: 'string', multiple: true },
      'tls-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      'client-root': { type: 'string' },
    },
  });
  const { address, id } = values;
  const isHalfTls = (values['tls-key'] === undefined) !== (values['tls-cert'] === undefined);
  if (!address || !id || isHalfTls) return false;
  // A refusal is an answer, not an error to be printed twice; what ends the process still shows.
  process.env['CORE_CHAINCODE_LOGGING_LEVEL'] ??= 'CRITICAL';
  const contracts = await contractsOf(values.contract ?? []);
  const load = createRequire(import.meta.url);
  const shim = load('fabric-shim') as Shim;
  const chaincode = chaincodeOf(load, contracts);
  quickenShim();
  endOnLostRejection();
  teachBatches();
  const tlsProps = tlsOf({
    key: values['tls-key'],
    cert: values['tls-cert'],
    clientRoot: values['client-root'],
  });
  const server = shim.server(chaincode, {
    ccid: id,
    address,
    'grpc.max_send_message_length': -1,
    'grpc.max_receive_message_length': -1,
    ...(tlsProps ? { tlsProps } : {}),
  });
  await server.start();
  // A killed process keeps none of it, and its next start is then slow.
  flushCompileCache();
  console.log(`contract ${id} serves on ${address}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server._server.forceShutdown();
      process.exit(0);
    });
  }
  return true;
}

async function contractsOf(named: readonly string[]): Promise<Class[]> {
  const places = named.length > 0 ? named : [`${import.meta.dirname}/contract.ts#TallyContract`];
  const classes: Class[] = [];
  for (const place of places) {
    const [file = '', name = ''] = place.split('#');
    const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, Class>>;
    const found = module[name];
    if (!found) throw new TypeError(`${file} exports no ${name}`);
    classes.push(found);
  }
  return classes;
}

function chaincodeOf(load: NodeJS.Require, contracts: readonly Class[]): Chaincode {
  const ChaincodeFromContract = load(
    'fabric-shim/lib/contract-spi/chaincodefromcontract.js',
  ) as new (contracts: Class[], serializers: object) => Chaincode;
  const { JSONSerializer } = load('fabric-contract-api') as { JSONSerializer: object };
  // The array is changed by the shim, which adds its system contract.
  return new ChaincodeFromContract([...contracts], {
    transaction: 'jsonSerializer',
    serializers: { jsonSerializer: JSONSerializer },
  });
}

function tlsOf(files: {
  readonly key: string | undefined;
  readonly cert: string | undefined;
  readonly clientRoot: string | undefined;
}): object | null {
  if (!files.key || !files.cert) return null;
  return {
    key: readFileSync(files.key),
    cert: readFileSync(files.cert),
    ...(files.clientRoot ? { clientCACerts: readFileSync(files.clientRoot) } : {}),
  };
}

if (!(await serve(process.argv.slice(2)))) {
  console.error(USAGE);
  process.exitCode = 2;
}
