import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export type Difference = { object?: string; field: string; recorded: string; recomputed: string };

const COLUMNS = ['object', 'field', 'recorded', 'recomputed'] as const;

/** Other heads over the last three columns. */
type Heads = readonly [field: string, recorded: string, recomputed: string];

/** What is recorded beside what is recomputed, place by place. */
export function Differences({ rows, heads }: { rows: readonly Difference[]; heads?: Heads }) {
  const { t } = useTranslation();
  const columns = COLUMNS.filter(column => rows.some(row => row[column] !== undefined));
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table className="tally-table">
        <Table.Thead>
          <Table.Tr>
            {columns.map(column => (
              <Table.Th scope="col" key={column}>
                {t(`difference.${heads?.[COLUMNS.indexOf(column) - 1] ?? column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, at) => (
            <Table.Tr key={at}>
              {columns.map(column => (
                <Table.Td key={column} className="tally-code">
                  {row[column]}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
