import { fromLedger, type FigureGroup, type LeafMaker } from '../figures/index.ts';
import { dealLeaves, type DealInput } from './deal-input.ts';
import { actLeaves, type SignedActInput } from './input.ts';

/** TERM_SHEET 发行要素表 (DOC-28a): the issue on a few pages, before the prospectus exists. */
export type TermSheetFigures = {
  readonly deal: DealInput;
  readonly acts: readonly SignedActInput[];
};

/** PROSPECTUS 计划说明书 in its first form (DOC-27): figures of the deal; authored parts are open. */
export type ProspectusFigures = TermSheetFigures;

export function termSheetFigures(input: TermSheetFigures, height: number): FigureGroup {
  const from = (key: string): LeafMaker => fromLedger(key, height);
  return { ...dealLeaves(input.deal, from), acts: actLeaves(from, input.acts) };
}

/** Chapters of the prospectus; those that the ledger fills, in whole or in part, and the open ones. */
const CHAPTERS: Readonly<Record<string, 'filled' | 'partly' | 'open'>> = {
  general: 'filled',
  rights: 'open',
  securities: 'partly',
  parties: 'partly',
  enhancement: 'partly',
  originator: 'open',
  assets: 'partly',
  cash: 'filled',
  planAssets: 'partly',
  retention: 'partly',
  risks: 'open',
  sale: 'open',
  registration: 'open',
  disclosure: 'open',
  meeting: 'open',
  contracts: 'open',
  conflicts: 'open',
  changeOfManager: 'open',
  disputes: 'open',
  documents: 'partly',
};

/** Every chapter of the list with what fills it; filing is blocked while one is not complete. */
export function prospectusFigures(input: ProspectusFigures, height: number): FigureGroup {
  const deal = fromLedger(`deal~${input.deal.dealId}`, height);
  const chapters = Object.entries(CHAPTERS);
  const open = chapters.filter(([, state]) => state !== 'filled').length;
  return {
    ...termSheetFigures(input, height),
    chapters: chapters.map(([chapter, state], index) => ({
      number: deal.count(index + 1),
      chapter: deal.code(chapter),
      state: deal.code(state),
    })),
    openChapters: deal.count(open),
    filing: deal.code(open === 0 ? 'free' : 'blocked'),
  };
}
