import { Button, Group, Select, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';

export type ReceivableRow = {
  id: string;
  objectId: string;
  status: string;
  assurance: string | null;
  face: Amount;
  outstanding: Amount;
  invoiceOn: string;
  dueOn: string;
  daysToDue: number | null;
  supplier: { name: string | null };
  buyer: { name: string | null };
  details: { number: string | null } | null;
};

export const ROW = `id objectId status assurance face outstanding invoiceOn dueOn daysToDue
  supplier { name } buyer { name } details { number }`;

type Reply = {
  receivables: {
    edges: { cursor: string; node: ReceivableRow }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
    aggregate: { count: number; sums: Amount[] };
  };
};

const LIST = `query($first: Int!, $after: Cursor, $status: [String!]) {
  receivables(first: $first, after: $after, status: $status) {
    edges { cursor node { ${ROW} } } pageInfo { hasNextPage endCursor }
    aggregate { count sums } } }`;

const STATES = ['offered', 'confirmed', 'recorded', 'settled', 'declined', 'withdrawn'];

/** The list of claims that the person's organisation may see. */
export function ReceivablesPage() {
  const { t } = useTranslation();
  const [state, setState] = useState<string | null>(null);
  const [pages, setPages] = useState<string[]>([]);
  const after = pages.at(-1) ?? null;
  const status = state === null ? null : [state];
  const list = useAsk<Reply>(LIST, { first: 50, after, status });
  return (
    <Page title={t('page.receivables')}>
      <Group>
        <Select
          label={t('column.state')}
          placeholder={t('filter.all')}
          clearable
          data={STATES.map(value => ({ value, label: t(`state.${value}`) }))}
          value={state}
          onChange={value => {
            setState(value);
            setPages([]);
          }}
        />
      </Group>
      <Answer query={list}>
        {({ receivables: { edges, pageInfo, aggregate } }) => (
          <>
            <Text>
              {t('receivables.count', { count: aggregate.count })}{' '}
              {aggregate.sums.map(sum => (
                <MoneyFigure key={sum.currency} amount={sum} />
              ))}
            </Text>
            {edges.length === 0 ? (
              <Empty text={t(state === null ? 'receivables.none' : 'receivables.noneHere')} />
            ) : (
              <ReceivableTable rows={edges.map(({ node }) => node)} />
            )}
            <Group>
              <Button
                variant="default"
                disabled={pages.length === 0}
                onClick={() => setPages(pages.slice(0, -1))}
              >
                {t('list.back')}
              </Button>
              <Button
                variant="default"
                disabled={!pageInfo.hasNextPage}
                onClick={() => setPages([...pages, pageInfo.endCursor ?? ''])}
              >
                {t('list.more')}
              </Button>
            </Group>
          </>
        )}
      </Answer>
    </Page>
  );
}

export function ReceivableTable({ rows }: { rows: readonly ReceivableRow[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('column.number')}</Table.Th>
            <Table.Th scope="col">{t('column.parties')}</Table.Th>
            <Table.Th scope="col" className="tally-right">
              {t('column.face')}
            </Table.Th>
            <Table.Th scope="col" className="tally-right">
              {t('column.outstanding')}
            </Table.Th>
            <Table.Th scope="col">{t('column.due')}</Table.Th>
            <Table.Th scope="col">{t('column.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <InternalLink to={`receivables/${encodeURIComponent(row.id)}`}>
                  {row.details?.number ?? row.objectId.slice(0, 13)}
                </InternalLink>
              </Table.Td>
              <Table.Td>
                {row.supplier.name} → {row.buyer.name}
              </Table.Td>
              <Table.Td className="tally-right">
                <MoneyFigure amount={row.face} />
              </Table.Td>
              <Table.Td className="tally-right">
                <MoneyFigure amount={row.outstanding} />
              </Table.Td>
              <Table.Td>
                {row.dueOn}
                {row.daysToDue !== null && (
                  <Text size="xs">{t('receivables.days', { days: row.daysToDue })}</Text>
                )}
              </Table.Td>
              <Table.Td>
                <StateBadge state={row.status} /> {row.assurance}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
