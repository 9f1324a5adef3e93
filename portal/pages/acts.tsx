import { Alert, Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ACT_KINDS, optionalFields, skeletonOf, type ActKind } from '../../domain/act/index.ts';
import { parseWire, type Fault, type Wire } from '../../domain/wire/index.ts';
import { useMe } from '../app/me.ts';
import { useActSheet } from '../signing/act-sheet.tsx';
import { Answer } from '../ui/answer.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from './receivable.tsx';

const KINDS = Object.keys(ACT_KINDS) as ActKind[];

/** Every act that one's party may be the actor of: its body is filled in and signed. */
export function ActsPage() {
  const { t } = useTranslation();
  const me = useMe(true);
  return (
    <Page title={t('page.acts')} sentence={t('acts.sentence')}>
      <Answer query={me}>
        {data => <Form kinds={KINDS.filter(kind => data.me.capabilities.includes(kind))} />}
      </Answer>
    </Page>
  );
}

function Form({ kinds }: { kinds: readonly ActKind[] }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<ActKind | null>(null);
  return (
    <Stack>
      <Select
        label={t('acts.kind')}
        searchable
        data={groupsOf(kinds)}
        value={kind}
        onChange={chosen => setKind(kinds.find(one => one === chosen) ?? null)}
      />
      {kind && <Body key={kind} kind={kind} />}
    </Stack>
  );
}

/** Kinds under the noun that they begin with. */
function groupsOf(kinds: readonly ActKind[]) {
  const nouns = [...new Set(kinds.map(kind => kind.split('.')[0] ?? ''))];
  return nouns.map(group => ({
    group,
    items: kinds.filter(kind => kind.startsWith(`${group}.`)),
  }));
}

function Body({ kind }: { kind: ActKind }) {
  const { t } = useTranslation();
  const { body, visibility } = ACT_KINDS[kind];
  const [text, setText] = useState(() => JSON.stringify(skeletonOf(body.shape), null, 2));
  const [details, setDetails] = useState('');
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const { start, sheet } = useActSheet();
  const sign = () => {
    const read = readBody(kind, text);
    const opened = details.trim() === '' ? { value: undefined, faults: [] } : readWire(details);
    const found = [...read.faults, ...opened.faults];
    setFaults(found);
    if (found.length > 0) return;
    start(kind, read.value as object, opened.value);
  };
  const absent = optionalFields(body.shape);
  return (
    <Section title={t(`kind.${kind}`, { defaultValue: kind })}>
      <Textarea
        label={t('acts.body')}
        description={
          absent.length === 0 ? undefined : t('acts.optional', { fields: absent.join(', ') })
        }
        className="tally-code"
        autosize
        minRows={6}
        maxRows={30}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      {visibility === 'V1' && (
        <Textarea
          label={t('acts.details')}
          description={t('acts.detailsWhat')}
          className="tally-code"
          autosize
          minRows={3}
          value={details}
          onChange={event => setDetails(event.currentTarget.value)}
        />
      )}
      {faults.length > 0 && (
        <Alert color="red" role="alert" title={t('acts.faults')}>
          {faults.map(({ path, fault }) => (
            <Text key={`${path} ${fault}`} size="sm">
              {path}: {fault}
            </Text>
          ))}
        </Alert>
      )}
      <Group>
        <Button onClick={sign}>{t('acts.sign')}</Button>
      </Group>
      {sheet}
    </Section>
  );
}

function readBody(kind: ActKind, text: string) {
  const read = readWire(text);
  if (read.value === undefined) return read;
  const faults: Fault[] = [];
  ACT_KINDS[kind].body.read(read.value, 'body', faults);
  return { value: read.value, faults };
}

function readWire(text: string): { value: Wire | undefined; faults: readonly Fault[] } {
  const read = parseWire(text);
  return read.ok ? { value: read.value, faults: [] } : { value: undefined, faults: read.error };
}
