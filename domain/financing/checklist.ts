import { addDays, daysBetween } from '../calendar/index.ts';
import { attestationId, failedGates, type Attestation } from '../credit/index.ts';
import {
  areRelated,
  isLiveConsent,
  type Account,
  type Consent,
  type Negative,
  type Party,
  type Screening,
} from '../party/index.ts';
import type { Invoice, Receivable } from '../receivable/index.ts';
import { openFinancingId } from './open-financing.ts';
import { CHECKS, type CheckCode, type CheckItem, type CheckResult } from './checklist-item.ts';
import { creditFaults, productOf, scoreIn, type Credit } from './credit-check.ts';
import { assuranceOf } from './decide-accept.ts';
import { sliceId } from './events.ts';
import type { FinancingIn, OpenFinancing, Registration, RegistrySearch, Slice } from './state.ts';

/** Everything on the ledger that decides the list; what is absent fails its item. */
export type CheckState = {
  readonly financing: FinancingIn<'committed' | 'cleared'>;
  readonly supplier: Party | undefined;
  readonly buyer: Party | undefined;
  readonly funder: Party | undefined;
  /** By party. */
  readonly screenings: ReadonlyMap<string, Screening>;
  /** By subject of supplier and buyer. */
  readonly negatives: ReadonlyMap<string, Negative>;
  readonly receivables: ReadonlyMap<string, Receivable>;
  /** K1 rows by their key. */
  readonly invoices: ReadonlyMap<string, Invoice>;
  /** By `line~nn`. */
  readonly slices: ReadonlyMap<string, Slice>;
  readonly credit: Credit;
  /** What the supplier still owes on other financings. */
  readonly open: readonly OpenFinancing[];
  readonly consent: Consent | undefined;
  readonly search: RegistrySearch | undefined;
  readonly registration: Registration | undefined;
  /** The payee account and every account that a debtor confirmed, by id. */
  readonly accounts: ReadonlyMap<string, Account>;
};

/** What the examiner adds: evidence by item, and the payee account. */
export type Examined = {
  readonly items: readonly {
    readonly item: CheckCode;
    readonly evidence?: readonly { readonly hash: string; readonly at: string }[] | undefined;
    readonly result?: CheckResult | undefined;
  }[];
  readonly account: string;
  readonly businessDate: string;
};

type Verdict = { readonly result: CheckResult; readonly opens: readonly string[] };

const OVERDUE_DAYS_MAX = 5;
const AGED_FAIL_DAYS = 90;
const AGED_WARN_DAYS = 60;
const SEARCH_DAYS_MAX = 1;

/** Decides the twenty items of §6.6 in their order; any `fail` stops the disbursement. */
export function decideChecklist(state: CheckState, examined: Examined): readonly CheckItem[] {
  return CHECKS.map(item => {
    const { result, opens } = RULES[item](state, examined);
    // An item that opens nothing proves nothing.
    return { item, result: opens.length === 0 ? 'fail' : result, opens, at: examined.businessDate };
  });
}

type Rule = (state: CheckState, examined: Examined) => Verdict;

const RULES: Readonly<Record<CheckCode, Rule>> = {
  C01: (state, { businessDate }) => partyVerdict('C01', state, businessDate),
  C02: (state, { businessDate }) => partyVerdict('C02', state, businessDate),
  C03: (state, { businessDate }) => partyVerdict('C03', state, businessDate),
  C04: (state, { businessDate }) => claimVerdict('C04', state, businessDate),
  C05: (state, { businessDate }) => claimVerdict('C05', state, businessDate),
  C06: (state, { businessDate }) => claimVerdict('C06', state, businessDate),
  C07: limitVerdict,
  C08: (state, { businessDate }) => creditVerdict('C08', state, businessDate),
  C09: (state, { businessDate }) => creditVerdict('C09', state, businessDate),
  C10: (state, { businessDate }) => claimVerdict('C10', state, businessDate),
  C11: (state, { businessDate }) => consentVerdict(state, businessDate),
  C12: (_, examined) => evidenceVerdict('C12', examined),
  C13: (_, examined) => evidenceVerdict('C13', examined),
  C14: (state, { businessDate }) => searchVerdict(state, businessDate),
  C15: filingVerdict,
  C16: (_, examined) => evidenceVerdict('C16', examined),
  C17: (state, examined) => accountVerdict('C17', state, examined),
  C18: (state, examined) => accountVerdict('C18', state, examined),
  C19: (state, { businessDate }) => creditVerdict('C19', state, businessDate),
  C20: conflictVerdict,
};

/** C01 screened today · C02 KYB in date · C03 not on the negative list: supplier and buyer. */
function partyVerdict(item: 'C01' | 'C02' | 'C03', state: CheckState, on: string): Verdict {
  const { holder, buyer } = state.financing;
  const parties = [state.supplier, state.buyer];
  if (item === 'C01') {
    const rows = [holder, buyer].map(party => state.screenings.get(party));
    const good = rows.every(row => row?.result === 'clear' && row.on === on && row.until >= on);
    const opened = rows.filter(row => row !== undefined);
    return of(
      good,
      opened.flatMap(row => [`screening~${row.party}`, `file:${row.evidence}`]),
    );
  }
  const opens = present(parties, party => `party~${party.party}`);
  if (opens.length < 2) return of(false, opens);
  if (item === 'C02')
    return of(
      parties.every(party => isKnown(party, on)),
      opens,
    );
  // A party of whom no subject is known cannot be looked up, and is not thereby free of entries.
  if (parties.some(party => party?.subjects.length === 0)) return of(false, opens);
  const subjects = parties.flatMap(party => party?.subjects ?? []);
  const listed = subjects.filter(subject => {
    const row = state.negatives.get(subject);
    return row?.removedOn === null && row.from <= on && isUntil(row.until, on);
  });
  return of(listed.length === 0, [...opens, ...listed.map(subject => `negative~${subject}`)]);
}

/** C04 assurance · C05 fingerprint and flags · C06 dispute, freeze, set-off · C10 tenor and age. */
function claimVerdict(item: 'C04' | 'C05' | 'C06' | 'C10', state: CheckState, on: string): Verdict {
  const { financing } = state;
  const ids = [...new Set(financing.holdings.map(({ receivable }) => receivable))];
  const claims = ids.map(id => state.receivables.get(id));
  const opens = present(claims, claim => `receivable~${claim.receivable}`);
  if (opens.length < ids.length) return of(false, opens);
  const found = claims.filter(claim => claim !== undefined);
  switch (item) {
    case 'C04':
      return of(
        found.every(claim => isAssured(claim, financing.kind === 'sale')),
        opens,
      );
    case 'C05': {
      const rows = found.flatMap(claim => claim.invoices.map(({ invoice }) => invoice));
      const good = found.every(claim => claim.flags.length === 0 && isUnique(claim, state));
      const keys = rows.filter(key => state.invoices.has(key)).map(key => `invoice~${key}`);
      return of(good && keys.length === rows.length, [...opens, ...keys]);
    }
    case 'C06':
      return of(found.every(isUnopposed), opens);
    case 'C10': {
      const ages = found.map(claim => daysBetween(claim.invoiceOn, on));
      const oldest = Math.max(...ages);
      if (oldest > AGED_FAIL_DAYS) return { result: 'fail', opens };
      return { result: oldest >= AGED_WARN_DAYS ? 'warn' : 'pass', opens };
    }
  }
}

/** C07: every line holds the whole advance, frozen in the slices that gave it. */
function limitVerdict({ financing, slices }: CheckState): Verdict {
  const advance = BigInt(financing.price.advance.minor);
  const opens = financing.takes.flatMap(take =>
    take.slices.map(({ slice }) => `slice~${sliceId(take.line, slice)}`),
  );
  const good = financing.takes.every(take => {
    const held = take.slices.every(({ slice, amount }) => {
      const row = slices.get(sliceId(take.line, slice));
      return row !== undefined && BigInt(row.frozen) >= BigInt(amount.minor);
    });
    const total = take.slices.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
    return held && total === advance;
  });
  return of(good, opens);
}

/** C08 attestations alive, nobody red · C09 supplier pays what it owes · C19 buyer pays. */
function creditVerdict(item: 'C08' | 'C09' | 'C19', state: CheckState, on: string): Verdict {
  const { financing, credit } = state;
  const claims = [...state.receivables.values()];
  const keys = [keyOf(credit.supplier.score), keyOf(credit.buyer.score)];
  if (item === 'C08') {
    const faults = claims.flatMap(claim =>
      creditFaults(credit, {
        assurance: assuranceOf(claim),
        kind: financing.kind,
        businessDate: on,
      }),
    );
    return of(faults.length === 0 && claims.length > 0, keys.flat());
  }
  if (item === 'C09') {
    const last = addDays(on, -OVERDUE_DAYS_MAX);
    const overdue = state.open.filter(({ payOn }) => payOn < last);
    const rows = overdue.map(row => `openFinancing~${openFinancingId(row)}`);
    return of(overdue.length === 0 && gatePassed(credit.supplier.score, on, 'G16'), [
      ...keyOf(credit.supplier.score),
      ...rows,
    ]);
  }
  const confirmed = claims.some(claim => productOf(assuranceOf(claim)) === 'confirmedReceivable');
  if (!confirmed) return of(true, [`party~${financing.buyer}`]);
  return of(gatePassed(credit.buyer.score, on, 'G10'), keyOf(credit.buyer.score));
}

/** C11: the supplier lets the funder read what it decides on. */
function consentVerdict({ financing, consent }: CheckState, on: string): Verdict {
  const { holder, funder } = financing;
  const alive = isLiveConsent(consent, on);
  return of(alive, consent ? [`consent~${holder}~${funder}~${consent.purpose}`] : []);
}

/** C14: the outside registry was searched at most a day ago and shows no other filing. */
function searchVerdict({ financing, search }: CheckState, on: string): Verdict {
  if (!search) return of(false, []);
  const opens = [`registrySearch~${financing.funder}~${financing.holder}`, `file:${search.report}`];
  const fresh = daysBetween(search.searchedOn, on) <= SEARCH_DAYS_MAX;
  return of(fresh && search.result === 'none', opens);
}

/** C15: this financing is filed there, to its pay day at least. */
function filingVerdict({ financing, registration }: CheckState): Verdict {
  const filing = registration?.filing;
  if (!filing || registration.discharge) return of(false, []);
  const opens = [`registration~${financing.financing}`, `file:${filing.proof}`];
  return of(filing.until >= financing.payOn, opens);
}

/** C12, C13, C16: what an examiner saw, by hash; the item stands or falls with the evidence. */
function evidenceVerdict(item: CheckCode, { items }: Examined): Verdict {
  const row = items.find(given => given.item === item);
  const opens = (row?.evidence ?? []).map(({ hash }) => `file:${hash}`);
  return { result: row?.result ?? 'pass', opens };
}

/** C17 the debtor pays an account that is still verified · C18 the payee's account is. */
function accountVerdict(item: 'C17' | 'C18', state: CheckState, examined: Examined): Verdict {
  const { financing, accounts } = state;
  const { businessDate: on, account } = examined;
  if (item === 'C18') {
    const payee = accounts.get(account);
    const opens = payee ? [`account~${account}`] : [];
    const { holder: party, outstanding } = financing;
    return of(isPayable(payee, { party, currency: outstanding.currency, on }), opens);
  }
  const claims = [...state.receivables.values()];
  const payTo = claims.flatMap(claim =>
    claim.status === 'confirmed' ? [claim.confirmation.payTo] : [],
  );
  // A claim that its debtor did not confirm names no account: the recourse is against the supplier.
  if (payTo.length === 0) return of(financing.kind !== 'sale', [`party~${financing.holder}`]);
  const rows = payTo.map(id => accounts.get(id));
  const good = rows.every(row => row?.purpose === 'collect' && isUsable(row, on));
  return of(
    good && payTo.length > 0,
    present(rows, row => `account~${row.account}`),
  );
}

/** C20: funder and sides of the claim share no person, owner, representative or registration. */
function conflictVerdict({ supplier, buyer, funder }: CheckState): Verdict {
  const opens = present([supplier, buyer, funder], party => `party~${party.party}`);
  const related = [supplier, buyer].some(side => side && funder && areRelated(side, funder));
  return of(opens.length === 3 && !related, opens);
}

/** An account of the party in the currency that is paid, verified and open since the business day after. */
export function isPayable(
  account: Account | undefined,
  of: { readonly party: string; readonly currency: string; readonly on: string },
): boolean {
  if (account?.party !== of.party || account.currency !== of.currency) return false;
  return account.purpose === 'settle' && isUsable(account, of.on);
}

/** Verified, and past its first business day. */
export function isUsable(account: Account, on: string): boolean {
  return account.state === 'verified' && account.usableFrom <= on;
}

function isAssured(claim: Receivable, sale: boolean): boolean {
  if (claim.status === 'recorded') return !sale;
  if (claim.status !== 'confirmed') return false;
  return !sale || claim.confirmation.undertaking === 'irrevocable';
}

function isUnopposed(claim: Receivable): boolean {
  if (claim.frozen || claim.disputes.some(({ awarded }) => !awarded)) return false;
  if (claim.status === 'confirmed') return claim.confirmation.setOff === null;
  return claim.status === 'recorded';
}

/** This claim is applied for, and no invoice is financed or claimed beyond its amount (INV-R5). */
function isUnique(claim: Receivable, { invoices }: CheckState): boolean {
  return claim.invoices.every(({ invoice, claimed }) => {
    const row = invoices.get(invoice);
    const entry = row?.entries.find(({ receivable }) => receivable === claim.receivable);
    if (!row || !entry) return false;
    const open = BigInt(row.amount.minor) - BigInt(row.creditNotes.minor);
    const whole = BigInt(row.claimed.minor) <= open;
    const own = BigInt(entry.financed.minor) < BigInt(claimed.minor);
    return whole && own && (entry.state === 'applied' || entry.state === 'financed');
  });
}

function gatePassed(score: Attestation | undefined, on: string, gate: string): boolean {
  const file = { party: '', score, warning: undefined, default: undefined };
  const body = scoreIn(file, on);
  return body !== undefined && !failedGates(body.gateBits).includes(gate);
}

function keyOf(score: Attestation | undefined): readonly string[] {
  if (score?.body.kind !== 'score') return [];
  const { subject, role, product } = score.body;
  return [`attestation~${attestationId({ kind: 'score', subject, role, product })}`];
}

/** Active, with identity and owners on file, both refreshed within the term of the file. */
function isKnown(party: Party | undefined, on: string): boolean {
  if (party?.state !== 'active' || party.identityRoot === null) return false;
  return party.ownersRoot !== null && party.kybValidUntil !== null && party.kybValidUntil >= on;
}

function isUntil(until: string | null, on: string): boolean {
  return until === null || until >= on;
}

function present<T>(rows: readonly (T | undefined)[], key: (row: T) => string): string[] {
  return rows.filter(row => row !== undefined).map(key);
}

function of(good: boolean, opens: readonly string[]): Verdict {
  return { result: good ? 'pass' : 'fail', opens };
}
