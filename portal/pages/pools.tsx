import { Button, Group, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { useMe } from '../app/me.ts';
import { useActSheet } from '../signing/act-sheet.tsx';
import { freshId } from '../signing/sign.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, moneyText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { EXAMINATION, ExaminationView, type Examination } from '../ui/pool-examination.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Section } from './receivable.tsx';

type Row = {
  id: string;
  objectId: string;
  status: string;
  assetCount: number;
  amount: Amount;
  originator: { name: string | null };
  manager: { name: string | null } | null;
};

const LIST = `{ pools(first: 50) { edges { node { id objectId status assetCount amount
  originator { name } manager { name } } } } }`;
const PREVIEW = `{ poolPreview ${EXAMINATION} }`;

/** Pools that one is a party of; for a supplier, what a new pool of its claims would be. */
export function PoolsPage() {
  const { t } = useTranslation();
  const me = useMe(true);
  const list = useAsk<{ pools: { edges: { node: Row }[] } }>(LIST, {}, { everyMs: 10_000 });
  const mayPropose = me.data?.me.capabilities.includes('query:poolPreview') ?? false;
  return (
    <Page title={t('page.pools')} sentence={t('pools.sentence')}>
      <Answer query={list}>
        {({ pools }) =>
          pools.edges.length === 0 ? (
            <Empty text={t('pools.none')} />
          ) : (
            <Table.ScrollContainer minWidth={700}>
              <Table className="tally-table">
                <Table.Tbody>
                  {pools.edges.map(({ node }) => (
                    <PoolRow key={node.id} row={node} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Answer>
      {mayPropose && <Builder />}
    </Page>
  );
}

function PoolRow({ row }: { row: Row }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td>
        <InternalLink to={`pools/${encodeURIComponent(row.id)}`}>
          {row.objectId.slice(0, 13)}
        </InternalLink>
      </Table.Td>
      <Table.Td>
        <StateBadge state={row.status} />
      </Table.Td>
      <Table.Td>
        {row.originator.name} → {row.manager?.name ?? '–'}
      </Table.Td>
      <Table.Td ta="right">{t('pool.assets', { count: row.assetCount })}</Table.Td>
      <Table.Td ta="right">
        <MoneyFigure amount={row.amount} />
      </Table.Td>
    </Table.Tr>
  );
}

/** What could go into a pool today and why the rest cannot; the eligible ones are proposed at once. */
function Builder() {
  const { t } = useTranslation();
  const preview = useAsk<{ poolPreview: Examination | null }>(PREVIEW, {}, { everyMs: 10_000 });
  const { start, sheet } = useActSheet({ onDone: () => void preview.refetch() });
  return (
    <Section title={t('pools.builder')}>
      <Answer query={preview}>
        {({ poolPreview }) =>
          poolPreview === null || poolPreview.all.count === 0 ? (
            <Empty text={t('pools.nothing')} />
          ) : (
            <>
              <Text size="lg">
                {t('pools.live', {
                  count: poolPreview.eligible.count,
                  all: poolPreview.all.count,
                  amount: moneyText(poolPreview.eligible.amount),
                })}
              </Text>
              <Group>
                <Button
                  disabled={poolPreview.body === null}
                  onClick={() => start('pool.propose', { pool: freshId(), ...poolPreview.body })}
                >
                  {t('pools.propose')}
                </Button>
              </Group>
              <ExaminationView examination={poolPreview} />
            </>
          )
        }
      </Answer>
      {sheet}
    </Section>
  );
}
