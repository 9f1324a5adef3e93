import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAsk } from '../app/graphql.ts';
import { useMe } from '../app/me.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, Empty, ProblemNote } from '../ui/answer.tsx';
import { nameIn, type DealTerms } from '../ui/deal-terms.ts';
import { Differences, type Difference } from '../ui/differences.tsx';
import { InternalLink } from '../ui/link.tsx';
import { moneyText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { Papers } from '../ui/papers.tsx';
import { DateActs, type Side } from '../ui/payment-acts.tsx';
import { INPUTS, Inputs, type Input } from '../ui/payment-inputs.tsx';
import { ProofPanel } from '../ui/proof.tsx';
import { StateBadge } from '../ui/state.tsx';
import { ClassMoves, Waterfall, type Line } from '../ui/waterfall.tsx';
import { Section } from './receivable.tsx';

type Figures = {
  total: string;
  status: { before: string; after: string };
  classes: {
    bond: string;
    opening: string;
    interest: string;
    principal: string;
    closing: string;
  }[];
  triggers: { trigger: string; to: string }[];
};
type Dated = {
  objectId: string;
  on: string;
  status: string;
  linesHash: string;
  total: Amount;
  lines: Line[];
  figures: Figures;
  differences: Difference[] | null;
};
type Run = {
  refusal?: { code: string; message: string; remedy: string };
  dealHash?: string;
  linesHash?: string;
  lines?: Line[];
  figures?: Figures;
};
type Detail = {
  objectId: string;
  currency: string;
  terms: DealTerms;
  manager: { objectId: string };
  custodian: { objectId: string };
  distributions: Dated[];
  nextPayment: { on: string; inputs: Input[] } | null;
  dryRun: Run | null;
};

const DETAIL = `query($id: String!, $on: BusinessDate!) { deal(id: $id) { objectId currency terms
  manager { objectId } custodian { objectId }
  distributions { objectId on status linesHash total lines figures
    differences { field recorded recomputed } }
  nextPayment { on ${INPUTS} } dryRun(on: $on) } }`;

/** One payment date: what it needs, what the ledger would pay, what was signed, and its acts. */
export function PaymentDatePage() {
  const { t } = useTranslation();
  const { id = '', on = '' } = useParams();
  const detail = useAsk<{ deal: Detail | null }>(DETAIL, { id, on }, { everyMs: 5_000 });
  return (
    <Answer query={detail}>
      {({ deal }) =>
        deal === null ? (
          <Page title={t('page.deals')}>
            <Empty text={t('notFound')} />
          </Page>
        ) : (
          <Page title={t('payment.title', { on })} sentence={<Sentence deal={deal} on={on} />}>
            <DateView deal={deal} on={on} />
          </Page>
        )
      }
    </Answer>
  );
}

function Sentence({ deal, on }: { deal: Detail; on: string }) {
  const { t } = useTranslation();
  const paid = deal.distributions.find(one => one.on === on);
  if (!paid) return t('payment.open');
  return (
    <>
      {t(`payment.${paid.status}`, { total: moneyText(paid.total) })}{' '}
      <StateBadge state={paid.status} />
    </>
  );
}

function DateView({ deal, on }: { deal: Detail; on: string }) {
  const paid = deal.distributions.find(one => one.on === on) ?? null;
  return (
    <Stack gap="xl">
      <InternalLink to={`deals/${deal.objectId}`}>
        {deal.terms.name[currentLanguage()]}
      </InternalLink>
      {paid?.status !== 'settled' && <Needed deal={deal} on={on} />}
      {paid ? <Signed paid={paid} deal={deal} /> : <DryRun deal={deal} />}
      {paid?.status === 'settled' ? (
        <Report paid={paid} />
      ) : (
        <Acts deal={deal} on={on} paid={paid} />
      )}
      {paid && <ProofPanel object={`distribution~${paid.objectId}`} />}
    </Stack>
  );
}

function Needed({ deal: { nextPayment, terms }, on }: { deal: Detail; on: string }) {
  const { t } = useTranslation();
  if (nextPayment?.on !== on) return null;
  return (
    <Section title={t('payment.inputs')}>
      <Inputs inputs={nextPayment.inputs} terms={terms} />
    </Section>
  );
}

function Report({ paid }: { paid: Dated }) {
  const { t } = useTranslation();
  return (
    <Section title={t('receivable.documents')}>
      <Papers subject={paid.objectId} kinds={['DISTRIBUTION_REPORT']} />
    </Section>
  );
}

function Acts({ deal, on, paid }: { deal: Detail; on: string; paid: Dated | null }) {
  const side = useSide(deal);
  return <DateActs deal={deal.objectId} {...{ on, paid, side }} run={deal.dryRun} />;
}

function useSide({ manager, custodian }: Detail): Side {
  const own = useMe(true).data?.me.party.objectId;
  if (own === manager.objectId) return 'manager';
  return own === custodian.objectId ? 'custodian' : 'other';
}

/** What the ledger's own rules would pay now; nothing has been signed. */
function DryRun({ deal }: { deal: Detail }) {
  const { t } = useTranslation();
  const run = deal.dryRun;
  return (
    <Section title={t('payment.dryRun')}>
      {run?.refusal && <ProblemNote problem={run.refusal} />}
      {run?.lines && run.figures && <Lines deal={deal} lines={run.lines} figures={run.figures} />}
    </Section>
  );
}

function Signed({ paid, deal }: { paid: Dated; deal: Detail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('payment.signedLines')}>
      {paid.differences && <Compared rows={paid.differences} />}
      <Lines deal={deal} lines={paid.lines} figures={paid.figures} />
    </Section>
  );
}

function Lines({ deal, lines, figures }: { deal: Detail; lines: Line[]; figures: Figures }) {
  const { t } = useTranslation();
  const { currency, terms } = deal;
  const total = moneyText({ minor: figures.total, currency });
  return (
    <Stack>
      <Text fw={600}>{t('payment.classesSentence', { total })}</Text>
      <ClassMoves
        classes={figures.classes}
        currency={currency}
        nameOf={bond => nameIn(terms, bond, currentLanguage())}
      />
      {figures.triggers.map(({ trigger, to }) => (
        <Alert color={to === 'fired' ? 'red' : 'teal'} key={trigger}>
          {t(`triggerMove.${to}`, { defaultValue: to, trigger })}
        </Alert>
      ))}
      <Text fw={600}>{t('payment.linesSentence', { count: lines.length })}</Text>
      <Waterfall lines={lines} currency={currency} terms={terms} />
    </Stack>
  );
}

/** The manager's signed lines beside what the contract runs now. */
function Compared({ rows }: { rows: readonly Difference[] }) {
  const { t } = useTranslation();
  const isSame = rows.length === 0;
  return (
    <Stack gap="xs">
      <Alert color={isSame ? 'teal' : 'red'} role="status">
        {isSame ? t('payment.same') : t('payment.differs', { count: rows.length })}
      </Alert>
      {!isSame && <Differences rows={rows} />}
    </Stack>
  );
}
