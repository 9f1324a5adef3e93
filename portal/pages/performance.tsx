import { SimpleGrid, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAsk } from '../app/graphql.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { CLASSES, ClassStack, type DealClass } from '../ui/class-stack.tsx';
import { Figure } from '../ui/cost.tsx';
import type { DealTerms } from '../ui/deal-terms.ts';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, percentText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { PoolPictures, type PoolShares } from '../ui/pool-pictures.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Section } from './receivable.tsx';

type Performance = PoolShares & { on: string; balance: Amount };
type Trigger = {
  trigger: string;
  fired: boolean;
  measures: { value: string; comparison: string; limit: string; headroomPpm: number | null }[];
};
type Detail = {
  objectId: string;
  terms: DealTerms;
  classes: DealClass[];
  performance: Performance | null;
  triggers: Trigger[];
};

const SHARE = '{ key count amount sharePpm }';
const DETAIL = `query($id: String!) { deal(id: $id) { objectId terms ${CLASSES}
  performance { on balance ageing ${SHARE} obligors ${SHARE} flows ${SHARE} }
  triggers { trigger fired measures { value comparison limit headroomPpm } } } }`;

/** How a deal does: ageing, dilution, concentration and the room before each trigger. */
export function PerformancePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const detail = useAsk<{ deal: Detail | null }>(DETAIL, { id }, { everyMs: 10_000 });
  return (
    <Answer query={detail}>
      {({ deal }) =>
        deal?.performance ? (
          <Page
            title={t('performance.title', { name: deal.terms.name[currentLanguage()] })}
            sentence={t('performance.sentence', { on: deal.performance.on })}
          >
            <InternalLink to={`deals/${deal.objectId}`}>{t('performance.back')}</InternalLink>
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <Figure
                label={t('performance.balance')}
                value={<MoneyFigure amount={deal.performance.balance} />}
              />
            </SimpleGrid>
            <PoolPictures shares={deal.performance} />
            <Section title={t('performance.triggers')}>
              <Triggers triggers={deal.triggers} terms={deal.terms} />
            </Section>
            <ClassStack classes={deal.classes} terms={deal.terms} />
          </Page>
        ) : (
          <Page title={t('page.deals')}>
            <Empty text={t('notFound')} />
          </Page>
        )
      }
    </Answer>
  );
}

function Triggers({ triggers, terms }: { triggers: readonly Trigger[]; terms: DealTerms }) {
  const { t } = useTranslation();
  if (triggers.length === 0) return <Text>{t('performance.noTrigger')}</Text>;
  return (
    <Table.ScrollContainer minWidth={680}>
      <Table className="tally-table">
        <Table.Thead>
          <Table.Tr>
            {['trigger', 'state', 'value', 'limit', 'headroom'].map((column, at) => (
              <Table.Th scope="col" key={column} ta={at < 2 ? undefined : 'right'}>
                {t(`triggerColumn.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {triggers.flatMap(({ trigger, fired, measures }) =>
            measures.map(({ value, comparison, limit, headroomPpm }, at) => (
              <Table.Tr key={`${trigger}-${at}`}>
                <Table.Td>{labelOf(terms, trigger)}</Table.Td>
                <Table.Td>
                  <StateBadge state={fired ? 'fired' : 'armed'} />
                </Table.Td>
                <Table.Td ta="right">{value}</Table.Td>
                <Table.Td ta="right">
                  {comparison} {limit}
                </Table.Td>
                <Table.Td ta="right">
                  {headroomPpm === null ? '–' : percentText(headroomPpm)}
                </Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function labelOf({ triggers }: DealTerms, id: string): string {
  return triggers.find(trigger => trigger.id === id)?.label[currentLanguage()] ?? id;
}
