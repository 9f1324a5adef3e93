import { Alert, Button, Code, Group, Loader, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { RequestFault } from '../app/graphql.ts';

/** Loading, fault or content of one query; a fault in one panel leaves the page standing. */
export function Answer<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  const { t } = useTranslation();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Fault error={query.error} again={() => void query.refetch()} />;
  return (
    <Group role="status" p="md">
      <Loader size="sm" />
      <Text>{t('loading')}</Text>
    </Group>
  );
}

export function Fault({ error, again }: { error: unknown; again?: () => void }) {
  const { t } = useTranslation();
  const code = error instanceof RequestFault ? error.code : 'BROWSER';
  const requestId = error instanceof RequestFault ? error.requestId : '';
  return (
    <Alert color="red" title={t('fault.title')} role="alert">
      <Stack gap="xs">
        <Text>{error instanceof Error ? error.message : String(error)}</Text>
        <Text>{t('fault.safe')}</Text>
        <Group gap="xs">
          <Code>{code}</Code>
          {requestId !== '' && <Code>{requestId}</Code>}
          {again && (
            <Button size="compact-sm" variant="light" onClick={again}>
              {t('fault.again')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

/** An expected refusal: what, why, what to do next. */
export function ProblemNote({
  problem,
}: {
  problem: { code?: string; message?: string; remedy?: string };
}) {
  return (
    <Alert color="orange" title={problem.message ?? problem.code} role="alert">
      <Stack gap={4}>
        <Text>{problem.remedy}</Text>
        <Code>{problem.code}</Code>
      </Stack>
    </Alert>
  );
}

export function Empty({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <Stack align="flex-start" gap="sm" p="md">
      <Text>{text}</Text>
      {action}
    </Stack>
  );
}
