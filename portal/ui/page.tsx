import { Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** A page opens with its name and the one sentence that matters. */
export function Page({
  title,
  sentence,
  children,
}: {
  title: string;
  sentence?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Tallystick`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {sentence !== undefined && <Text size="lg">{sentence}</Text>}
      </Stack>
      {children}
    </Stack>
  );
}
