import { Button, Group, SimpleGrid, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAsk } from '../app/graphql.ts';
import { useActSheet } from '../signing/act-sheet.tsx';
import { Answer, Empty } from '../ui/answer.tsx';
import { Figure } from '../ui/cost.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { Papers } from '../ui/papers.tsx';
import { EXAMINATION, ExaminationView, type Examination } from '../ui/pool-examination.tsx';
import { ProofPanel } from '../ui/proof.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Timeline, type TimelineRow } from '../ui/timeline.tsx';
import { Section } from './receivable.tsx';

type Detail = {
  id: string;
  objectId: string;
  status: string;
  assetCount: number;
  amount: Amount;
  cutOff: string | null;
  originator: { name: string | null };
  manager: { name: string | null } | null;
  sale: { price: Amount; effectiveAt: string; formula: string } | null;
  collections: { on: string; entry: string; flows: { flow: string; amount: Amount }[] }[];
  examination: Examination | null;
  timeline: TimelineRow[];
};

const DETAIL = `query($id: ID!) { pool(id: $id) { id objectId status assetCount amount cutOff
  originator { name } manager { name } sale collections examination ${EXAMINATION}
  timeline { at businessDate kind sentence txId block signers { key role party class } } } }`;

/** One pool: its parties and state, what the rules say of each asset, money in, papers, proof. */
export function PoolPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const detail = useAsk<{ pool: Detail | null }>(DETAIL, { id }, { everyMs: 5_000 });
  return (
    <Answer query={detail}>
      {({ pool }) =>
        pool === null ? (
          <Page title={t('page.pools')}>
            <Empty text={t('notFound')} />
          </Page>
        ) : (
          <Page
            title={t('pool.title', { number: pool.objectId.slice(0, 13) })}
            sentence={<StateBadge state={pool.status} />}
          >
            <Facts pool={pool} />
            <Seal pool={pool} />
            {pool.examination && <ExaminationView examination={pool.examination} />}
            <Collections rows={pool.collections} />
            <Section title={t('receivable.documents')}>
              <Papers
                subject={pool.objectId}
                kinds={pool.sale ? ['POOL_STATEMENT', 'TRUE_SALE'] : ['POOL_STATEMENT']}
              />
            </Section>
            <Section title={t('receivable.timeline')}>
              <Timeline rows={pool.timeline} />
            </Section>
            <ProofPanel object={pool.id} />
          </Page>
        )
      }
    </Answer>
  );
}

function Facts({ pool }: { pool: Detail }) {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Figure label={t('pool.originator')} value={pool.originator.name} />
      <Figure label={t('pool.manager')} value={pool.manager?.name ?? '–'} />
      <Figure label={t('pool.cutOff')} value={pool.cutOff ?? '–'} />
      <Figure label={t('pool.amount')} value={<MoneyFigure amount={pool.amount} />} />
      <Figure label={t('pool.price')} value={<MoneyFigure amount={pool.sale?.price} />} />
      <Figure label={t('pool.effective')} value={pool.sale?.effectiveAt ?? '–'} />
    </SimpleGrid>
  );
}

/** A draft is closed by the manager, on the pages as they stand and the rules that judged them. */
function Seal({ pool }: { pool: Detail }) {
  const { t } = useTranslation();
  const { start, may, sheet } = useActSheet();
  const body = pool.examination?.body;
  if (!body || !may('pool.seal')) return null;
  return (
    <Group>
      <Button onClick={() => start('pool.seal', { pool: pool.objectId, ...body })}>
        {t('pool.seal')}
      </Button>
      {sheet}
    </Group>
  );
}

function Collections({ rows }: { rows: Detail['collections'] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <Section title={t('pool.collections')}>
      <Table.ScrollContainer minWidth={480}>
        <Table className="tally-table">
          <Table.Tbody>
            {rows.flatMap(({ on, entry, flows }) =>
              flows.map(({ flow, amount }) => (
                <Table.Tr key={`${entry}-${flow}`}>
                  <Table.Td>{on}</Table.Td>
                  <Table.Td>{t(`flow.${flow}`, { defaultValue: flow })}</Table.Td>
                  <Table.Td ta="right">
                    <MoneyFigure amount={amount} />
                  </Table.Td>
                </Table.Tr>
              )),
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
