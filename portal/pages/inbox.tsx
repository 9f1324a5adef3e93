import { Button, Card, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readSignedAct } from '../../domain/act/index.ts';
import { parseWire } from '../../domain/wire/index.ts';
import { useAsk } from '../app/graphql.ts';
import { signingRoles } from '../signing/act-sheet.tsx';
import { SigningSheet, type ToSign } from '../signing/sheet.tsx';
import { Answer, Empty } from '../ui/answer.tsx';
import { MoneyFigure, type Amount } from '../ui/money.tsx';
import { Page } from '../ui/page.tsx';

const INBOX = `{ inbox(first: 50) { kind sentence object amount since dueOn
  missing { sentence role } act { objectId kind bytes } } }`;

type Item = {
  kind: string;
  sentence: string;
  object: string;
  amount: Amount | null;
  since: string | null;
  dueOn: string | null;
  missing: { sentence: string; role: string | null }[];
  act: { objectId: string; kind: string; bytes: string } | null;
};

/** What waits for this person: acts to co-sign, claims to confirm, findings, deadlines. */
export function InboxPage() {
  const { t } = useTranslation();
  const inbox = useAsk<{ inbox: Item[] }>(INBOX, {}, { everyMs: 3_000 });
  const [sheet, setSheet] = useState<ToSign | null>(null);
  return (
    <Page title={t('page.inbox')} sentence={t('inbox.sentence')}>
      <Answer query={inbox}>
        {data =>
          data.inbox.length === 0 ? (
            <Empty text={t('inbox.none')} />
          ) : (
            <Stack>
              {data.inbox.map(item => (
                <InboxCard key={`${item.kind}-${item.object}`} item={item} onSign={setSheet} />
              ))}
            </Stack>
          )
        }
      </Answer>
      <SigningSheet open={sheet} onClose={() => setSheet(null)} onDone={() => undefined} />
    </Page>
  );
}

function InboxCard({ item, onSign }: { item: Item; onSign: (toSign: ToSign) => void }) {
  const { t } = useTranslation();
  const toSign = item.act ? waiting(item.act.bytes) : null;
  return (
    <Card withBorder>
      <Group justify="space-between">
        <Stack gap={4}>
          <Text>{item.sentence}</Text>
          <Group gap="md">
            {item.amount && <MoneyFigure amount={item.amount} />}
            {item.missing.map(({ sentence }) => (
              <Text size="sm" key={sentence}>
                {sentence}
              </Text>
            ))}
          </Group>
        </Stack>
        {toSign && <Button onClick={() => onSign(toSign)}>{t('inbox.sign')}</Button>}
      </Group>
    </Card>
  );
}

/** The act as parsed from the very bytes that the others have signed. */
function waiting(bytes: string): ToSign | null {
  const parsed = parseWire(bytes);
  if (!parsed.ok) return null;
  const read = readSignedAct({ act: parsed.value, signatures: [] });
  if (!read.ok) return null;
  return { act: read.value.act, waiting: true, roles: signingRoles('checker') };
}
