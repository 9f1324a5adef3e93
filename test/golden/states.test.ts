import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActKind } from '../../domain/act/index.ts';
import type { EntityType } from '../../domain/event/index.ts';
import { situation } from './situations/index.ts';
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
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const noun = /^# (\w+ @\w+)$/m.exec(text)?.[1] ?? '';
  const rows = text
    .split('\n')
    .filter(line => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line))
    .map(cellsOf);
  const head = rows.findIndex(([first]) => first === 'state');
  const acts = new Map(rows.slice(1, head).map(triedOf));
  const names = rows[head]?.slice(2) ?? [];
  return rows.slice(head + 1).flatMap(([state = '', situations = '', ...answers]) => {
    const given = situations.split(',').map(name => name.trim());
    return answers.map((answer, at) => {
      const act = names[at] ?? '';
      const tried = acts.get(act);
      if (!tried) throw new Error(`${file}: no act "${act}"`);
      return { noun, state, given, act, tried, answer };
    });
  });
}

function triedOf(row: readonly string[]): [string, Tried] {
  const [name = '', kind = '', day = '', signers = '', body = ''] = row;
  return [name, { kind, day, signers, body }];
}

/** Most objects have a status; parties have a state. */
type Stated = { readonly status?: string; readonly state?: string };

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
        const { status, state: standing } = (found ?? {}) as Stated;
        return status ?? standing ?? '—';
      };
      expect(await statusOf()).toBe(state);
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
