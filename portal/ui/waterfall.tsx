import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../text/text.ts';
import { nameIn, type DealTerms } from './deal-terms.ts';
import { MoneyFigure } from './money.tsx';

/** A line of a waterfall as it stands on the ledger; minor units as text. */
export type Line = {
  seq: number;
  do: string;
  availableBefore: string;
  due: string;
  paid: string;
  carried: string;
  why: string;
  byPayee: { name: string }[];
};

const AMOUNTS = ['availableBefore', 'due', 'paid', 'carried'] as const;

/** The steps of a payment date: what there was, was due, was paid and is carried, and why. */
export function Waterfall({
  lines,
  currency,
  terms,
}: {
  lines: readonly Line[];
  currency: string;
  terms: DealTerms;
}) {
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
                {line.byPayee.map(({ name }) => nameIn(terms, name, currentLanguage())).join(', ')}
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

type ClassFigures = {
  bond: string;
  opening: string;
  interest: string;
  principal: string;
  closing: string;
};

const MOVES = ['opening', 'interest', 'principal', 'closing'] as const;

/** What a payment date does to each class, senior first. */
export function ClassMoves({
  classes,
  currency,
  nameOf,
}: {
  classes: readonly ClassFigures[];
  currency: string;
  nameOf: (bond: string) => string;
}) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table className="tally-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('deal.class')}</Table.Th>
            {MOVES.map(column => (
              <Table.Th scope="col" ta="right" key={column}>
                {t(`classColumn.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {classes.map(row => (
            <Table.Tr key={row.bond}>
              <Table.Td>{nameOf(row.bond)}</Table.Td>
              {MOVES.map(column => (
                <Table.Td ta="right" key={column}>
                  <MoneyFigure amount={{ minor: row[column], currency }} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
