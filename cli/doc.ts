import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyCommand } from './doc-verify.ts';
import { askOnline } from './doc-verify-online.ts';

/** Options of `tally doc verify FILE`, as given on the command line. */
export type DocVerifyOptions = {
  readonly proof?: string;
  readonly pins?: string;
  readonly qr?: string;
  readonly deep?: boolean;
  readonly on?: string;
  readonly origin?: string;
  readonly language?: string;
  readonly json?: boolean;
};

/**
 * Verifies a paper with the pins of this installation, against a proof file or the running product.
 * The state is judged on today's date, which is the day of the reader and not of the ledger.
 */
export function docVerify(root: string, file: string, options: DocVerifyOptions): Promise<number> {
  const home = process.env['TALLY_HOME'] ?? join(root, '.tally');
  const { proof, qr, on } = options;
  return verifyCommand(
    file,
    {
      pins: options.pins ?? join(home, 'pins.json'),
      ...(proof === undefined ? {} : { proof }),
      ...(qr === undefined ? {} : { qr }),
      online: (bytes, pinned) => askOnline(originOf(home, options), bytes, pinned),
      deep: options.deep === true,
      json: options.json === true,
      language: languageOf(options),
      today: on ?? new Date().toISOString().slice(0, 10),
    },
    line => console.log(line),
  );
}

function languageOf({ language }: DocVerifyOptions): 'zh' | 'en' {
  return (language ?? process.env['LANG'] ?? '').startsWith('zh') ? 'zh' : 'en';
}

/** `--origin`, else the account file's, else the port that the start program noted. */
function originOf(home: string, { origin }: DocVerifyOptions): string {
  if (origin !== undefined) return origin;
  const account = textOf(join(home, 'cli.json'));
  const named = account === null ? undefined : (JSON.parse(account) as { origin?: string }).origin;
  return named ?? `http://localhost:${textOf(join(home, 'port')) ?? '4000'}`;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
