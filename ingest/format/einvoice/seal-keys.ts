import { fail, ok, type Result } from '../../../domain/result/index.ts';

/**
 * Keys of tax bureaus whose signatures count, one a line: a point of SM2 in 128 hexadecimal digits,
 * with or without `04` before it; blank lines and what stands behind `#` are left out. The error is
 * the number of the first line that is no key.
 */
export function readSealKeys(text: string): Result<readonly string[], number> {
  const lines = text.split('\n').map(line => line.replace(/#.*$/, '').trim().toLowerCase());
  const wrong = lines.findIndex(line => line !== '' && !/^(04)?[0-9a-f]{128}$/.test(line));
  return wrong < 0 ? ok(lines.filter(line => line !== '')) : fail(wrong + 1);
}
