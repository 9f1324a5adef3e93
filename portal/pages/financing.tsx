import { SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAsk } from '../app/graphql.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { Fees } from '../ui/cost.tsx';
import { MoneyFigure, percentText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { ProofPanel } from '../ui/proof.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Timeline, type TimelineRow } from '../ui/timeline.tsx';
import { Section } from './receivable.tsx';
import { ReceivableTable, ROW, type ReceivableRow } from './receivables.tsx';

type Detail = {
  id: string;
  objectId: string;
  status: string;
  advance: Amount | null;
  discount: Amount | null;
  cash: Amount | null;
  totalCost: Amount | null;
  aprPpm: number | null;
  fundOn: string;
  payOn: string | null;
  funder: { name: string | null } | null;
  fees: { kind: string; amount: Amount; payer: string; payee: string }[];
  checklist: { item: string; result: string }[];
  receivables: ReceivableRow[];
  timeline: TimelineRow[];
};

const DETAIL = `query($id: ID!) { financing(id: $id) { id objectId status advance discount cash
  totalCost aprPpm fundOn payOn funder { name } fees { kind amount payer payee }
  checklist { item result } receivables { ${ROW} }
  timeline { at businessDate kind sentence txId block signers { key role party class } } } }`;

/** One financing: terms, fees one by one, checklist, collateral, timeline and proof. */
export function FinancingPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const detail = useAsk<{ financing: Detail | null }>(DETAIL, { id }, { everyMs: 3_000 });
  return (
    <Answer query={detail}>
      {({ financing }) =>
        financing === null ? (
          <Page title={t('page.financing')}>
            <Empty text={t('notFound')} />
          </Page>
        ) : (
          <Page
            title={t('financing.title', { number: financing.objectId.slice(0, 13) })}
            sentence={<StateBadge state={financing.status} />}
          >
            <Terms financing={financing} />
            <Fees fees={financing.fees} />
            <Checklist rows={financing.checklist} />
            <Section title={t('financing.claims')}>
              <ReceivableTable rows={financing.receivables} />
            </Section>
            <Section title={t('receivable.timeline')}>
              <Timeline rows={financing.timeline} />
            </Section>
            <ProofPanel object={financing.id} />
          </Page>
        )
      }
    </Answer>
  );
}

function Terms({ financing }: { financing: Detail }) {
  const { t } = useTranslation();
  const terms: [string, React.ReactNode][] = [
    ['cash', <MoneyFigure key="cash" amount={financing.cash} />],
    ['advance', <MoneyFigure key="advance" amount={financing.advance} />],
    ['discount', <MoneyFigure key="discount" amount={financing.discount} />],
    ['totalCost', <MoneyFigure key="cost" amount={financing.totalCost} />],
    ['apr', financing.aprPpm === null ? '–' : percentText(financing.aprPpm)],
    ['payOn', `${financing.fundOn} → ${financing.payOn ?? '–'}`],
    ['funder', financing.funder?.name ?? '–'],
  ];
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      {terms.map(([name, value]) => (
        <Stack gap={0} key={name}>
          <Text size="sm">{t(`term.${name}`)}</Text>
          <Text component="div" fw={600}>
            {value}
          </Text>
        </Stack>
      ))}
    </SimpleGrid>
  );
}

function Checklist({ rows }: { rows: Detail['checklist'] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <Section title={t('financing.checklist')}>
      <Table.ScrollContainer minWidth={400}>
        <Table>
          <Table.Tbody>
            {rows.map(({ item, result }) => (
              <Table.Tr key={item}>
                <Table.Td>{item}</Table.Td>
                <Table.Td>{t(`check.${item}`)}</Table.Td>
                <Table.Td>{t(`checkResult.${result}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
