import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const COLOURS: Record<string, string> = {
  offered: 'blue',
  confirmed: 'teal',
  recorded: 'cyan',
  settled: 'gray',
  declined: 'red',
  requested: 'blue',
  accepted: 'blue',
  committed: 'indigo',
  cleared: 'indigo',
  disbursing: 'grape',
  active: 'teal',
  repaid: 'gray',
  overdue: 'orange',
  refused: 'red',
  quarantined: 'orange',
  calculated: 'blue',
  reviewed: 'indigo',
  granted: 'teal',
  missing: 'orange',
  fired: 'red',
};

/** A state by its word; colour only repeats what the word says. */
export function StateBadge({ state }: { state: string }) {
  const { t } = useTranslation();
  return (
    <Badge
      component="span"
      variant="light"
      color={COLOURS[state] ?? 'gray'}
      tt="none"
      className="tally-state"
    >
      {t(`state.${state}`, { defaultValue: state })}
    </Badge>
  );
}
