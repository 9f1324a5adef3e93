import { Button, Card, Checkbox, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Act } from '../../domain/act/index.ts';
import { useAsk } from '../app/graphql.ts';
import { useDay, useMe } from '../app/me.ts';
import { SigningSheet, type ToSign } from '../signing/sheet.tsx';
import { freshId } from '../signing/sign.ts';
import { Answer, Empty, ProblemNote } from '../ui/answer.tsx';
import { InternalLink, pathOf } from '../ui/link.tsx';
import { MoneyFigure, moneyText, percentText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { StateBadge } from '../ui/state.tsx';
import { ROW, type ReceivableRow } from './receivables.tsx';

const LIST = `{ receivables(first: 100, status: ["confirmed"]) { edges { node { ${ROW}
  amountParts { free { } } } } } }`.replace('free { }', 'free');
const QUOTE = `query($receivables: [ID!]!) { quoteSelection(receivables: $receivables) {
  __typename
  ... on Quote { outstanding advance discount fees { kind amount payer payee } cash totalCost aprPpm
    fundOn payOn days requestBody acceptBody card { funder { name } ratePpm kind } }
  ... on Refused { code message remedy } } }`;
const OPEN = `{ financings(first: 50) { edges { node { id objectId status cash fundOn payOn } } } }`;

type Row = ReceivableRow & { amountParts: { free: Amount } };
type Quote = {
  __typename: string;
  code?: string;
  message?: string;
  remedy?: string;
  outstanding: Amount;
  advance: Amount;
  discount: Amount;
  fees: { kind: string; amount: Amount; payer: string; payee: string }[];
  cash: Amount;
  totalCost: Amount;
  aprPpm: number;
  fundOn: string;
  payOn: string;
  days: number;
  requestBody: Record<string, unknown>;
  acceptBody: Record<string, unknown>;
  card: { funder: { name: string | null }; ratePpm: number; kind: string };
};

/** Choose confirmed claims, see the whole cost before anything is signed, sign, get cash. */
export function FinancePage() {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const list = useAsk<{ receivables: { edges: { node: Row }[] } }>(LIST);
  const quote = useAsk<{ quoteSelection: Quote }>(
    QUOTE,
    { receivables: chosen },
    { enabled: chosen.length > 0 },
  );
  return (
    <Page title={t('page.finance')} sentence={t('finance.sentence')}>
      <Answer query={list}>
        {({ receivables }) => {
          const rows = receivables.edges
            .map(({ node }) => node)
            .filter(row => row.amountParts.free.minor !== '0');
          if (rows.length === 0) return <Empty text={t('finance.none')} />;
          return (
            <Checkbox.Group label={t('finance.choose')} value={[...chosen]} onChange={setChosen}>
              <Stack gap={4} mt="xs">
                {rows.map(row => (
                  <Checkbox
                    key={row.id}
                    value={row.id}
                    label={`${row.details?.number ?? row.objectId.slice(0, 13)} · ${moneyText(row.face)} · ${row.dueOn}`}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          );
        }}
      </Answer>
      {chosen.length > 0 && (
        <Answer query={quote}>
          {({ quoteSelection }) =>
            quoteSelection.__typename === 'Quote' ? (
              <QuoteCard quote={quoteSelection} onDone={() => setChosen([])} />
            ) : (
              <ProblemNote problem={quoteSelection} />
            )
          }
        </Answer>
      )}
      <Running />
    </Page>
  );
}

function QuoteCard({ quote, onDone }: { quote: Quote; onDone: () => void }) {
  const { t } = useTranslation();
  const me = useMe(true);
  const day = useDay(true);
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<ToSign | null>(null);
  const [financing] = useState(freshId);
  const act = (kind: 'financing.request' | 'financing.accept'): Act =>
    ({
      id: freshId(),
      kind,
      actor: me.data?.me.party.objectId,
      businessDate: day.data?.day.businessDate,
      body: {
        ...(kind === 'financing.request' ? quote.requestBody : quote.acceptBody),
        financing,
      },
    }) as unknown as Act;
  const sign = (kind: 'financing.request' | 'financing.accept'): void => {
    setSheet({ act: act(kind), roles: ['maker', 'checker'] });
  };
  const done = (): void => {
    if (sheet?.act.kind === 'financing.request') return;
    onDone();
    void navigate(pathOf('inbox'));
  };
  return (
    <Card withBorder>
      <Stack>
        <Text size="lg" fw={700}>
          {t('finance.cash', { cash: moneyText(quote.cash), on: quote.fundOn })}
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Figure
            label={t('finance.outstanding')}
            value={<MoneyFigure amount={quote.outstanding} />}
          />
          <Figure label={t('finance.advance')} value={<MoneyFigure amount={quote.advance} />} />
          <Figure label={t('finance.discount')} value={<MoneyFigure amount={quote.discount} />} />
          <Figure label={t('finance.totalCost')} value={<MoneyFigure amount={quote.totalCost} />} />
          <Figure label={t('finance.apr')} value={percentText(quote.aprPpm)} />
          <Figure label={t('finance.payOn')} value={`${quote.payOn} · ${quote.days} d`} />
          <Figure label={t('finance.funder')} value={quote.card.funder.name} />
        </SimpleGrid>
        <Fees fees={quote.fees} />
        <Group>
          <Button onClick={() => sign('financing.request')}>{t('finance.request')}</Button>
          <Button variant="light" onClick={() => sign('financing.accept')}>
            {t('finance.accept')}
          </Button>
        </Group>
        <Text size="sm">{t('finance.twoSteps')}</Text>
      </Stack>
      <SigningSheet open={sheet} onClose={() => setSheet(null)} onDone={done} />
    </Card>
  );
}

function Figure({ label, value }: { label: string; value: React.ReactNode }) {
  return (
    <Stack gap={0}>
      <Text size="sm">{label}</Text>
      <Text component="div" fw={600}>
        {value}
      </Text>
    </Stack>
  );
}

/** Fees one by one, each with who pays and who receives it. */
export function Fees({ fees }: { fees: Quote['fees'] }) {
  const { t } = useTranslation();
  if (fees.length === 0) return <Text>{t('finance.noFees')}</Text>;
  return (
    <Table>
      <Table.Caption>{t('finance.fees')}</Table.Caption>
      <Table.Tbody>
        {fees.map(fee => (
          <Table.Tr key={`${fee.kind}-${fee.payee}`}>
            <Table.Td>{t(`fee.${fee.kind}`, { defaultValue: fee.kind })}</Table.Td>
            <Table.Td className="tally-right">
              <MoneyFigure amount={fee.amount} />
            </Table.Td>
            <Table.Td>
              {fee.payer} → {fee.payee}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

type Open = {
  financings: {
    edges: {
      node: {
        id: string;
        objectId: string;
        status: string;
        cash: Amount | null;
        fundOn: string;
        payOn: string | null;
      };
    }[];
  };
};

function Running() {
  const { t } = useTranslation();
  const open = useAsk<Open>(OPEN, {}, { everyMs: 3_000 });
  return (
    <Answer query={open}>
      {({ financings }) => (
        <Table.ScrollContainer minWidth={560}>
          <Table>
            <Table.Caption>{t('finance.running')}</Table.Caption>
            <Table.Tbody>
              {financings.edges.map(({ node }) => (
                <Table.Tr key={node.id}>
                  <Table.Td>
                    <InternalLink to={`financings/${encodeURIComponent(node.id)}`}>
                      {node.objectId.slice(0, 13)}
                    </InternalLink>
                  </Table.Td>
                  <Table.Td>
                    <StateBadge state={node.status} />
                  </Table.Td>
                  <Table.Td className="tally-right">
                    <MoneyFigure amount={node.cash} />
                  </Table.Td>
                  <Table.Td>
                    {node.fundOn} → {node.payOn ?? '–'}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Answer>
  );
}
