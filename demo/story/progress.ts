import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';

/** What the story has told: kept beside the keys, so that a second start goes on. */
export type Told = { readonly done: boolean; readonly lines: readonly string[] };

export function told(settings: Settings): Told | null {
  const file = fileOf(settings);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Told) : null;
}

export function tell(settings: Settings, lines: readonly string[]): void {
  writeFileSync(fileOf(settings), JSON.stringify({ done: true, lines }, null, 2));
}

function fileOf({ home }: Settings): string {
  return join(home, 'demo', 'story.json');
}
