import { Alert, Stack, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MoneyFigure, type Amount } from './money.tsx';

export type TieOut = {
  block: number;
  projectedBlock: number;
  ties: boolean;
  rows: { figure: string; left: Amount; right: Amount; difference: Amount }[];
};

/** Ledger, read model and journal side by side; any difference is an alarm. */
export function TieOutTable({ tieOut }: { tieOut: TieOut }) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color={tieOut.ties ? 'teal' : 'red'} role="status">
        {t(tieOut.ties ? 'tieOut.ties' : 'tieOut.differs', {
          block: tieOut.block,
          projected: tieOut.projectedBlock,
        })}
      </Alert>
      <Table.ScrollContainer minWidth={560}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {['figure', 'left', 'right', 'difference'].map(column => (
                <Table.Th
                  scope="col"
                  key={column}
                  className={column === 'figure' ? '' : 'tally-right'}
                >
                  {t(`tieOut.${column}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tieOut.rows.map(row => (
              <Table.Tr key={row.figure}>
                <Table.Td>{t(`figure.${row.figure}`, { defaultValue: row.figure })}</Table.Td>
                {[row.left, row.right, row.difference].map((amount, at) => (
                  <Table.Td key={at} className="tally-right">
                    <MoneyFigure amount={amount} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
