import { readFileSync } from 'node:fs';
import { describeFinding, runTestSet, type TestVerdict } from '../ingest/index.ts';

/**
 * Runs rule test sets offline and prints one line for each expectation. Exits 0 when every one is
 * met, 1 when any is not, 2 when a file is no test set.
 */
export function ingestTestset(files: readonly string[], options: { json?: boolean }): number {
  let code = 0;
  for (const file of files) {
    const verdicts = runTestSet(readFileSync(file));
    if (!verdicts.ok) {
      for (const found of verdicts.error)
        console.error(`${file}: ${describeFinding(found, 'en').title}`);
      return 2;
    }
    for (const one of verdicts.value) {
      console.log(options.json ? JSON.stringify(one) : `${file}: ${textOf(one)}`);
      if (!one.ok) code = 1;
    }
  }
  return code;
}

function textOf({ test, rule, expected, fired, ok }: TestVerdict): string {
  return `${ok ? 'met' : 'NOT MET'}: test ${test}, ${expected} ${rule}, fired ${fired}`;
}
