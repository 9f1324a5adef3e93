import type { ApplyEntity } from '../../event/entity-ref.ts';
import { change, foldBy } from '../../event/fold.ts';
import { byCodeUnit } from '../../wire/index.ts';
import type { Allotted } from './deal-events.ts';
import type {
  DealBook,
  DealEntities,
  DealPart,
  Distribution,
  Issue,
  LedgerDeal,
  NoteHolder,
  NoteHolding,
  NotePage,
  NotePayment,
  NoteRegister,
  OfferedClass,
  Subscription,
} from './deal-state.ts';
import { pageOf, PART_SIGNS } from './pages.ts';

type Apply = { readonly [T in keyof DealEntities]: ApplyEntity<DealEntities[T]> };

/** How deals, issues, registers and payment dates change. */
export const applyDeal: Apply = {
  deal: foldBy<LedgerDeal>({
    'deal.published': (_, { kind: _kind, terms, on, ...head }) => {
      const parts = Math.ceil(terms.length / PART_SIGNS);
      return { ...head, parts, issue: null, publishedOn: on };
    },
    'issue.offered': change((state, { issue }) => ({ ...state, issue })),
    'issue.failed': change(state => ({ ...state, issue: null })),
  }),
  dealPart: foldBy<DealPart>({
    'deal.published': (_, { deal, terms }, id) => {
      const part = numberOf(id);
      return { deal, part, text: terms.slice(part * PART_SIGNS, (part + 1) * PART_SIGNS) };
    },
  }),
  dealBook: foldBy<DealBook>({
    'deal.published': (_, { deal, hash }) => {
      return { deal, hash, fixings: {}, settledTo: null, open: null, done: 0, position: null };
    },
    'deal.fixed': change((state, { index, on, ppb, source }) => {
      const rows = [...(state.fixings[index] ?? []), { on, ppb, source }];
      const sorted = rows.sort((a, b) => byCodeUnit(a.on, b.on));
      return { ...state, fixings: { ...state.fixings, [index]: sorted } };
    }),
    'deal.observed': change((state, { name, value, on }) => {
      const rows = [...(state.observations?.[name] ?? []), { on, value }];
      const sorted = rows.sort((a, b) => byCodeUnit(a.on, b.on));
      return { ...state, observations: { ...state.observations, [name]: sorted } };
    }),
    'distribution.calculated': change((state, { distribution, on }) => {
      return { ...state, open: { distribution, on } };
    }),
    'distribution.settled': change((state, { payDate, done, position }) => {
      return { ...state, open: null, settledTo: payDate, done, position };
    }),
  }),
  issue: foldBy<Issue>({
    'issue.offered': (_, { kind: _kind, amount: _amount, on, ...terms }) => {
      return { ...terms, offeredOn: on, state: 'offered' };
    },
    'issue.allocated': change((state, { lines }) => {
      return { ...state, classes: state.classes.map(one => allotted(one, lines)) };
    }),
    'issue.closed': change((state, { proceeds, entries, on }) => {
      return { ...state, state: 'live', closedOn: on, proceeds, entries };
    }),
    'issue.failed': change((state, { on }) => ({ ...state, state: 'failed', failedOn: on })),
  }),
  subscription: foldBy<Subscription>({
    'issue.subscribed': (_, { kind: _kind, ...asked }) => asked,
  }),
  noteRegister: foldBy<NoteRegister>({
    'issue.allocated': (state, { lines }, id) => {
      const register = state ?? emptyRegister(id);
      const own = lines.filter(
        ({ bond, investor }) => bond === register.bond && pageOf(investor) === register.page,
      );
      return own.reduce((page, { investor, units }) => moved(page, investor, units), register);
    },
    'note.transferred': (state, { from, to, units }, id) => {
      const register = state ?? emptyRegister(id);
      const left = pageOf(from) === register.page ? moved(register, from, -units) : register;
      return pageOf(to) === register.page ? moved(left, to, units) : left;
    },
    'note.frozen': change((state, { holder, units }) => stopped(state, holder, units)),
    'note.unfrozen': change((state, { holder, units }) => stopped(state, holder, -units)),
    'note.forced': (state, { holder, to, units }, id) => {
      const register = state ?? emptyRegister(id);
      const left =
        pageOf(holder) === register.page
          ? moved(stopped(register, holder, -units), holder, -units)
          : register;
      return pageOf(to) === register.page ? moved(left, to, units) : left;
    },
  }),
  distribution: foldBy<Distribution>({
    'distribution.calculated': (_, { kind: _kind, ...found }) => ({
      ...found,
      missed: null,
      state: 'calculated',
    }),
    'distribution.missed': change((state, { on, reason }) => {
      return { ...state, missed: { on, reason } };
    }),
    'distribution.reviewed': change((state, { on }) => {
      return { ...state, state: 'reviewed', reviewedOn: on };
    }),
    'distribution.settled': change((state, { on, entry, holders }) => {
      const reviewedOn = state.state === 'calculated' ? on : state.reviewedOn;
      const paid = new Set(holders.map(([, holder]) => holder)).size;
      return { ...state, state: 'settled', reviewedOn, settledOn: on, entry, holders: paid };
    }),
  }),
  notePage: foldBy<NotePage>({
    'distribution.settled': (_, { distribution, issue, payDate, on, total, holders }, id) => {
      const page = id.slice(distribution.length + 1);
      const rows = holders.filter(([, holder]) => pageOf(holder) === page);
      const { currency } = total;
      return { distribution, issue, page, on: payDate, settledOn: on, currency, rows };
    },
  }),
  notePayment: foldBy<NotePayment>({
    'distribution.settled': (_, { distribution, issue, payDate, on, total, holders }, id) => {
      const holder = id.slice(distribution.length + 1);
      const rows = holders.filter(([, one]) => one === holder);
      const { currency } = total;
      return { distribution, issue, holder, on: payDate, settledOn: on, currency, rows };
    },
  }),
  noteHolding: foldBy<NoteHolding>({
    'issue.allocated': (state, { lines }, id) => {
      const held = state ?? emptyHolding(id);
      const line = lines.find(
        ({ bond, investor }) => bond === held.bond && investor === held.holder,
      );
      return { ...held, units: held.units + (line?.units ?? 0) };
    },
    'note.transferred': (state, { from, units }, id) => {
      const held = state ?? emptyHolding(id);
      return { ...held, units: held.units + (held.holder === from ? -units : units) };
    },
    'note.frozen': change(state => state),
    'note.unfrozen': change(state => state),
    'note.forced': (state, { holder, units }, id) => {
      const held = state ?? emptyHolding(id);
      return { ...held, units: held.units + (held.holder === holder ? -units : units) };
    },
  }),
};

function numberOf(id: string): number {
  return Number(id.split('~').at(-1));
}

function allotted(one: OfferedClass, lines: readonly Allotted[]): OfferedClass {
  const own = lines.filter(({ bond }) => bond === one.bond);
  return { ...one, allocated: own.reduce((sum, { units }) => sum + units, one.allocated) };
}

function emptyHolding(id: string): NoteHolding {
  const [issue = '', bond = '', holder = ''] = id.split('~');
  return { issue, bond, holder, units: 0 };
}

function emptyRegister(id: string): NoteRegister {
  const [issue = '', bond = '', page = ''] = id.split('~');
  return { issue, bond, page, holders: [] };
}

/** Units of one holder up or down; a holder of none stands on no page. */
function moved(register: NoteRegister, holder: string, units: number): NoteRegister {
  const held = register.holders.find(one => one.holder === holder) ?? { holder, units: 0 };
  return withHolder(register, { ...held, units: held.units + units });
}

/** More of a holder's units stopped, or fewer; none less than none. */
function stopped(register: NoteRegister, holder: string, units: number): NoteRegister {
  const held = register.holders.find(one => one.holder === holder);
  if (!held) return register;
  const { frozen = 0, ...rest } = held;
  const left = Math.max(0, frozen + units);
  return withHolder(register, left === 0 ? rest : { ...rest, frozen: left });
}

function withHolder(register: NoteRegister, own: NoteHolder): NoteRegister {
  const others = register.holders.filter(one => one.holder !== own.holder);
  const holders = [...others, ...(own.units > 0 ? [own] : [])];
  return { ...register, holders: holders.sort((a, b) => byCodeUnit(a.holder, b.holder)) };
}
