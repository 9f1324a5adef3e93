import type { NoteRegister } from './deal-state.ts';

/** Units of one holder; the register's pages are of one issue. */
export function heldBy(registers: readonly NoteRegister[], bond: string, holder: string): number {
  const rows = registers.filter(page => page.bond === bond).flatMap(({ holders }) => holders);
  return rows.find(row => row.holder === holder)?.units ?? 0;
}

/** Units of one holder that an order stops. */
export function frozenOf(registers: readonly NoteRegister[], bond: string, holder: string): number {
  const rows = registers.filter(page => page.bond === bond).flatMap(({ holders }) => holders);
  return rows.find(row => row.holder === holder)?.frozen ?? 0;
}

/** Σ of a class's register (INV-S6). */
export function unitsOf(registers: readonly NoteRegister[], bond: string): number {
  const rows = registers.filter(page => page.bond === bond).flatMap(({ holders }) => holders);
  return rows.reduce((sum, { units }) => sum + units, 0);
}
