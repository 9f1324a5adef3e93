import type { Act, ActKind } from '../../act/index.ts';
import type { Refusal } from '../../errors/index.ts';
import type { Entities, EntityType, LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/context.ts';
import type { Result } from '../../result/index.ts';
import { readDeal } from '../deal/parse.ts';
import * as ledger from '../ledger/index.ts';

/** The ledger's state as the acts before left it. */
export type Book = {
  readonly one: <T extends EntityType>(type: T, id: string) => Entities[T] | undefined;
  readonly sha256: (bytes: Uint8Array) => string;
};

type Decide<K extends ActKind> = (
  act: Act<K>,
  book: Book,
  context: Context,
) => Result<readonly LedgerEvent[], Refusal>;

function many<T extends EntityType>(
  book: Book,
  type: T,
  ids: readonly string[],
): Map<string, Entities[T]> {
  return new Map(
    ids.flatMap(id => {
      const found = book.one(type, id);
      return found === undefined ? [] : [[id, found] as const];
    }),
  );
}

function termsIn(book: Book, id: string) {
  const head = book.one('deal', id);
  if (!head) return { head, deal: undefined };
  const ids = Array.from({ length: head.parts }, (_, part) => `${id}~${part}`);
  const parts = [...many(book, 'dealPart', ids).values()];
  return { head, deal: ledger.termsOf(head, parts, book.sha256) };
}

function recordedIn(book: Book, id: string): ledger.Recorded | undefined {
  const { head, deal } = termsIn(book, id);
  const position = book.one('dealBook', id);
  if (!head || !deal || !position) return undefined;
  const pools: Record<string, ledger.Recorded['pools'][string]> = {};
  const collections: Record<string, ledger.Recorded['collections'][string]> = {};
  for (const [key, source] of Object.entries(head.pools)) {
    const pool = book.one('pool', source);
    if (!pool) return undefined;
    const days = pool.collected.filter(on => on > (position.settledTo ?? ''));
    const ids = days.map(on => `${source}~${on}`);
    pools[key] = pool;
    collections[key] = [...many(book, 'poolCollection', ids).values()];
  }
  return { head, deal, book: position, pools, collections };
}

function registersIn(book: Book, issue: string) {
  const classes = book.one('issue', issue)?.classes ?? [];
  const ids = classes.flatMap(({ bond }) =>
    ledger.REGISTER_PAGES.map(page => `${issue}~${bond}~${page}`),
  );
  return [...many(book, 'noteRegister', ids).values()];
}

function remedyIn(
  book: Book,
  body: { readonly pool: string; readonly page: number; readonly entry: string },
  assets: readonly string[],
): ledger.RemedyState {
  const holdings = many(book, 'holding', assets);
  const claims = [...holdings.values()].map(({ receivable }) => receivable);
  const pool = book.one('pool', body.pool);
  const deal = pool?.deal ?? null;
  return {
    pool,
    book: deal === null ? undefined : book.one('dealBook', deal),
    page: book.one('poolPage', `${body.pool}~${body.page}`),
    holdings,
    receivables: many(book, 'receivable', claims),
    entry: book.one('collectionEntry', body.entry),
  };
}

const poolDecisions = {
  'pool.propose': (act, book, context) => {
    const holdings = many(
      book,
      'holding',
      act.body.assets.map(({ asset }) => asset),
    );
    const claims = [...holdings.values()].map(({ receivable }) => receivable);
    const receivables = many(book, 'receivable', claims);
    const pool = book.one('pool', act.body.pool);
    return ledger.decidePoolPropose({ pool, holdings, receivables }, act, context);
  },
  'pool.remove': (act, book, context) => {
    const pool = book.one('pool', act.body.pool);
    const page = book.one('poolPage', `${act.body.pool}~${act.body.page}`);
    const holdings = many(book, 'holding', act.body.assets);
    return ledger.decidePoolRemove({ pool, page, holdings }, act, context);
  },
  'pool.repurchase': (act, book, context) =>
    ledger.decidePoolRepurchase(remedyIn(book, act.body, act.body.assets), act, context),
  'pool.replace': (act, book, context) => {
    const { out, in: coming } = act.body;
    const state = remedyIn(book, act.body, [...out, ...coming.map(({ asset }) => asset)]);
    return ledger.decidePoolReplace(state, act, context);
  },
  'pool.release': (act, book) => {
    const pool = book.one('pool', act.body.pool);
    const id = pool?.deal ?? null;
    const deal = id === null ? undefined : book.one('deal', id);
    const days = (pool?.collected ?? []).map(on => `${act.body.pool}~${on}`);
    const collections = [...many(book, 'poolCollection', days).values()];
    return ledger.decidePoolRelease({ pool, deal, collections }, act);
  },
  'pool.seal': (act, book, context) =>
    ledger.decidePoolSeal({ pool: book.one('pool', act.body.pool) }, act, context),
  'pool.sell': (act, book) => ledger.decidePoolSell({ pool: book.one('pool', act.body.pool) }, act),
  'pool.collect': (act, book) => {
    const pool = book.one('pool', act.body.pool);
    const collection = book.one('poolCollection', `${act.body.pool}~${act.body.on}`);
    const entry = book.one('collectionEntry', act.body.entry);
    const id = pool?.deal ?? null;
    const [deal, position] = id === null ? [] : [book.one('deal', id), book.one('dealBook', id)];
    return ledger.decidePoolCollect({ pool, collection, entry, deal, book: position }, act);
  },
} satisfies { readonly [K in Extract<ActKind, `pool.${string}`>]: Decide<K> };

function orderIn(book: Book, issue: string): ledger.OrderState {
  return { issue: book.one('issue', issue), registers: registersIn(book, issue) };
}

const dealDecisions = {
  'deal.publish': (act, book, context) => {
    const read = readDeal(act.body.terms, '');
    const sources = read.ok ? Object.values(ledger.sourcesOf(read.value)) : [];
    const deal = book.one('deal', act.body.deal);
    return ledger.decideDealPublish({ deal, pools: many(book, 'pool', sources) }, act, context);
  },
  'deal.fix': (act, book) => {
    const { deal } = act.body;
    return ledger.decideDealFix(
      { deal: book.one('deal', deal), book: book.one('dealBook', deal) },
      act,
    );
  },
  'deal.observe': (act, book) => {
    const { head, deal } = termsIn(book, act.body.deal);
    const state = { deal: head, terms: deal, book: book.one('dealBook', act.body.deal) };
    return ledger.decideDealObserve(state, act);
  },
  'issue.offer': (act, book) => {
    const issue = book.one('issue', act.body.issue);
    const terms = termsIn(book, act.body.deal);
    const pools = [...many(book, 'pool', Object.values(terms.head?.pools ?? {})).values()];
    return ledger.decideOffer({ issue, ...terms, pools }, act);
  },
  'issue.subscribe': (act, book) => {
    const { issue, bond } = act.body;
    const known = book.one('subscription', `${issue}~${bond}~${act.actor}`);
    return ledger.decideSubscribe({ issue: book.one('issue', issue), known }, act);
  },
  'issue.allocate': (act, book) => {
    const { issue, lines } = act.body;
    const subscriptions = new Map(
      lines.flatMap(({ bond, investor }) => {
        const asked = book.one('subscription', `${issue}~${bond}~${investor}`);
        return asked ? [[`${bond}~${investor}`, asked] as const] : [];
      }),
    );
    const registers = registersIn(book, issue);
    return ledger.decideAllocate(
      { issue: book.one('issue', issue), subscriptions, registers },
      act,
    );
  },
  'issue.close': (act, book) => {
    const issue = book.one('issue', act.body.issue);
    const terms = termsIn(book, issue?.deal ?? '');
    const pools = [...many(book, 'pool', Object.values(terms.head?.pools ?? {})).values()];
    const registers = registersIn(book, act.body.issue);
    return ledger.decideClose({ issue, ...terms, pools, registers }, act);
  },
  'note.transfer': (act, book) => {
    const issue = book.one('issue', act.body.issue);
    const to = book.one('party', act.body.to);
    return ledger.decideNoteTransfer(
      { issue, to, registers: registersIn(book, act.body.issue) },
      act,
    );
  },
  'note.freeze': (act, book) => ledger.decideNoteFreeze(orderIn(book, act.body.issue), act),
  'note.unfreeze': (act, book) => ledger.decideNoteUnfreeze(orderIn(book, act.body.issue), act),
  'note.force': (act, book) => {
    const to = book.one('party', act.body.to);
    return ledger.decideNoteForce({ ...orderIn(book, act.body.issue), to }, act);
  },
  'issue.fail': (act, book) => ledger.decideFail(orderIn(book, act.body.issue), act),
} satisfies {
  readonly [
    K in Extract<ActKind, `deal.${string}` | `issue.${string}` | `note.${string}`>
  ]: Decide<K>;
};

const distributionDecisions = {
  'distribution.miss': (act, book) =>
    ledger.decideMiss({ distribution: book.one('distribution', act.body.distribution) }, act),
  'distribution.calculate': (act, book, context) => {
    const recorded = recordedIn(book, act.body.deal);
    const issue = book.one('issue', recorded?.head.issue ?? '');
    const known = book.one('distribution', act.body.distribution);
    return ledger.decideCalculate({ recorded, issue, known }, act, context);
  },
  'distribution.review': (act, book, context) => {
    const distribution = book.one('distribution', act.body.distribution);
    const recorded = recordedIn(book, distribution?.deal ?? '');
    return ledger.decideReview({ distribution, recorded }, act, context);
  },
  'distribution.settle': (act, book, context) => {
    const distribution = book.one('distribution', act.body.distribution);
    const recorded = recordedIn(book, distribution?.deal ?? '');
    const issue = book.one('issue', distribution?.issue ?? '');
    const registers = registersIn(book, distribution?.issue ?? '');
    return ledger.decideSettle({ distribution, recorded, issue, registers }, act, context);
  },
} satisfies { readonly [K in Extract<ActKind, `distribution.${string}`>]: Decide<K> };

/** How each audited kind is decided again; what it reads is read from the folded acts. */
export const AUDITED = { ...poolDecisions, ...dealDecisions, ...distributionDecisions };
export type AuditedKind = keyof typeof AUDITED;
