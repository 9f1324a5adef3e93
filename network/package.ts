import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Connection } from './connection.ts';

/** A contract's package as a peer installs it. */
export type ContractPackage = {
  readonly label: string;
  /** `<label>:<SHA-256 of the bytes>`, as every peer must answer. */
  readonly id: string;
  readonly bytes: Buffer;
};

const block = 512;

/**
 * Packs a contract that runs as a service. The package carries no code, only the digest of the
 * program that it stands for: the same program gives the same bytes on every machine. For peers
 * with Fabric's own builder it also says where the contract runs; it is then one member's own.
 */
export function packageOf(
  label: string,
  programSha256: string,
  connection?: Connection,
): ContractPackage {
  const files: (readonly [string, Buffer])[] = [['program.json', line({ program: programSha256 })]];
  if (connection) files.push(['connection.json', line(connection)]);
  const code = packed(files);
  const metadata = Buffer.from(JSON.stringify({ type: 'ccaas', label }));
  const bytes = packed([
    ['code.tar.gz', code],
    ['metadata.json', metadata],
  ]);
  return { label, id: `${label}:${createHash('sha256').update(bytes).digest('hex')}`, bytes };
}

const line = (content: object): Buffer => Buffer.from(`${JSON.stringify(content)}\n`);

function packed(files: readonly (readonly [string, Buffer])[]): Buffer {
  const entries = files.flatMap(([name, body]) => [
    header(name, body.length),
    body,
    Buffer.alloc((block - (body.length % block)) % block),
  ]);
  const gzip = gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * block)]), { level: 9 });
  // Byte 9 names the machine's system; 255 says nothing.
  gzip[9] = 255;
  return gzip;
}

/** A ustar header: no time, no owner. */
function header(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, length: number): string =>
    `${value.toString(8).padStart(length - 1, '0')}\0`;
  bytes.write(name, 0);
  bytes.write(octal(0o644, 8), 100);
  bytes.write(octal(0, 8), 108);
  bytes.write(octal(0, 8), 116);
  bytes.write(octal(size, 12), 124);
  bytes.write(octal(0, 12), 136);
  bytes.write(' '.repeat(8), 148);
  bytes.write('0', 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
