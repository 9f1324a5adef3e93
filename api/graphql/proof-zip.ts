import { crc32 } from 'node:zlib';

/** The first day that a zip can say: members have no time of their own. */
const DAY = (1 << 5) | 1;
const UTF8_NAMES = 0x0800;
const VERSION = 20;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const MEMBERS_MAX = 65_535;

/**
 * A zip of members as they are, without compression: the same members give the same bytes.
 * @throws RangeError for more members than a zip lists
 */
export function storedZip(members: ReadonlyMap<string, Uint8Array>): Buffer {
  if (members.size > MEMBERS_MAX) throw new RangeError(`${members.size} members`);
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, bytes] of members) {
    const label = Buffer.from(name, 'utf8');
    const common = commonFields(bytes, label.length);
    const local = Buffer.concat([head(LOCAL), common, label, bytes]);
    parts.push(local);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([head(CENTRAL), version(), common, tail, label]));
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(members.size, 8);
  end.writeUInt16LE(members.size, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}

function head(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

function version(): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(VERSION);
  return bytes;
}

/** What the local header and the directory say alike: from the version to the length of extras. */
function commonFields(bytes: Uint8Array, nameBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(UTF8_NAMES, 2);
  fields.writeUInt16LE(DAY, 8);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(bytes.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(nameBytes, 22);
  return fields;
}
