import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../app/graphql.ts';
import { currentLanguage } from '../text/text.ts';
import { Answer, Empty } from '../ui/answer.tsx';
import { nameIn, type DealTerms } from '../ui/deal-terms.ts';
import { InternalLink } from '../ui/link.tsx';
import { MoneyFigure, moneyText, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';
import { Papers } from '../ui/papers.tsx';
import { Section } from './receivable.tsx';

type Holding = {
  issue: string;
  deal: string;
  bond: string;
  units: number;
  nominal: Amount | null;
  interest: Amount | null;
  principal: Amount | null;
};
type Payment = {
  distribution: string;
  deal: string;
  on: string;
  settledOn: string;
  total: Amount;
  classes: { bond: string; units: number; interest: Amount; principal: Amount }[];
};
type Reply = {
  noteHoldings: Holding[];
  notePayments: Payment[];
  deals: { objectId: string; terms: DealTerms }[];
};

const NOTES = `{ noteHoldings { issue deal bond units nominal interest principal }
  notePayments { distribution deal on settledOn total classes { bond units interest principal } }
  deals { objectId terms } }`;

/** The notes that one holds, what they paid, and the statements of it. */
export function NotesPage() {
  const { t } = useTranslation();
  const notes = useAsk<Reply>(NOTES, {}, { everyMs: 10_000 });
  return (
    <Answer query={notes}>
      {({ noteHoldings, notePayments, deals }) => {
        const terms = new Map(deals.map(deal => [deal.objectId, deal.terms]));
        const [last] = notePayments;
        const sentence = last
          ? t('notes.last', { total: moneyText(last.total), on: last.settledOn })
          : t('notes.sentence');
        return (
          <Page title={t('page.notes')} sentence={sentence}>
            <Section title={t('notes.holdings')}>
              <Holdings rows={noteHoldings} terms={terms} />
            </Section>
            <Section title={t('notes.payments')}>
              <Payments rows={notePayments} terms={terms} />
            </Section>
            {[...new Set(noteHoldings.map(({ issue }) => issue))].map(issue => (
              <Section key={issue} title={t('notes.statements')}>
                <Papers subject={issue} kinds={['HOLDER_STATEMENT']} />
              </Section>
            ))}
          </Page>
        );
      }}
    </Answer>
  );
}

type Terms = ReadonlyMap<string, DealTerms>;

function classOf(terms: Terms, deal: string, bond: string): string {
  const found = terms.get(deal);
  return found ? nameIn(found, bond, currentLanguage()) : bond;
}

function Holdings({ rows, terms }: { rows: readonly Holding[]; terms: Terms }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Empty text={t('notes.none')} />;
  return (
    <Table.ScrollContainer minWidth={760}>
      <Table className="tally-table">
        <Heads names={['deal', 'class', 'units', 'nominal', 'interest', 'principal']} texts={2} />
        <Table.Tbody>
          {rows.map(({ issue, deal, bond, units, nominal, interest, principal }) => (
            <Table.Tr key={`${issue}-${bond}`}>
              <Table.Td>
                <InternalLink to={`deals/${deal}`}>
                  {terms.get(deal)?.name[currentLanguage()] ?? deal}
                </InternalLink>
              </Table.Td>
              <Table.Td>{classOf(terms, deal, bond)}</Table.Td>
              <Table.Td ta="right">{units}</Table.Td>
              {[nominal, interest, principal].map((amount, at) => (
                <Table.Td ta="right" key={at}>
                  <MoneyFigure amount={amount} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Heads({ names, texts }: { names: readonly string[]; texts: number }) {
  const { t } = useTranslation();
  return (
    <Table.Thead>
      <Table.Tr>
        {names.map((name, at) => (
          <Table.Th scope="col" key={name} ta={at < texts ? undefined : 'right'}>
            {t(`noteColumn.${name}`)}
          </Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

function Payments({ rows, terms }: { rows: readonly Payment[]; terms: Terms }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Empty text={t('notes.noPayment')} />;
  return (
    <Stack>
      {rows.map(({ distribution, deal, on, settledOn, total, classes }) => (
        <Stack key={distribution} gap={4}>
          <Text fw={600}>
            <InternalLink to={`deals/${deal}/dates/${on}`}>{on}</InternalLink>{' '}
            {t('notes.paid', { total: moneyText(total), on: settledOn })}
          </Text>
          <Table.ScrollContainer minWidth={520}>
            <Table className="tally-table">
              <Heads names={['class', 'units', 'interest', 'principal']} texts={1} />
              <Table.Tbody>
                {classes.map(({ bond, units, interest, principal }) => (
                  <Table.Tr key={bond}>
                    <Table.Td>{classOf(terms, deal, bond)}</Table.Td>
                    <Table.Td ta="right">{units}</Table.Td>
                    <Table.Td ta="right">
                      <MoneyFigure amount={interest} />
                    </Table.Td>
                    <Table.Td ta="right">
                      <MoneyFigure amount={principal} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      ))}
    </Stack>
  );
}
