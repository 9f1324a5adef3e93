import { Alert, Button, Code, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import type { DealTerms } from '../ui/deal-terms.ts';
import { Differences, type Difference } from '../ui/differences.tsx';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { BundleButton } from '../ui/proof.tsx';
import { TieOutTable, type TieOut } from '../ui/tie-out.tsx';
import { Section } from './receivable.tsx';

const TIE_OUT = '{ tieOut { block projectedBlock ties rows { figure left right difference } } }';

/** What an auditor does: the three books side by side, everything decided again, and the way back. */
export function AuditPage() {
  const { t } = useTranslation();
  const tieOut = useAsk<{ tieOut: TieOut }>(TIE_OUT, {}, { everyMs: 10_000 });
  return (
    <Page title={t('page.audit')} sentence={t('audit.sentence')}>
      <Section title={t('audit.books')}>
        <Answer query={tieOut}>{data => <TieOutTable tieOut={data.tieOut} />}</Answer>
      </Section>
      <Section title={t('audit.again')}>
        <Again />
      </Section>
      <Section title={t('audit.trace')}>
        <Trace />
      </Section>
    </Page>
  );
}

type Reperformance = {
  blocks: number;
  faults: string[];
  checked: { kind: string; count: number }[];
  differences: Difference[];
};

const AGAIN = `{ reperformance { blocks faults checked { kind count }
  differences { object field recorded recomputed } } }`;

/** Pools, deals, notes and payment dates decided again from the blocks by the published rules. */
function Again() {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const again = useAsk<{ reperformance: Reperformance }>(AGAIN, {}, { enabled: asked });
  return (
    <Stack>
      <Text>{t('audit.explain')}</Text>
      <Group>
        <Button
          loading={again.isFetching}
          onClick={() => (asked ? void again.refetch() : setAsked(true))}
        >
          {t('audit.perform')}
        </Button>
        <BundleButton object={null} />
      </Group>
      {asked && <Answer query={again}>{data => <Found found={data.reperformance} />}</Answer>}
    </Stack>
  );
}

function Found({ found }: { found: Reperformance }) {
  const { t } = useTranslation();
  const { blocks, faults, checked, differences } = found;
  const isWhole = faults.length === 0 && differences.length === 0;
  return (
    <Stack>
      <Alert color={isWhole ? 'teal' : 'red'} role="status">
        {isWhole
          ? t('audit.same', { blocks })
          : t('audit.differs', { blocks, count: faults.length + differences.length })}
      </Alert>
      {faults.map(fault => (
        <Text key={fault}>{fault}</Text>
      ))}
      {differences.length > 0 && <Differences rows={differences} />}
      <Table maw={520} className="tally-table">
        <Table.Tbody>
          {checked.map(({ kind, count }) => (
            <Table.Tr key={kind}>
              <Table.Td>{t(`kind.${kind}`, { defaultValue: kind })}</Table.Td>
              <Table.Td className="tally-code">{kind}</Table.Td>
              <Table.Td ta="right">{count}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}

type Deal = {
  terms: DealTerms;
  distributions: { objectId: string; on: string; status: string }[];
};
const DATES = '{ deals { terms distributions { objectId on status } } }';

function Trace() {
  const { t } = useTranslation();
  const deals = useAsk<{ deals: Deal[] }>(DATES);
  const [chosen, setChosen] = useState<string | null>(null);
  const choices = (deals.data?.deals ?? []).flatMap(({ terms, distributions }) =>
    distributions.map(({ objectId, on }) => {
      return { value: objectId, label: `${terms.name[currentLanguage()]} · ${on}` };
    }),
  );
  if (deals.data && choices.length === 0) return <Empty text={t('audit.noDate')} />;
  return (
    <Stack>
      <Select
        label={t('audit.choose')}
        data={choices}
        value={chosen}
        onChange={setChosen}
        maw={420}
      />
      {chosen !== null && <Steps distribution={chosen} />}
    </Stack>
  );
}

type Step = {
  what: string;
  object: string;
  amount: Amount | null;
  events: { businessDate: string; sentence: string; txId: string; block: number }[];
};
const TRACE = `query($id: String!) { trace(distribution: $id) { what object amount
  events { businessDate sentence txId block } } }`;

/** From the payment over its collections and pools to the claims, each with its transactions. */
function Steps({ distribution }: { distribution: string }) {
  const { t } = useTranslation();
  const trace = useAsk<{ trace: Step[] | null }>(TRACE, { id: distribution });
  return (
    <Answer query={trace}>
      {({ trace: steps }) => (
        <Table.ScrollContainer minWidth={760}>
          <Table className="tally-table">
            <Table.Thead>
              <Table.Tr>
                {['step', 'amount', 'happened', 'block'].map(column => (
                  <Table.Th scope="col" key={column} ta={column === 'amount' ? 'right' : undefined}>
                    {t(`traceColumn.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {(steps ?? []).map(step => (
                <StepRows key={step.object} step={step} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Answer>
  );
}

function StepRows({ step: { what, object, amount, events } }: { step: Step }) {
  const { t } = useTranslation();
  const rows = events.length === 0 ? [null] : events;
  return rows.map((event, at) => (
    <Table.Tr key={at}>
      <Table.Td>
        {at === 0 && (
          <>
            <Text fw={600}>{t(`traceStep.${what}`)}</Text>
            <Code>{object.slice(-13)}</Code>
          </>
        )}
      </Table.Td>
      <Table.Td ta="right">{at === 0 && <MoneyFigure amount={amount} />}</Table.Td>
      <Table.Td>{event ? `${event.businessDate} · ${event.sentence}` : '–'}</Table.Td>
      <Table.Td>
        {event && <InternalLink to={`ledger/tx/${event.txId}`}>{event.block}</InternalLink>}
      </Table.Td>
    </Table.Tr>
  ));
}
