import { Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { InternalLink } from './link.tsx';

export type TimelineRow = {
  at: string | null;
  businessDate: string;
  kind: string;
  sentence: string;
  txId: string;
  block: number;
  signers: { key: string; role: string; party: string | null; class: string | null }[];
};

/** Who did what and when, each with its transaction and signers. */
export function Timeline({ rows }: { rows: TimelineRow[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table className="tally-table" captionSide="top">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('timeline.when')}</Table.Th>
            <Table.Th scope="col">{t('timeline.what')}</Table.Th>
            <Table.Th scope="col">{t('timeline.signed')}</Table.Th>
            <Table.Th scope="col">{t('timeline.proof')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, at) => (
            <Table.Tr key={`${row.txId}-${at}`}>
              <Table.Td>
                <Stack gap={0}>
                  <Text size="sm">{row.businessDate}</Text>
                  <Text size="xs">{row.at ?? ''}</Text>
                </Stack>
              </Table.Td>
              <Table.Td>{row.sentence}</Table.Td>
              <Table.Td>
                {row.signers.map(signer => (
                  <Text size="sm" key={signer.key}>
                    {t(`role.${signer.role}`, { defaultValue: signer.role })} ·{' '}
                    <span className="tally-code">{signer.key.slice(0, 14)}</span>
                  </Text>
                ))}
              </Table.Td>
              <Table.Td>
                <InternalLink to={`ledger/tx/${row.txId}`}>
                  {t('timeline.block', { block: row.block })}
                </InternalLink>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
