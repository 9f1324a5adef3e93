import { Alert, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { MoneyFigure, type Amount } from './money.tsx';

const PARTS = [
  ['free', '#2f7d5b'],
  ['reserved', '#b4cbe0'],
  ['pledged', '#6796c1'],
  ['sold', '#23527f'],
  ['pooled', '#0f2c45'],
  ['paid', '#9aa5b1'],
  ['diluted', '#c28a2c'],
  ['writtenOff', '#a33a3a'],
] as const;

export type AmountParts = Record<(typeof PARTS)[number][0] | 'face', Amount> & { adds: boolean };

/** face = the sum of its parts (INV-R3); an alarm stands in its place when they do not add up. */
export function AmountBar({ parts }: { parts: AmountParts }) {
  const { t } = useTranslation();
  if (!parts.adds) {
    return (
      <Alert color="red" role="alert" title={t('receivable.partsWrong')}>
        INV-R3
      </Alert>
    );
  }
  const shown = PARTS.filter(([part]) => parts[part].minor !== '0');
  return (
    <Stack gap="xs">
      <div className="tally-bar" role="img" aria-label={t('receivable.partsLabel')}>
        {shown.map(([part, colour]) => (
          <div key={part} style={{ background: colour, flexGrow: Number(parts[part].minor) }} />
        ))}
      </div>
      <Group gap="lg">
        {shown.map(([part, colour]) => (
          <Group key={part} gap={6}>
            <span
              aria-hidden
              style={{ width: 12, height: 12, background: colour, display: 'inline-block' }}
            />
            <Text size="sm">{t(`part.${part}`)}</Text>
            <MoneyFigure amount={parts[part]} />
          </Group>
        ))}
      </Group>
    </Stack>
  );
}
