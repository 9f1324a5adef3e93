import { addMonths, daysBetween } from '../../calendar/index.ts';
import type { ClaimFacts, GateEvidence } from './gate-facts.ts';
import { evidence, notClaimant, over, unknown, verdict } from './gate-party.ts';
import type { Gate, GateContext } from './gates.ts';

/** G05: not verified, void, red-noted, altered, pledged or financed. */
const invoice = everyClaim(claim => [
  ...flag(claim.verification !== 'passed', claim, claim.verification),
  ...flag(claim.voided, claim, 'voided'),
  ...flag(claim.redNoted, claim, 'redNoted'),
  ...flag(claim.altered, claim, 'altered'),
  ...flag(claim.pledged, claim, 'pledged'),
  ...flag(claim.financed, claim, 'financed'),
]);

/** G06: disputed, set-off right, or an assignment bar without consent. */
const dispute = everyClaim(claim => [
  ...flag(claim.disputed, claim, 'disputed'),
  ...flag(claim.setOffRight, claim, 'setOffRight'),
  ...flag(claim.assignmentBarred && !claim.assignmentConsent, claim, 'assignmentBarred'),
]);

/** G07: goods or services not accepted; an order loan has its own rules. */
const earned: Gate = context =>
  context.facts.product === 'orderLoan'
    ? verdict(true, [evidence('product', 'orderLoan')])
    : everyClaim(claim => flag(!claim.accepted, claim, 'notAccepted'))(context);

/** G08: not assignable, future, or against a payable. */
const assignable = everyClaim(claim => [
  ...flag(!claim.assignable, claim, 'notAssignable'),
  ...flag(claim.future, claim, 'future'),
  ...flag(claim.contraMinor > 0n, claim, `contra ${claim.contraMinor}`),
]);

/** G11: above one year, or above six months without a reason. */
const tenor = everyClaim((claim, { policy }) => {
  const { tenorMonthsMax, tenorMonthsReason } = policy.gates;
  const above = (months: number): boolean => claim.dueOn > addMonths(claim.issuedOn, months);
  const unexplained = above(tenorMonthsReason) && claim.tenorReason === undefined;
  return [
    ...flag(above(tenorMonthsMax), claim, `due ${claim.dueOn}`),
    ...flag(unexplained, claim, 'no reason for the tenor'),
  ];
});

/** G12: long past due, old without a longer agreed term, or older than three times its terms. */
const age = everyClaim((claim, { policy, asOf }) => {
  const { pastDueDaysMax, ageDaysMax, termsMultipleMax } = policy.gates;
  const terms = daysBetween(claim.issuedOn, claim.dueOn);
  const days = daysBetween(claim.issuedOn, asOf);
  const pastDue = daysBetween(claim.dueOn, asOf);
  return [
    ...flag(pastDue > pastDueDaysMax, claim, `${pastDue} days past due`),
    ...flag(days > ageDaysMax && terms <= ageDaysMax, claim, `${days} days old`),
    ...flag(terms > 0 && days > termsMultipleMax * terms, claim, `${days} days on ${terms} days`),
  ];
});

export const CLAIM_GATES = {
  G05: invoice,
  G06: dispute,
  G07: earned,
  G08: assignable,
  G11: tenor,
  G12: age,
};

type Findings = (claim: ClaimFacts, context: GateContext) => readonly GateEvidence[];

/** Fails with every claim's faults; without a claim there is nothing to judge a supplier by. */
function everyClaim(faultsOf: Findings): Gate {
  return context => {
    if (context.facts.role === 'buyer') return notClaimant();
    return over(context.facts.claims, claims => {
      if (claims.length === 0) return unknown('claims');
      const faults = claims.flatMap(claim => faultsOf(claim, context));
      const looked = [evidence('claims', String(claims.length))];
      return verdict(faults.length === 0, [...looked, ...faults]);
    });
  };
}

function flag(bad: boolean, claim: ClaimFacts, fault: string): readonly GateEvidence[] {
  return bad ? [evidence(claim.ref, fault)] : [];
}
