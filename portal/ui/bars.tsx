import { Stack, Table, Text } from '@mantine/core';
import { MoneyFigure, percentText, type Amount } from './money.tsx';

export type Bar = {
  readonly key: string;
  readonly label: string;
  readonly count?: number;
  readonly amount: Amount;
  /** Part of the whole: the bar's length. */
  readonly sharePpm: number;
};

/** Bars in a table: each row is read without the picture. The title is a sentence that says it. */
export function Bars({ sentence, bars }: { sentence: string; bars: readonly Bar[] }) {
  return (
    <Stack gap={4} component="figure" m={0}>
      <Text component="figcaption" fw={600}>
        {sentence}
      </Text>
      <Table.ScrollContainer minWidth={420}>
        <Table className="tally-table">
          <Table.Tbody>
            {bars.map(({ key, label, count, amount, sharePpm }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                <Table.Td width="34%" aria-hidden>
                  <div className="tally-share" style={{ width: widthOf(sharePpm) }} />
                </Table.Td>
                <Table.Td ta="right">{count}</Table.Td>
                <Table.Td ta="right">
                  <MoneyFigure amount={amount} />
                </Table.Td>
                <Table.Td ta="right">{percentText(sharePpm)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

/** Whatever is there is seen; nothing is nothing. */
function widthOf(sharePpm: number): string {
  return sharePpm === 0 ? '0' : `${Math.max(0.5, Math.min(100, sharePpm / 10_000))}%`;
}
