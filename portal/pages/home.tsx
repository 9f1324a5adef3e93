import { Card, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { useMe } from '../app/me.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, moneyText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';
import { TieOutTable, type TieOut } from '../ui/tie-out.tsx';

type Home = {
  supplierHome: {
    availableToday: Amount;
    freeFace: Amount;
    receivableCount: number;
    unansweredCount: number;
    byStatus: { status: string; count: number; sum: Amount }[];
    cashAhead: { date: string; sum: Amount }[];
  };
  confirmations: { aggregate: { count: number } };
};

const HOME = `{ supplierHome { availableToday freeFace receivableCount unansweredCount
  byStatus { status count sum } cashAhead { date sum } }
  confirmations(first: 1) { aggregate { count } } }`;
const TIE_OUT = `{ tieOut { block projectedBlock ties rows { figure left right difference } } }`;

/** Money available and what waits, for a supplier; the books side by side for everybody else. */
export function HomePage() {
  const { t } = useTranslation();
  const me = useMe(true);
  return (
    <Answer query={me}>
      {({ me: { party, capabilities } }) =>
        capabilities.includes('area:supplier') ? (
          <SupplierHome />
        ) : (
          <Page title={t('page.home')} sentence={party.name}>
            <Books />
          </Page>
        )
      }
    </Answer>
  );
}

function SupplierHome() {
  const { t } = useTranslation();
  const home = useAsk<Home>(HOME, {}, { everyMs: 5_000 });
  return (
    <Answer query={home}>
      {({ supplierHome, confirmations }) => (
        <Page
          title={t('page.home')}
          sentence={t('home.sentence', { amount: moneyText(supplierHome.availableToday) })}
        >
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <Tile label={t('home.available')} amount={supplierHome.availableToday} />
            <Tile label={t('home.free')} amount={supplierHome.freeFace} />
            <Card withBorder>
              <Text size="sm">{t('home.unanswered')}</Text>
              <Text size="xl" fw={700}>
                {supplierHome.unansweredCount} / {supplierHome.receivableCount}
              </Text>
            </Card>
          </SimpleGrid>
          <Group>
            <InternalLink to="finance">{t('home.finance')}</InternalLink>
            <InternalLink to="loads">{t('home.upload')}</InternalLink>
          </Group>
          {confirmations.aggregate.count > 0 && (
            <Group>
              <Text>{t('home.toAnswer', { count: confirmations.aggregate.count })}</Text>
              <InternalLink to="confirm">{t('home.answer')}</InternalLink>
            </Group>
          )}
          <ByStatus rows={supplierHome.byStatus} />
        </Page>
      )}
    </Answer>
  );
}

function Tile({ label, amount }: { label: string; amount: Amount }) {
  return (
    <Card withBorder>
      <Text size="sm">{label}</Text>
      <Text size="xl" fw={700} component="div">
        <MoneyFigure amount={amount} />
      </Text>
    </Card>
  );
}

function ByStatus({ rows }: { rows: Home['supplierHome']['byStatus'] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Empty text={t('home.empty')} />;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {t('home.byStatus')}
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('column.state')}</Table.Th>
            <Table.Th scope="col" className="tally-right">
              {t('column.count')}
            </Table.Th>
            <Table.Th scope="col" className="tally-right">
              {t('column.amount')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ status, count, sum }) => (
            <Table.Tr key={status}>
              <Table.Td>
                <StateBadge state={status} />
              </Table.Td>
              <Table.Td className="tally-right">{count}</Table.Td>
              <Table.Td className="tally-right">
                <MoneyFigure amount={sum} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

function Books() {
  const tieOut = useAsk<{ tieOut: TieOut }>(TIE_OUT, {}, { everyMs: 10_000 });
  return <Answer query={tieOut}>{data => <TieOutTable tieOut={data.tieOut} />}</Answer>;
}
