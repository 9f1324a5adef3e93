import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACT_KINDS } from '../../domain/act/index.ts';
import { pages, ROOT } from './pages.ts';

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every file that the repository holds or is about to hold, as text. */
const TREE = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter(path => path !== '' && existsSync(join(ROOT, path)));

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
};

describe('lock file', () => {
  const { packages } = JSON.parse(textOf('package-lock.json')) as {
    packages: Record<string, Locked>;
  };
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  const versionsOf = (name: string): string[] =>
    entries
      .filter(([path]) => path.endsWith(`node_modules/${name}`))
      .map(([, e]) => `${e.version}`);

  test('every package has its integrity', () => {
    const bare = entries.filter(([, entry]) => !entry.integrity && !entry.inBundle);
    expect(bare.map(([path]) => path)).toEqual([]);
    expect(entries.length).toBeGreaterThan(500);
  });

  test('nothing comes from a git repository or a file', () => {
    const odd = entries.filter(
      ([, { resolved, link }]) => link === true || /^(git|file|http:)/.test(resolved ?? ''),
    );
    expect(odd.map(([path]) => path)).toEqual([]);
  });

  test('no registry is named, so that each machine asks its own', () => {
    const named = entries.filter(([, { resolved }]) => resolved !== undefined);
    expect(named.map(([, { resolved }]) => resolved)).toEqual([]);
  });

  test('one copy of graphql, and class-transformer at 0.5.1', () => {
    expect(versionsOf('graphql')).toHaveLength(1);
    expect(new Set(versionsOf('class-transformer'))).toEqual(new Set(['0.5.1']));
  });

  test('direct versions are exact', () => {
    const manifest = JSON.parse(textOf('package.json')) as Record<string, Record<string, string>>;
    const direct = { ...manifest['dependencies'], ...manifest['devDependencies'] };
    const loose = Object.entries(direct).filter(([, v]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(v));
    expect(loose).toEqual([]);
  });
});

describe('the repository speaks of the product alone', () => {
  const own = 'test/tidy/tree.test.ts';
  const texts = TREE.filter(
    path =>
      path !== own && path !== 'package-lock.json' && !/\.(pdf|png|woff2?|otf|ttf|jpg)$/.test(path),
  );
  const saying = (pattern: RegExp, paths: readonly string[]): string[] =>
    paths.filter(path => pattern.test(textOf(path)));

  test('no path of a machine', () => {
    expect(saying(/(^|[\s'"`(])\/work\/|\/root\/|\/Users\//m, texts)).toEqual([]);
  });

  test('nothing beside the repository is read but by tests and benches', () => {
    const product = texts.filter(path => !/^(test|bench)\/|\.test\.ts$/.test(path));
    expect(saying(/\.\.\/shared\b|'shared'/, product)).toEqual([]);
  });

  test('no word of how it was made', () => {
    const made =
      /\b(as an AI|language model|assistant session|this session's|issue #?\d|the brief\b|helper session)/i;
    expect(saying(made, texts)).toEqual([]);
  });

  test('nothing is left for later without a place', () => {
    expect(saying(/\b(TODO|FIXME)\b/, texts)).toEqual([]);
  });
});

test('every act kind is in the list that was agreed', () => {
  const agreed = textOf('test/tidy/kinds.txt').trim().split('\n').flatMap(expand);
  expect(new Set(agreed).size).toBe(agreed.length);
  expect(Object.keys(ACT_KINDS).filter(kind => !agreed.includes(kind))).toEqual([]);
});

/** `day.{open,close}` as `day.open` and `day.close`. */
function expand(line: string): string[] {
  const match = /^(\w+)\.\{(.+)\}$/.exec(line);
  if (!match) return [line];
  return (match[2] ?? '').split(',').map(verb => `${match[1]}.${verb}`);
}

describe('pages written from the code', () => {
  test.each([...pages()])('%s is as the code says', (path, text) => {
    expect(textOf(path)).toBe(text);
  });
});
