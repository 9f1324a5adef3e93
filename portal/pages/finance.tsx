import { Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Offer, type OpenFinancing } from './finance-offer.tsx';
import { ReceivableTable, ROW, type ReceivableRow } from './receivables.tsx';

const LIST = `{ receivables(first: 100, status: ["confirmed"]) { edges { node { ${ROW}
  amountParts { free } } } } }`;
const OPEN = `{ financings(first: 50) { edges { node { id objectId status cash fundOn payOn } } } }`;

type Row = ReceivableRow & { amountParts: { free: Amount } };
type Open = { financings: { edges: { node: OpenFinancing }[] } };

/** Choose confirmed claims, see the whole cost before anything is signed, sign, get cash. */
export function FinancePage() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const list = useAsk<{ receivables: { edges: { node: Row }[] } }>(LIST);
  const open = useAsk<Open>(OPEN, {}, { everyMs: 3_000 });
  const financings = open.data?.financings.edges.map(({ node }) => node) ?? [];
  return (
    <Page title={t('page.finance')} sentence={t('finance.sentence')}>
      {chosen.length > 0 && (
        <Offer receivables={chosen} open={financings} onEnd={() => setChosen([])} />
      )}
      <Answer query={list}>
        {({ receivables }) => {
          const rows = receivables.edges
            .map(({ node }) => node)
            .filter(row => row.amountParts.free.minor !== '0');
          if (rows.length === 0) return <Empty text={t('finance.none')} />;
          return (
            <Stack gap="xs">
              <Text>{t('finance.choose')}</Text>
              <ReceivableTable rows={rows} chosen={chosen} onChosen={setChosen} />
            </Stack>
          );
        }}
      </Answer>
      <Running rows={financings} />
    </Page>
  );
}

function Running({ rows }: { rows: readonly OpenFinancing[] }) {
  const { t } = useTranslation();
  if (rows.length === 0)
    return <Empty text={`${t('finance.running')}: ${t('finance.noneRunning')}`} />;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table captionSide="top">
        <Table.Caption>{t('finance.running')}</Table.Caption>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <InternalLink to={`financings/${encodeURIComponent(row.id)}`}>
                  {row.objectId.slice(0, 13)}
                </InternalLink>
              </Table.Td>
              <Table.Td>
                <StateBadge state={row.status} />
              </Table.Td>
              <Table.Td className="tally-right">
                <MoneyFigure amount={row.cash} />
              </Table.Td>
              <Table.Td>
                {row.fundOn} → {row.payOn ?? '–'}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
