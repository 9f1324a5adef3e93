import { Card, Code, Group, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useAsk } from '../app/graphql.ts';
import { AmountBar, type AmountParts } from '../ui/amount-bar.tsx';
import { Answer, Empty } from '../ui/answer.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { ProofPanel } from '../ui/proof.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Timeline, type TimelineRow } from '../ui/timeline.tsx';
import { ROW, type ReceivableRow } from './receivables.tsx';

type Detail = ReceivableRow & {
  root: string;
  version: number;
  undertaking: string | null;
  offeredOn: string | null;
  confirmedOn: string | null;
  amountParts: AmountParts;
  holdings: {
    objectId: string;
    holder: { name: string | null };
    amount: Amount;
    outstanding: Amount;
    status: string;
    lockedFor: string | null;
  }[];
  match: { status: string; assurance: string | null; exceptions: unknown } | null;
  financings: { id: string; objectId: string; status: string; cash: Amount | null }[];
  documents: { id: string; kind: string; number: string; url: string | null }[];
  timeline: TimelineRow[];
};

const DETAIL = `query($id: ID!) { receivable(id: $id) { ${ROW}
  root version undertaking offeredOn confirmedOn
  amountParts { face free reserved pledged sold pooled paid diluted writtenOff adds }
  holdings { objectId holder { name } amount outstanding status lockedFor }
  match { status assurance exceptions }
  financings { id objectId status cash }
  documents { id kind number url }
  timeline { at businessDate kind sentence txId block signers { key role party class } } } }`;

/** One claim: facts, free amount, holders, documents, timeline and proof. */
export function ReceivablePage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const detail = useAsk<{ receivable: Detail | null }>(DETAIL, { id }, { everyMs: 5_000 });
  return (
    <Answer query={detail}>
      {({ receivable }) =>
        receivable === null ? (
          <Page title={t('page.receivable')}>
            <Empty text={t('notFound')} />
          </Page>
        ) : (
          <Page
            title={t('receivable.title', {
              number: receivable.details?.number ?? receivable.objectId.slice(0, 13),
            })}
            sentence={<StateBadge state={receivable.status} />}
          >
            <Facts receivable={receivable} />
            <AmountBar parts={receivable.amountParts} />
            <Holdings rows={receivable.holdings} />
            <Papers receivable={receivable} />
            <Section title={t('receivable.timeline')}>
              <Timeline rows={receivable.timeline} />
            </Section>
            <ProofPanel object={receivable.id} />
          </Page>
        )
      }
    </Answer>
  );
}

export function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Facts({ receivable }: { receivable: Detail }) {
  const { t } = useTranslation();
  const facts: [string, React.ReactNode][] = [
    ['supplier', receivable.supplier.name],
    ['buyer', receivable.buyer.name],
    ['face', <MoneyFigure key="face" amount={receivable.face} />],
    ['invoiceOn', receivable.invoiceOn],
    ['dueOn', receivable.dueOn],
    ['confirmedOn', receivable.confirmedOn ?? '–'],
    ['undertaking', t(`undertaking.${receivable.undertaking ?? 'none'}`)],
    ['match', t(`match.${receivable.match?.status ?? 'none'}`, { defaultValue: '–' })],
    ['root', <Code key="root">{receivable.root.slice(0, 24)}…</Code>],
  ];
  return (
    <Card withBorder>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {facts.map(([name, value]) => (
          <Stack key={name} gap={0}>
            <Text size="sm">{t(`fact.${name}`)}</Text>
            <Text component="div">{value}</Text>
          </Stack>
        ))}
      </SimpleGrid>
    </Card>
  );
}

function Holdings({ rows }: { rows: Detail['holdings'] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('receivable.holdings')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('column.holder')}</Table.Th>
            <Table.Th scope="col" className="tally-right">
              {t('column.amount')}
            </Table.Th>
            <Table.Th scope="col" className="tally-right">
              {t('column.outstanding')}
            </Table.Th>
            <Table.Th scope="col">{t('column.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(row => (
            <Table.Tr key={row.objectId}>
              <Table.Td>{row.holder.name}</Table.Td>
              <Table.Td className="tally-right">
                <MoneyFigure amount={row.amount} />
              </Table.Td>
              <Table.Td className="tally-right">
                <MoneyFigure amount={row.outstanding} />
              </Table.Td>
              <Table.Td>
                <StateBadge state={row.status} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}

function Papers({ receivable }: { receivable: Detail }) {
  const { t } = useTranslation();
  return (
    <Group align="flex-start" grow>
      <Section title={t('receivable.financings')}>
        {receivable.financings.length === 0 && <Text>{t('receivable.noFinancing')}</Text>}
        {receivable.financings.map(financing => (
          <Group key={financing.id}>
            <InternalLink to={`financings/${encodeURIComponent(financing.id)}`}>
              {financing.objectId.slice(0, 13)}
            </InternalLink>
            <StateBadge state={financing.status} />
            <MoneyFigure amount={financing.cash} />
          </Group>
        ))}
      </Section>
      <Section title={t('receivable.documents')}>
        {receivable.documents.length === 0 && <Text>{t('receivable.noDocument')}</Text>}
        {receivable.documents.map(document => (
          <Text key={document.id}>
            {document.url === null ? (
              document.number
            ) : (
              <a href={document.url}>
                {t(`document.${document.kind}`, { defaultValue: document.kind })} {document.number}
              </a>
            )}
          </Text>
        ))}
      </Section>
    </Group>
  );
}
