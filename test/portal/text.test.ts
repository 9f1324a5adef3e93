import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EN } from '../../portal/text/en.ts';
import { ZH } from '../../portal/text/zh.ts';

const PORTAL = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'portal');
/** `t('a.b')`, also within a choice, and `` t(`a.${…}`) `` by its beginning. */
const WHOLE = /\bt\(\s*'([^']+)'/g;
const CHOICE = /\bt\([^'`)]*\?\s*'([^']+)'\s*:\s*'([^']+)'/g;
const BEGINNING = /\bt\(\s*`([^`$]+)\.\$\{/g;

type Texts = { readonly [name: string]: string | Texts };

function keysOf(texts: Texts, before = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' ? [before + name] : keysOf(value, `${before}${name}.`),
  );
}

function groupsOf(texts: Texts, before = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [before + name, ...groupsOf(value, `${before}${name}.`)],
  );
}

async function sources(): Promise<{ file: string; text: string }[]> {
  const entries = await readdir(PORTAL, { recursive: true });
  const files = entries.filter(name => /\.tsx?$/.test(name) && !name.startsWith('dist'));
  return Promise.all(
    files.map(async file => ({ file, text: await readFile(join(PORTAL, file), 'utf8') })),
  );
}

describe('the texts of the portal', () => {
  test('Chinese and English have the same keys', () => {
    expect(keysOf(ZH).sort()).toEqual(keysOf(EN).sort());
  });

  test('no text is empty and no placeholder is lost between the languages', () => {
    const places = (texts: Texts): Record<string, string[]> =>
      Object.fromEntries(
        keysOf(texts).map(key => {
          const text = textAt(texts, key);
          expect(text.trim()).not.toBe('');
          return [key, [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort()];
        }),
      );
    expect(places(ZH)).toEqual(places(EN));
  });

  test('every key that a page names is there', async () => {
    const keys = new Set(keysOf(EN));
    const groups = new Set(groupsOf(EN));
    const found = (await sources()).map(({ file, text }) => ({
      file,
      whole: [
        ...[...text.matchAll(WHOLE)].map(([, key = '']) => key),
        ...[...text.matchAll(CHOICE)].flatMap(([, yes = '', no = '']) => [yes, no]),
      ],
      begun: [...text.matchAll(BEGINNING)].map(([, group = '']) => group),
    }));
    expect(found.flatMap(({ whole }) => whole).length).toBeGreaterThan(80);
    expect(found.flatMap(({ begun }) => begun).length).toBeGreaterThan(10);
    const missing = found.flatMap(({ file, whole, begun }) => [
      ...whole.filter(key => !keys.has(key)).map(key => `${file}: ${key}`),
      ...begun.filter(group => !groups.has(group)).map(group => `${file}: ${group}.…`),
    ]);
    expect(missing).toEqual([]);
  });
});

/** A key of a kind of act has a dot in its last name, so the way down tries both. */
function textAt(texts: Texts, key: string): string {
  const whole = texts[key];
  if (typeof whole === 'string') return whole;
  const group = Object.keys(texts).find(
    name => key.startsWith(`${name}.`) && typeof texts[name] !== 'string',
  );
  const inner = group === undefined ? undefined : texts[group];
  if (group === undefined || inner === undefined || typeof inner === 'string') return '';
  return textAt(inner, key.slice(group.length + 1));
}
