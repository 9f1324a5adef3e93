import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../text/text.ts';
import { nameIn, type DealTerms } from './deal-terms.ts';
import { MoneyFigure, percentText, type Amount } from './money.tsx';

export type DealClass = {
  key: string;
  rank: number;
  amount: Amount;
  sharePpm: number;
  outstanding: Amount;
  outstandingPpm: number;
  subordinationPpm: number;
};

export const CLASSES =
  'classes { key rank amount sharePpm outstanding outstandingPpm subordinationPpm }';

/** The classes one upon the other, senior on top: as issued, and how much of it is still there. */
export function ClassStack({ classes, terms }: { classes: DealClass[]; terms: DealTerms }) {
  const { t } = useTranslation();
  const [senior] = classes;
  const count = classes.length;
  const isOutstanding = classes.some(({ outstanding }) => outstanding.minor !== '0');
  return (
    <Stack gap={4} component="figure" m={0}>
      <Text component="figcaption" fw={600}>
        {isOutstanding
          ? t('deal.stackSentence', { count, share: percentText(senior?.subordinationPpm ?? 0) })
          : t('deal.stackEmpty', { count })}
      </Text>
      <Table.ScrollContainer minWidth={760}>
        <Table className="tally-table">
          <Table.Thead>
            <Table.Tr>
              {['class', 'rate', 'bar', 'issued', 'outstanding', 'share', 'below'].map(column => (
                <Table.Th
                  scope="col"
                  key={column}
                  ta={['class', 'rate', 'bar'].includes(column) ? undefined : 'right'}
                >
                  {t(`stackColumn.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {classes.map(one => (
              <ClassRow key={one.key} one={one} terms={terms} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

function ClassRow({ one, terms }: { one: DealClass; terms: DealTerms }) {
  const { key, amount, sharePpm, outstanding, outstandingPpm, subordinationPpm } = one;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={600}>
        {nameIn(terms, key, currentLanguage())}
      </Table.Th>
      <Table.Td>
        <RateText terms={terms} bond={key} />
      </Table.Td>
      <Table.Td width="26%" aria-hidden>
        <div className="tally-layer" style={{ width: widthOf(sharePpm) }}>
          <div className="tally-share" style={{ width: partOf(outstandingPpm, sharePpm) }} />
        </div>
      </Table.Td>
      <Table.Td ta="right">
        <MoneyFigure amount={amount} />
      </Table.Td>
      <Table.Td ta="right">
        <MoneyFigure amount={outstanding} />
      </Table.Td>
      <Table.Td ta="right" className="tally-figure">
        {percentText(sharePpm)}
      </Table.Td>
      <Table.Td ta="right" className="tally-figure">
        {percentText(subordinationPpm)}
      </Table.Td>
    </Table.Tr>
  );
}

/** What a class earns: a fixed rate with its day count, an index, or what is left. */
function RateText({ terms, bond }: { terms: DealTerms; bond: string }) {
  const { t } = useTranslation();
  const interest = terms.bonds[bond]?.interest;
  if (interest?.kind === 'fixed' && interest.ppb === 0) return t('deal.residual');
  if (interest?.kind === 'fixed') {
    const rate = percentText(Math.round((interest.ppb ?? 0) / 1_000));
    return t('deal.fixed', { rate, dayCount: interest.dayCount });
  }
  return interest?.index ?? '–';
}

const widthOf = (ppm: number): string => `${Math.max(0.5, Math.min(100, ppm / 10_000))}%`;
const partOf = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : Math.min(100, (part / whole) * 100)}%`;
