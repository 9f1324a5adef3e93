import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDay } from '../app/me.ts';
import { moneyText } from '../ui/money.tsx';
import type { Asked } from './demand.ts';

const AUTHENTICATOR = '/oidc/authenticator';

/** From band B2 on the signer types the end of the amount that was read. */
export function TypedDigits({
  asked: { total, digits },
  typed,
  onTyped,
}: {
  asked: Asked;
  typed: string;
  onTyped: (typed: string) => void;
}) {
  const { t } = useTranslation();
  if (total === null || digits === null) return null;
  const isWrong = typed.length >= digits.length && typed !== digits;
  return (
    <TextInput
      label={t('sheet.digits')}
      description={t('sheet.digitsHint', { amount: moneyText(total) })}
      value={typed}
      onChange={event => onTyped(event.currentTarget.value)}
      error={isWrong ? t('sheet.digitsWrong') : undefined}
      inputMode="numeric"
      autoComplete="off"
      maw={360}
    />
  );
}

/** The one-time code, bound to these bytes; on a test channel the demo's authenticator shows it. */
export function StepUp({ onCode, busy }: { onCode: (code: string) => void; busy: boolean }) {
  const { t } = useTranslation();
  const day = useDay(true);
  const [code, setCode] = useState('');
  return (
    <Stack gap="xs">
      <Group align="flex-end">
        <TextInput
          label={t('sheet.code')}
          description={t('sheet.codeHint')}
          value={code}
          onChange={event => setCode(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="one-time-code"
        />
        <Button onClick={() => onCode(code)} loading={busy} disabled={!/^\d{6}$/.test(code)}>
          {t('sheet.sendCode')}
        </Button>
      </Group>
      {day.data?.day.clock === 'test' && (
        <Text size="sm">
          <Anchor href={AUTHENTICATOR} target="_blank" rel="noopener">
            {t('sheet.authenticator')}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}
