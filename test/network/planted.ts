import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** In how many files of a folder one of the values stands, as it is, in base64 or in hex. */
export function filesWith(folder: string, values: readonly string[]): number {
  const needles = values.flatMap(value => [
    Buffer.from(value),
    Buffer.from(Buffer.from(value).toString('hex')),
    // Base64 depends on where the value begins within three bytes; its middle does not.
    ...[0, 1, 2].map(skip => {
      const text = Buffer.from(`${'x'.repeat(skip)}${value}`).toString('base64');
      return Buffer.from(text.slice(4, -4));
    }),
  ]);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(one =>
    one.isFile(),
  );
  return files.filter(one => {
    const bytes = readFileSync(join(one.parentPath, one.name));
    return needles.some(needle => bytes.includes(needle));
  }).length;
}
