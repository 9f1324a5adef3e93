import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActKind } from '../../domain/act/index.ts';
import type { EntityType } from '../../domain/event/index.ts';
import { situation } from './situations.ts';
import { bodyOf, idNamed, signersOf, transientOf } from './values.ts';

const FOLDER = join(import.meta.dirname, 'states');

type Tried = {
  readonly kind: string;
  readonly day: string;
  readonly signers: string;
  readonly body: string;
};
type Cell = {
  readonly noun: string;
  readonly state: string;
  readonly given: readonly string[];
  readonly act: string;
  readonly tried: Tried;
  readonly answer: string;
};

const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map(cell => cell.trim());

/**
 * A page of state tables, `# type @name`: first the acts (name, kind, day, signers, body), then the
 * table itself with a row a state, how it comes about, and a cell for each act: the state that the
 * object has afterwards, or the code with which the act is refused.
 */
function readPage(file: string): readonly Cell[] {
  const lines = readFileSync(join(FOLDER, file), 'utf8').split('\n');
  const noun = /^# (\w+ @\w+)$/m.exec(lines.join('\n'))?.[1] ?? '';
  const acts = new Map<string, Tried>();
  const cells: Cell[] = [];
  let names: readonly string[] = [];
  for (const line of lines.filter(one => one.startsWith('|') && !/^\|[\s|:-]+\|$/.test(one))) {
    const [first = '', second = '', ...rest] = cellsOf(line);
    if (first === 'state') names = rest;
    else if (first === 'act' || first === '') continue;
    else if (names.length === 0) {
      const [day = '', signers = '', body = ''] = rest;
      acts.set(first, { kind: second, day, signers, body });
    } else {
      const given = second.split(',').map(name => name.trim());
      rest.forEach((answer, at) => {
        const act = names[at] ?? '';
        const tried = acts.get(act);
        if (!tried) throw new Error(`${file}: no act "${act}"`);
        cells.push({ noun, state: first, given, act, tried, answer });
      });
    }
  }
  return cells;
}

const PAGES = readdirSync(FOLDER).filter(name => name.endsWith('.md'));
const CELLS = PAGES.flatMap(readPage);

describe.each([...new Set(CELLS.map(({ noun }) => noun))])('%s', noun => {
  const cells = CELLS.filter(cell => cell.noun === noun);
  test.each(cells.map(cell => [cell.state, cell.act, cell.answer, cell] as const))(
    '%s × %s: %s',
    async (state, _act, answer, { given, tried }) => {
      const ledger = await situation(given);
      const [type = '', name = ''] = noun.split(' ');
      const statusOf = async (): Promise<unknown> => {
        const found = await ledger.entity(type as EntityType, idNamed(name.slice(1)));
        return (found as { readonly status?: string } | undefined)?.status;
      };
      expect(await statusOf()).toBe(state === '—' ? undefined : state);
      if (tried.day !== '') ledger.businessDate = tried.day;
      const signers = signersOf(tried.signers);
      const actor = signers[0]?.party ?? '';
      const body = bodyOf(tried.body) as never;
      const transient = transientOf(tried.body);
      const outcome = await ledger.act(tried.kind as ActKind, actor, body, signers, { transient });
      expect(outcome.ok ? await statusOf() : outcome.refusal.code).toBe(answer);
    },
  );
});

test('every page has a table', () => {
  expect(PAGES.filter(file => readPage(file).length === 0)).toEqual([]);
});
