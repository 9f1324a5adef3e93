import { Button, Group, Select, Table, Text } from '@mantine/core';
import { useState } from 'react';
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

type Manager = { objectId: string; name: string | null };

const LIST = `{ pools(first: 50) { edges { node { id objectId status assetCount amount
  originator { name } manager { name } } } } }`;
const PREVIEW = `{ poolPreview ${EXAMINATION} }`;
const MANAGERS = `{ ${['professional', 'funder', 'bank', 'operator']
  .map(kind => `${kind}: parties(kind: "${kind}", first: 50) { objectId name }`)
  .join(' ')} }`;
const CHOSEN = `query($holdings: [String!]!) { poolPreview(holdings: $holdings) ${EXAMINATION} }`;

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

/** What could go into a pool today and why the rest cannot; counts follow what is ticked. */
function Builder() {
  const { t } = useTranslation();
  const all = useAsk<{ poolPreview: Examination | null }>(PREVIEW, {}, { everyMs: 10_000 });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const assets = all.data?.poolPreview?.assets ?? [];
  const holdings = assets.map(({ holding }) => holding).filter(holding => !left.has(holding));
  const some = useAsk<{ poolPreview: Examination | null }>(
    CHOSEN,
    { holdings },
    { enabled: left.size > 0 },
  );
  const managers = useAsk<Record<string, Manager[]>>(MANAGERS);
  const [manager, setManager] = useState<string | null>(null);
  const { start, sheet } = useActSheet({ onDone: () => void all.refetch() });
  const choice = {
    taken: (holding: string) => !left.has(holding),
    toggle: (holding: string) => {
      const next = new Set(left);
      if (!next.delete(holding)) next.add(holding);
      setLeft(next);
    },
  };
  return (
    <Section title={t('pools.builder')}>
      <Answer query={left.size > 0 ? some : all}>
        {({ poolPreview: preview }) =>
          preview === null || assets.length === 0 ? (
            <Empty text={t('pools.nothing')} />
          ) : (
            <>
              <Text size="lg" role="status">
                {t('pools.live', {
                  count: preview.eligible.count,
                  all: preview.all.count,
                  amount: moneyText(preview.eligible.amount),
                })}
              </Text>
              <Group align="end">
                <Select
                  label={t('pool.manager')}
                  data={optionsOf(managers.data ?? {})}
                  value={manager}
                  onChange={setManager}
                />
                <Button
                  disabled={preview.body === null || manager === null}
                  onClick={() =>
                    start('pool.propose', { pool: freshId(), manager, ...preview.body })
                  }
                >
                  {t('pools.propose')}
                </Button>
              </Group>
              <ExaminationView examination={preview} assets={assets} choice={choice} />
            </>
          )
        }
      </Answer>
      {sheet}
    </Section>
  );
}

/** Each party once, also where it is of several kinds. */
function optionsOf(found: Readonly<Record<string, readonly Manager[]>>) {
  const all = new Map(Object.values(found).flatMap(of => of.map(one => [one.objectId, one])));
  return [...all.values()].map(({ objectId, name }) => ({
    value: objectId,
    label: name ?? objectId.slice(0, 13),
  }));
}
