import { DECIDED, isAllowed, lockedPackages } from './packages.ts';
import { ROOT } from './pages.ts';

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['(BSD-3-Clause AND Apache-2.0)', true],
  ['(MIT AND Zlib)', false],
  ['GPL-3.0-only', false],
  ['SEE LICENSE IN LICENSE.txt', false],
  ['not stated', false],
])('%s is allowed without a decision: %s', (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});

test('every package that is installed to run has an allowed licence, or a decision', () => {
  const packages = lockedPackages(ROOT);
  expect(packages.length).toBeGreaterThan(100);
  const open = packages.filter(({ licence }) => !isAllowed(licence));
  expect(open.filter(({ name }) => !DECIDED.includes(name))).toEqual([]);
  // A decision for a package that is gone, or that needs none, would hide the next one.
  expect(DECIDED.filter(name => !open.some(one => one.name === name))).toEqual([]);
});
