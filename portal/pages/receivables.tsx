import { Checkbox, Group, Select, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { Pager } from '../ui/pager.tsx';
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
  /** What a buyer would sign; `null` where it cannot be signed now. */
  confirmItem?: unknown;
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
            <Pager pages={[pages, setPages]} info={pageInfo} />
          </>
        )}
      </Answer>
    </Page>
  );
}

/** Claims as rows, as cards on a narrow screen; with `chosen`, each has a box to pick it. */
export function ReceivableTable({
  rows,
  chosen,
  onChosen,
}: {
  rows: readonly ReceivableRow[];
  chosen?: readonly string[];
  onChosen?: (ids: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const turn = (id: string): void => {
    const others = (chosen ?? []).filter(other => other !== id);
    onChosen?.(chosen?.includes(id) === true ? others : [...others, id]);
  };
  return (
    <Table striped className="tally-rows">
      <Table.Thead>
        <Table.Tr>
          {chosen && <Table.Th scope="col">{t('column.choose')}</Table.Th>}
          {(['number', 'parties', 'face', 'outstanding', 'due', 'state'] as const).map(column => (
            <Table.Th
              scope="col"
              key={column}
              className={column === 'face' || column === 'outstanding' ? 'tally-right' : ''}
            >
              {t(`column.${column}`)}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(row => (
          <Table.Tr key={row.id}>
            {chosen && (
              <Table.Td data-label={t('column.choose')}>
                <Checkbox
                  aria-label={t('column.chooseOne', { number: numberOf(row) })}
                  checked={chosen.includes(row.id)}
                  disabled={row.confirmItem === null}
                  onChange={() => turn(row.id)}
                />
              </Table.Td>
            )}
            <Cells row={row} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function numberOf(row: ReceivableRow): string {
  return row.details?.number ?? row.objectId.slice(0, 13);
}

function Cells({ row }: { row: ReceivableRow }) {
  const { t } = useTranslation();
  return (
    <>
      <Table.Td data-label={t('column.number')}>
        <InternalLink to={`receivables/${encodeURIComponent(row.id)}`}>
          {numberOf(row)}
        </InternalLink>
      </Table.Td>
      <Table.Td data-label={t('column.parties')}>
        {row.supplier.name} → {row.buyer.name}
      </Table.Td>
      <Table.Td data-label={t('column.face')} className="tally-right">
        <MoneyFigure amount={row.face} />
      </Table.Td>
      <Table.Td data-label={t('column.outstanding')} className="tally-right">
        <MoneyFigure amount={row.outstanding} />
      </Table.Td>
      <Table.Td data-label={t('column.due')}>
        <div>
          <span className="tally-figure">{row.dueOn}</span>
          {row.daysToDue !== null && (
            <Text size="xs">{t('receivables.days', { days: row.daysToDue })}</Text>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label={t('column.state')}>
        <div>
          <StateBadge state={row.status} /> {row.assurance}
        </div>
      </Table.Td>
    </>
  );
}
