import { CloseButton, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Me } from '../app/me.ts';
import type { Outcome } from './send.ts';
import { finish, sendingsOf } from './sending.ts';
import { OutcomeNote } from './sheet.tsx';

const EVERY_MS = 3_000;

type Note = { readonly id: string; readonly kind: string; readonly outcome: Outcome };

/**
 * Acts that this browser sent before a crash, a closed tab or a lost network: what became of each is
 * asked, and the same bytes are sent again where they never arrived.
 */
export function Unfinished({ me }: { me: Me | undefined }) {
  const { t } = useTranslation();
  const [notes, setNotes] = useUnfinished(me?.person ?? null);
  return (
    <Stack>
      {notes.map(({ id, kind, outcome }) => (
        <Stack key={id} gap={4} mb="md">
          <Group justify="space-between">
            <Text>
              {t('outcome.unfinished', { kind: t(`kind.${kind}`, { defaultValue: kind }) })}
            </Text>
            <CloseButton
              aria-label={t('sheet.close')}
              onClick={() => setNotes(notes.filter(note => note.id !== id))}
            />
          </Group>
          <OutcomeNote outcome={outcome} />
        </Stack>
      ))}
    </Stack>
  );
}

function useUnfinished(person: string | null): [readonly Note[], (notes: readonly Note[]) => void] {
  const queries = useQueryClient();
  const [notes, setNotes] = useState<readonly Note[]>([]);
  useEffect(() => {
    if (person === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      for (const sending of await sendingsOf(person)) {
        const { id, kind } = sending.act;
        const outcome = await finish(sending);
        if (outcome === null || isOver) continue;
        setNotes(all => [...all.filter(note => note.id !== id), { id, kind, outcome }]);
        if (outcome.__typename !== 'ActSent') await queries.invalidateQueries();
      }
    };
    // The network may be away still: then the next look asks again.
    const again = (): void => {
      if (!isOver) timer = setTimeout(() => void look().then(again, again), EVERY_MS);
    };
    void look().then(again, again);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [person, queries]);
  return [notes, setNotes];
}
