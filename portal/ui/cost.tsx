import { Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MoneyFigure, type Amount } from './money.tsx';

export type Fee = { kind: string; amount: Amount; payer: string; payee: string };

/** One figure under its name. */
export function Figure({ label, value }: { label: string; value: ReactNode }) {
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
export function Fees({ fees }: { fees: Fee[] }) {
  const { t } = useTranslation();
  if (fees.length === 0) return <Text>{t('finance.noFees')}</Text>;
  return (
    <Table captionSide="top">
      <Table.Caption>{t('finance.fees')}</Table.Caption>
      <Table.Tbody>
        {fees.map(fee => (
          <Table.Tr key={`${fee.kind}-${fee.payee}`}>
            <Table.Td>{t(`fee.${fee.kind}`, { defaultValue: fee.kind })}</Table.Td>
            <Table.Td className="tally-right">
              <MoneyFigure amount={fee.amount} />
            </Table.Td>
            <Table.Td>
              {t(`side.${fee.payer}`, { defaultValue: fee.payer })} →{' '}
              {t(`side.${fee.payee}`, { defaultValue: fee.payee })}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
