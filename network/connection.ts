import { readFile } from 'node:fs/promises';
import { NetworkFault } from './fault.ts';

/**
 * How a peer reaches a contract that runs as a service, under the names of Fabric's
 * `connection.json`; certificates and keys are PEM texts.
 */
export type Connection = {
  /** `HOST:PORT`. */
  readonly address: string;
  readonly dial_timeout: string;
} & (
  | { readonly tls_required: false }
  | {
      readonly tls_required: true;
      /** Roots of the contract's own certificate. */
      readonly root_cert: string;
      readonly client_auth_required: false;
    }
  | {
      readonly tls_required: true;
      readonly root_cert: string;
      readonly client_auth_required: true;
      readonly client_key: string;
      readonly client_cert: string;
    }
);

/** Where a contract's process listens, and the files of the TLS between its peer and it. */
export type ConnectionFiles = {
  readonly address: string | undefined;
  readonly root: string | undefined;
  readonly clientKey: string | undefined;
  readonly clientCert: string | undefined;
};

/**
 * Reads what a connection names.
 * @throws NetworkFault `CONFIG` for an address that is none, a file that is not there, half a pair
 */
export async function connectionOf(files: ConnectionFiles): Promise<Connection> {
  const { address = '', root, clientKey, clientCert } = files;
  if (!/^[^\s:]+:\d{1,5}$/.test(address)) {
    throw new NetworkFault(
      'CONFIG',
      'no address of the contract’s process is given.',
      'Say --address HOST:PORT, as the peer is to reach it.',
    );
  }
  const place = { address, dial_timeout: '10s' };
  const isHalf = (clientKey === undefined) !== (clientCert === undefined);
  if (isHalf || (clientKey !== undefined && root === undefined)) {
    throw new NetworkFault(
      'CONFIG',
      'a certificate of the peer needs its key and the root of the other side.',
      'Say --root FILE --client-key FILE --client-cert FILE, --root alone, or none of them.',
    );
  }
  if (root === undefined) return { ...place, tls_required: false };
  const trusted = { ...place, tls_required: true, root_cert: await pemOf(root) } as const;
  if (clientKey === undefined || clientCert === undefined) {
    return { ...trusted, client_auth_required: false };
  }
  return {
    ...trusted,
    client_auth_required: true,
    client_key: await pemOf(clientKey),
    client_cert: await pemOf(clientCert),
  };
}

async function pemOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.includes('-----BEGIN ')) return text;
  throw new NetworkFault('CONFIG', `${file} is no PEM file.`, 'Name the file of that certificate.');
}
