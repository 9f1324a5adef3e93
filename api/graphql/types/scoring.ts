import {
  CREDIT_ROLES,
  CREDIT_TABLES,
  DEPTHS,
  PRODUCTS,
  gateText,
  portable,
  reasonText,
  type Assessment,
  type GateResult,
  type Language,
} from '../../../domain/credit/index.ts';
import { isObject, type Wire } from '../../../domain/wire/index.ts';
import type { ScoreAnswer, ScoreRequest, Scorer } from '../../credit/index.ts';
import { builder } from '../builder.ts';
import type { Context, Locale } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { transportError } from '../problem.ts';

builder.mutationFields(t => ({
  creditScore: t.field({
    type: 'JSON',
    nullable: true,
    description:
      'Scores an enterprise, or takes over a rating of a buyer ({pdPpm, depth, evidenceHash}), and ' +
      'prepares `attestation.record`: outcome, gates, reasons, body and the entry of the scorer ' +
      'key. A risk person adds a signature on the same bytes.',
    args: {
      actId: t.arg({ type: 'ActId', required: true }),
      attestation: t.arg({ type: 'ActId', required: true }),
      businessDate: t.arg({ type: 'BusinessDate', required: true }),
      subject: t.arg.id({ required: true }),
      role: t.arg.string({ required: true }),
      product: t.arg.string({ required: true }),
      rating: t.arg({ type: 'JSON' }),
    },
    resolve: async (_root, args, context) => {
      const { credit } = context.services;
      const subject = objectIdOf('Party', args.subject);
      if (!credit || subject === null) return null;
      const request: ScoreRequest = {
        actId: args.actId,
        attestation: args.attestation,
        businessDate: args.businessDate,
        operator: context.caller.party,
        subject,
        role: wordOf(CREDIT_ROLES, args.role),
        product: wordOf(PRODUCTS, args.product),
      };
      requireRisk(context);
      const answer = await answerTo(credit, request, args.rating ?? null);
      return answer ? answerView(answer, context.locale) : null;
    },
  }),
}));

async function answerTo(
  credit: Scorer,
  request: ScoreRequest,
  rating: Wire,
): Promise<ScoreAnswer | null> {
  if (!isObject(rating)) return credit.score(request);
  const { pdPpm, depth, evidenceHash } = rating;
  if (typeof pdPpm !== 'number' || typeof depth !== 'string' || typeof evidenceHash !== 'string') {
    throw transportError('BAD_INPUT', 'rating needs pdPpm, depth and evidenceHash.');
  }
  return credit.takeOver({ ...request, pdPpm, depth: wordOf(DEPTHS, depth), evidenceHash });
}

function wordOf<W extends string>(words: readonly W[], text: string): W {
  const word = words.find(entry => entry === text);
  if (word === undefined) throw transportError('BAD_INPUT', `Not one of ${words.join(', ')}.`);
  return word;
}

/** Only the operator's risk desk or its own program asks: a score reads a member's documents. */
function requireRisk({ caller }: Context): void {
  if (caller.kind === 'person' && !caller.roles.includes('risk')) {
    throw transportError('FORBIDDEN', 'Scoring needs the role risk.', 403);
  }
}

function answerView({ gates, assessment, body, scorer }: ScoreAnswer, locale: Locale): Wire {
  const language = locale === 'zh' ? 'zh-CN' : 'en';
  return portable({
    disclaimer: CREDIT_TABLES.texts.disclaimer[language],
    gates: gates.map(gate => gateView(gate, language)),
    ...(assessment ? assessmentView(assessment, language) : {}),
    body,
    scorer,
  });
}

function gateView(gate: GateResult, language: Language): Readonly<Record<string, unknown>> {
  const { name, reason, next, appeal } = gateText(CREDIT_TABLES.texts, gate.code, language);
  const failed = gate.counts === 'PASS' ? {} : { reason, next, appeal };
  return { ...gate, name, ...failed };
}

function assessmentView(
  assessment: Assessment,
  language: Language,
): Readonly<Record<string, unknown>> {
  const { outcome, grade, caps, score, rating, reasons, referrals, limit, advance } = assessment;
  const { counterfactuals, toSupply } = assessment;
  return {
    outcome,
    grade,
    caps,
    referrals,
    segment: score.segment,
    scoreE5: score.scoreE5,
    pdPpm: rating.pdPpm,
    depth: score.depth,
    months: score.months,
    dimensions: score.dimensions,
    lines: score.lines,
    reasons: reasons.map(reason => ({
      ...reason,
      sentence: reasonText(CREDIT_TABLES.texts, reason, language),
    })),
    limit,
    advance,
    counterfactuals,
    toSupply,
  };
}
