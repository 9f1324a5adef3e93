import { Button, Code, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, Empty, ProblemNote } from '../ui/answer.tsx';
import { Bars } from '../ui/bars.tsx';
import { Figure } from '../ui/cost.tsx';
import { MoneyFigure, moneyText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { Papers } from '../ui/papers.tsx';
import { StateBadge } from '../ui/state.tsx';
import { Section } from './receivable.tsx';

type Label = { zh: string; en: string };
type Line = {
  seq: number;
  do: string;
  availableBefore: string;
  due: string;
  paid: string;
  carried: string;
  why: string;
  byPayee: { name: string }[];
};
type Paid = {
  objectId: string;
  on: string;
  status: string;
  total: Amount;
  lines: Line[];
};
type Deal = {
  objectId: string;
  hash: string;
  currency: string;
  issue: string | null;
  publishedOn: string;
  manager: { name: string | null };
  custodian: { name: string | null };
  originator: { name: string | null };
  classes: { key: string; amount: Amount; sharePpm: number }[];
  terms: {
    name: Label;
    bonds: Record<string, { label: Label }>;
  };
  distributions: Paid[];
};

const LIST = `{ deals { objectId hash currency issue publishedOn manager { name }
  custodian { name } originator { name } classes { key amount sharePpm } terms
  distributions { objectId on status total lines } } }`;

/** Every published deal: its classes, its payment dates line by line, a dry run, its papers. */
export function DealsPage() {
  const { t } = useTranslation();
  const list = useAsk<{ deals: Deal[] }>(LIST, {}, { everyMs: 10_000 });
  return (
    <Page title={t('page.deals')} sentence={t('deals.sentence')}>
      <Answer query={list}>
        {({ deals }) =>
          deals.length === 0 ? (
            <Empty text={t('deals.none')} />
          ) : (
            <Stack gap="xl">
              {deals.map(deal => (
                <DealSection key={deal.objectId} deal={deal} />
              ))}
            </Stack>
          )
        }
      </Answer>
    </Page>
  );
}

function DealSection({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  return (
    <Section title={deal.terms.name[currentLanguage()]}>
      <SimpleGrid cols={{ base: 1, sm: 4 }}>
        <Figure label={t('pool.manager')} value={deal.manager.name} />
        <Figure label={t('deals.custodian')} value={deal.custodian.name} />
        <Figure label={t('pool.originator')} value={deal.originator.name} />
        <Figure label={t('deals.publishedOn')} value={deal.publishedOn} />
      </SimpleGrid>
      <Text size="sm">
        {t('deals.hash')} <Code>{deal.hash}</Code>
      </Text>
      <Classes deal={deal} />
      <DryRun deal={deal} />
      {deal.distributions.map(paid => (
        <PaymentDate key={paid.objectId} paid={paid} currency={deal.currency} />
      ))}
      <Papers subject={deal.objectId} kinds={['TERM_SHEET', 'PROSPECTUS']} />
      {deal.issue !== null && <Papers subject={deal.issue} kinds={['HOLDER_STATEMENT']} />}
    </Section>
  );
}

/** The class stack, senior first. */
function Classes({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const bars = deal.classes.map(({ key, amount, sharePpm }) => {
    const label = deal.terms.bonds[key]?.label[currentLanguage()] ?? key;
    return { key, label, amount, sharePpm };
  });
  return <Bars sentence={t('deals.classes', { count: bars.length })} bars={bars} />;
}

function PaymentDate({ paid, currency }: { paid: Paid; currency: string }) {
  const { t } = useTranslation();
  const reviewed = paid.status !== 'calculated';
  return (
    <Stack gap="xs">
      <Group>
        <Text fw={600}>{t('deals.paidOn', { on: paid.on, total: moneyText(paid.total) })}</Text>
        <StateBadge state={paid.status} />
      </Group>
      <Lines lines={paid.lines} currency={currency} />
      {reviewed && <Papers subject={paid.objectId} kinds={['DISTRIBUTION_REPORT']} />}
    </Stack>
  );
}

const AMOUNTS = ['availableBefore', 'due', 'paid', 'carried'] as const;

function Lines({ lines, currency }: { lines: readonly Line[]; currency: string }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table className="tally-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('deals.line')}</Table.Th>
            {AMOUNTS.map(column => (
              <Table.Th scope="col" ta="right" key={column}>
                {t(`lineColumn.${column}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col">{t('deals.why')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(line => (
            <Table.Tr key={line.seq}>
              <Table.Td>
                {line.seq}. {t(`step.${line.do}`, { defaultValue: line.do })}{' '}
                {line.byPayee.map(({ name }) => name).join(', ')}
              </Table.Td>
              {AMOUNTS.map(column => (
                <Table.Td ta="right" key={column}>
                  <MoneyFigure amount={{ minor: line[column], currency }} />
                </Table.Td>
              ))}
              <Table.Td>{t(`why.${line.why}`, { defaultValue: line.why })}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

type Run = { refusal?: { code: string }; lines?: Line[] } | null;
const DRY_RUN = `query($id: String!, $on: BusinessDate!) { deal(id: $id) { dryRun(on: $on) } }`;

/** What the ledger would pay on a date, before anybody signs. */
function DryRun({ deal }: { deal: Deal }) {
  const { t } = useTranslation();
  const [on, setOn] = useState('');
  const [asked, setAsked] = useState('');
  const run = useAsk<{ deal: { dryRun: Run } | null }>(
    DRY_RUN,
    { id: deal.objectId, on: asked },
    { enabled: asked !== '' },
  );
  return (
    <Stack gap="xs">
      <Group>
        <label>
          {t('deals.date')}{' '}
          <input type="date" value={on} onChange={event => setOn(event.currentTarget.value)} />
        </label>
        <Button variant="light" disabled={on === ''} onClick={() => setAsked(on)}>
          {t('deals.dryRun')}
        </Button>
      </Group>
      {asked !== '' && (
        <Answer query={run}>
          {data => <RunAnswer run={data.deal?.dryRun ?? null} currency={deal.currency} />}
        </Answer>
      )}
    </Stack>
  );
}

function RunAnswer({ run, currency }: { run: Run; currency: string }) {
  if (run?.refusal) return <ProblemNote problem={run.refusal} />;
  return <Lines lines={run?.lines ?? []} currency={currency} />;
}
