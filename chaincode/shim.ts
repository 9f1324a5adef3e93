import { createRequire } from 'node:module';

const LOGGERS: Readonly<Record<string, readonly string[]>> = {
  'fabric-shim/lib/logger.js': [
    'lib/chaincode.js',
    'lib/server.js',
    'lib/handler.js',
    'lib/stub.js',
    'lib/iterators.js',
    'contracts-spi/chaincodefromcontract.js',
    'contracts-spi/datamarshall.js',
  ],
  'fabric-contract-api/lib/logger.js': ['./lib/contract.js', './lib/jsontransactionserializer.js'],
};

/**
 * Takes out of fabric-shim what costs most of a call and says nothing: debug lines are formatted
 * before their level is looked at, and each call parses its client's certificate anew. Call it
 * after the shim's modules are loaded.
 */
export function quickenShim(): void {
  const load = createRequire(import.meta.url);
  rememberCertificates(load);
  for (const [place, names] of Object.entries(LOGGERS)) {
    const { getLogger } = load(place) as { getLogger(name: string): object };
    for (const name of names) {
      const logger = getLogger(name);
      if (process.env['CORE_CHAINCODE_LOGGING_LEVEL'] === 'DEBUG') continue;
      Object.assign(logger, { debug: () => undefined });
    }
  }
}

/**
 * A rejection that nobody awaits may have left an act half done: the contract's process ends and is
 * started anew. The shim alone writes a line and goes on.
 */
export function endOnLostRejection(): void {
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', reason => {
    console.error('a rejection that nobody awaited ends the process:', reason);
    process.exit(1);
  });
}

/** A ledger has few clients, so each certificate is parsed once. */
function rememberCertificates(load: NodeJS.Require): void {
  const shim = createRequire(load.resolve('fabric-shim'));
  const { Certificate } = shim('@fidm/x509') as { Certificate: { fromPEM: FromPem } };
  const parse = Certificate.fromPEM.bind(Certificate);
  const known = new Map<string, object>();
  Certificate.fromPEM = pem => {
    const found = known.get(String(pem)) ?? parse(pem);
    if (known.size < 1000) known.set(String(pem), found);
    return found;
  };
}

type FromPem = (pem: string | Buffer) => object;
