import { Code, Group, List, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAsk } from '../app/graphql.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { CLASSES, ClassStack, type DealClass } from '../ui/class-stack.tsx';
import { Figure } from '../ui/cost.tsx';
import { nameIn, type DealTerms, type Step } from '../ui/deal-terms.ts';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { Papers } from '../ui/papers.tsx';
import { ProofPanel } from '../ui/proof.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Timeline, type TimelineRow } from '../ui/timeline.tsx';
import { Section } from './receivable.tsx';

type Detail = {
  objectId: string;
  hash: string;
  issue: string | null;
  publishedOn: string;
  manager: { name: string | null };
  custodian: { name: string | null };
  originator: { name: string | null };
  classes: DealClass[];
  terms: DealTerms;
  distributions: { objectId: string; on: string; status: string; total: Amount }[];
  nextPayment: { on: string; inputs: { isRecorded: boolean }[] } | null;
  timeline: TimelineRow[];
};

const DETAIL = `query($id: String!) { deal(id: $id) { objectId hash issue publishedOn
  manager { name } custodian { name } originator { name } ${CLASSES} terms
  distributions { objectId on status total } nextPayment { on inputs { isRecorded } }
  timeline { at businessDate kind sentence txId block signers { key role party class } } } }`;

/** One deal: its classes, the order of payment, its payment dates, papers and proof. */
export function DealPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const detail = useAsk<{ deal: Detail | null }>(DETAIL, { id }, { everyMs: 10_000 });
  return (
    <Answer query={detail}>
      {({ deal }) =>
        deal === null ? (
          <Page title={t('page.deals')}>
            <Empty text={t('notFound')} />
          </Page>
        ) : (
          <Page title={deal.terms.name[currentLanguage()]} sentence={t('deal.sentence')}>
            <Facts deal={deal} />
            <ClassStack classes={deal.classes} terms={deal.terms} />
            <PaymentDates deal={deal} />
            <Section title={t('deal.order')}>
              <Order terms={deal.terms} />
            </Section>
            <Section title={t('receivable.documents')}>
              <Papers subject={deal.objectId} kinds={['TERM_SHEET', 'PROSPECTUS']} />
            </Section>
            <Section title={t('receivable.timeline')}>
              <Timeline rows={deal.timeline} />
            </Section>
            <ProofPanel object={`deal~${deal.objectId}`} />
          </Page>
        )
      }
    </Answer>
  );
}

function Facts({ deal }: { deal: Detail }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: 4 }}>
        <Figure label={t('pool.manager')} value={deal.manager.name} />
        <Figure label={t('deals.custodian')} value={deal.custodian.name} />
        <Figure label={t('pool.originator')} value={deal.originator.name} />
        <Figure label={t('deals.publishedOn')} value={deal.publishedOn} />
      </SimpleGrid>
      <Text size="sm">
        {t('deals.hash')} <Code className="tally-code">{deal.hash}</Code>
      </Text>
      <Group>
        <InternalLink to={`deals/${deal.objectId}/performance`}>
          {t('deal.performance')}
        </InternalLink>
      </Group>
    </Stack>
  );
}

function PaymentDates({ deal }: { deal: Detail }) {
  const { t } = useTranslation();
  const { distributions, nextPayment, objectId } = deal;
  const isListed = distributions.some(({ on }) => on === nextPayment?.on);
  return (
    <Section title={t('deal.dates')}>
      <Table.ScrollContainer minWidth={420}>
        <Table className="tally-table">
          <Table.Tbody>
            {distributions.map(({ objectId: key, on, status, total }) => (
              <Table.Tr key={key}>
                <Table.Td>
                  <InternalLink to={`deals/${objectId}/dates/${on}`}>{on}</InternalLink>
                </Table.Td>
                <Table.Td>
                  <StateBadge state={status} />
                </Table.Td>
                <Table.Td ta="right">
                  <MoneyFigure amount={total} />
                </Table.Td>
              </Table.Tr>
            ))}
            {nextPayment && !isListed && <NextRow deal={objectId} next={nextPayment} />}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

function NextRow({ deal, next }: { deal: string; next: NonNullable<Detail['nextPayment']> }) {
  const { t } = useTranslation();
  const missing = next.inputs.filter(({ isRecorded }) => !isRecorded).length;
  return (
    <Table.Tr>
      <Table.Td>
        <InternalLink to={`deals/${deal}/dates/${next.on}`}>{next.on}</InternalLink>
      </Table.Td>
      <Table.Td>{t('deal.next')}</Table.Td>
      <Table.Td ta="right">
        {missing === 0 ? t('deal.ready') : t('deal.missing', { count: missing })}
      </Table.Td>
    </Table.Tr>
  );
}

/** The order of payment in words, for each status that has its own. */
function Order({ terms }: { terms: DealTerms }) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      {Object.entries(terms.waterfalls).map(([name, steps]) => (
        <Stack key={name} gap={4}>
          <Text fw={600}>{t(`waterfall.${name}`, { defaultValue: name })}</Text>
          <List type="ordered">
            {steps.map((step, at) => (
              <List.Item key={at}>
                <StepText step={step} terms={terms} />
              </List.Item>
            ))}
          </List>
        </Stack>
      ))}
    </SimpleGrid>
  );
}

function StepText({ step, terms }: { step: Step; terms: DealTerms }) {
  const { t } = useTranslation();
  const names = [...(step.fees ?? []), ...(step.bonds ?? [])];
  const shown = names.map(key => nameIn(terms, key, currentLanguage()));
  return (
    <>
      {t(`step.${step.do}`, { defaultValue: step.do })}
      {shown.length > 0 && `: ${shown.join(', ')}`}
      {step.ref !== undefined && <Text span size="sm">{` (${step.ref})`}</Text>}
    </>
  );
}
