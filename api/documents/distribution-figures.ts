import type { Entities } from '../../domain/event/index.ts';
import { isUuidV7 } from '../../domain/id/index.ts';
import { fraction, roundFraction } from '../../domain/rate/index.ts';
import type { FiguresByKind } from '../../reports/index.ts';
import { amountIn, dealOf, ppmOf, type PublishedDeal } from './deal-figures.ts';
import type { PaperReading } from './reading.ts';

type Report = FiguresByKind['DISTRIBUTION_REPORT'];
type Statement = FiguresByKind['HOLDER_STATEMENT'];
type Reviewed = Exclude<Entities['distribution'], { state: 'calculated' }>;

/** A payment date that the custodian has reviewed, with every line; `null` before (DOC-38). */
export async function reportFigures(reading: PaperReading, id: string): Promise<Report | null> {
  const found = await reading.entity('distribution', id);
  if (!found || found.state === 'calculated') return null;
  const deal = await dealOf(reading, found.deal);
  if (!deal) return null;
  const { figures } = found;
  const amount = wireIn(found.currency);
  const name = namesOf(deal, reading.language);
  return {
    distributionId: id,
    dealId: found.deal,
    dealHash: found.dealHash,
    canonical: deal.canonical,
    linesHash: found.linesHash,
    name: deal.terms.name[reading.language],
    manager: await reading.party(found.manager),
    custodian: await reading.party(found.custodian),
    on: found.on,
    calculatedOn: found.calculatedOn,
    reviewedOn: found.reviewedOn,
    ...(found.state === 'settled' ? { settledOn: found.settledOn } : {}),
    state: found.state,
    statusBefore: figures.status.before,
    statusAfter: figures.status.after,
    total: amount(figures.total),
    classes: classesOf(found, deal, name),
    fees: await Promise.all(
      figures.fees.map(async ({ fee, payee, paid, due }) => ({
        name: name(fee),
        payee: await payeeOf(reading, payee),
        paid: amount(paid),
        due: amount(due),
      })),
    ),
    accounts: Object.entries(figures.accounts).map(([key, account]) => ({
      name: name(key),
      opening: amount(account.opening),
      in: amount(account.in),
      out: amount(account.out),
      closing: amount(account.closing),
    })),
    pools: Object.entries(figures.pools).map(([key, { opening, closing }]) => {
      return { pool: name(key), opening: amount(opening), closing: amount(closing) };
    }),
    others: othersOf(found, name),
    triggers: figures.triggers.map(({ trigger, to, date: on }) => ({
      name: name(trigger),
      to,
      on,
    })),
    lines: linesOf(found, name),
    acts: await reading.acts(`distribution~${id}`, [
      'distribution.calculate',
      'distribution.review',
      'distribution.settle',
    ]),
  };
}

type Naming = (key: string) => string;

function namesOf({ terms }: PublishedDeal, language: 'zh' | 'en'): Naming {
  const triggers = Object.fromEntries(terms.triggers.map(trigger => [trigger.id, trigger]));
  return key => {
    const { bonds, fees, accounts, pools, facilities, swaps } = terms;
    const known = [bonds, fees, accounts, pools, facilities, swaps, triggers].find(
      labelled => labelled[key] !== undefined,
    );
    return known?.[key]?.label[language] ?? key;
  };
}

/** Terms name a payee by its party, or in words. */
async function payeeOf(reading: PaperReading, payee: string | null): Promise<string> {
  if (payee === null) return '—';
  return isUuidV7(payee) ? (await reading.party(payee)).name : payee;
}

function classesOf(of: Reviewed, { terms }: PublishedDeal, name: Naming): Report['classes'] {
  const amount = wireIn(of.currency);
  return of.figures.classes.map(one => {
    const original = BigInt(terms.bonds[one.bond]?.original ?? '0');
    return {
      bond: one.bond,
      name: name(one.bond),
      opening: amount(one.opening),
      interest: amount(one.interest),
      principal: amount(one.principal),
      closing: amount(one.closing),
      interestDue: amount(one.interestDue),
      interestPer100: per100(BigInt(one.interest), original),
      principalPer100: per100(BigInt(one.principal), original),
      factorPpm: ppmOf(BigInt(one.closing), original),
    };
  });
}

function othersOf({ figures, currency }: Reviewed, name: Naming): Report['others'] {
  const amount = wireIn(currency);
  return (figures.others ?? []).map(({ of: kind, name: key, in: received, out }) => {
    return { of: kind, name: name(key), in: amount(received), out: amount(out) };
  });
}

function linesOf({ lines, currency }: Reviewed, name: Naming): Report['lines'] {
  const amount = wireIn(currency);
  return lines.map(line => ({
    seq: line.seq,
    do: line.do,
    ...(line.ref === null ? {} : { ref: line.ref }),
    from: line.from === null ? '—' : name(line.from),
    available: amount(line.availableBefore),
    due: amount(line.due),
    paid: amount(line.paid),
    carried: amount(line.carried),
    after: amount(line.availableAfter),
    supportDrawn: amount(line.supportDrawn),
    why: line.why,
    payees: line.byPayee.map(payee => name(payee.name)).join(', ') || '—',
  }));
}

/** The reader's own notes of an issue and what was paid on them; `null` when it holds none. */
export async function holderFigures(reading: PaperReading, id: string): Promise<Statement | null> {
  const issue = await reading.entity('issue', id);
  const deal = issue && (await dealOf(reading, issue.deal));
  if (!issue || !deal) return null;
  const held = await reading.query<{ body: Entities['noteHolding'] }>(
    `select body from book.note_holding where body->>'issue' = $1 and body->>'holder' = $2
      order by id`,
    [id, reading.tenant],
  );
  const paid = await reading.query<{ body: Entities['notePayment'] }>(
    `select body from book.note_payment where body->>'issue' = $1 and body->>'holder' = $2
      order by body->>'on', id`,
    [id, reading.tenant],
  );
  if (held.length === 0 && paid.length === 0) return null;
  const { currency } = deal.head;
  const name = namesOf(deal, reading.language);
  const amount = wireIn(currency);
  return {
    issueId: id,
    dealId: issue.deal,
    dealHash: issue.dealHash,
    name: deal.terms.name[reading.language],
    holder: await reading.party(reading.tenant),
    currency,
    positions: held.map(({ body: { bond, units } }) => {
      const nominal = issue.classes.find(one => one.bond === bond)?.nominal ?? amount('0');
      const original = amountIn(currency)(BigInt(nominal.minor) * BigInt(units));
      return { bond, name: name(bond), units, nominal, original };
    }),
    payments: paid.flatMap(({ body: { distribution: distributionId, on, settledOn, rows } }) =>
      rows.map(([bond, , units, interest, principal]) => {
        const money = { interest: amount(interest), principal: amount(principal) };
        return { distributionId, on, settledOn, bond, units, ...money };
      }),
    ),
  };
}

/** For each hundred of the original amount, eight decimals, half up. */
function per100(paid: bigint, original: bigint): string {
  if (original === 0n) return '0.00000000';
  const scaled = roundFraction(fraction(paid * 10_000_000_000n, original), 'halfUp');
  const digits = scaled.toString().padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

function wireIn(currency: string): (minor: string) => { minor: string; currency: string } {
  return minor => ({ minor, currency });
}
