import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, useAsk } from '../app/graphql.ts';
import { Answer, ProblemNote } from './answer.tsx';

type Finding = { rule: string; severity: string; title: string; where: string; remedy: string };
type Correction = {
  field: string;
  before: string | null;
  after: string;
  reason: string;
  by: string;
  sensitive: boolean;
  approvedBy: string | null;
};
type HeldRecord = {
  objectId: string;
  load: string;
  kind: string;
  state: string;
  attempts: number;
  rules: string[];
  corrections: Correction[];
  findings: Finding[];
};
type Problem = { code?: string; message?: string; remedy?: string };
type Reply = { quarantine: { edges: { node: HeldRecord }[] } };

const HELD = `{ quarantine(first: 20) { edges { node {
  objectId load kind state attempts rules
  corrections { field before after reason by sensitive approvedBy }
  findings { rule severity title where remedy } } } } }`;
const CHANGED = '{ ... on Quarantined { objectId } ... on Refused { code message remedy } }';

const EDIT = `mutation($id: ID!, $field: String!, $value: String!, $reason: String!) {
  done: editQuarantined(id: $id, field: $field, value: $value, reason: $reason) ${CHANGED} }`;
const APPROVE = `mutation($id: ID!) { done: approveQuarantined(id: $id) ${CHANGED} }`;
const DROP = `mutation($id: ID!, $reason: String!) {
  done: dropQuarantined(id: $id, reason: $reason) ${CHANGED} }`;
const DECIDE = `mutation($id: ID!, $choice: ConflictChoice!, $reason: String!) {
  done: resolveConflict(id: $id, choice: $choice, reason: $reason) ${CHANGED} }`;
const REPLAY = `mutation($load: ID!, $id: ID!) { done: replayLoad(load: $load, records: [$id]) {
  ... on Load { objectId } ... on Refused { code message remedy } } }`;

type Send = (query: string, variables: Record<string, unknown>) => Promise<void>;

/** What was held back: its faults, corrections over it, and what a person may do. */
export function HeldRecords() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const held = useAsk<Reply>(HELD);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send: Send = async (query, variables) => {
    const { done } = await ask<{ done: Problem }>(query, variables);
    setProblem(done.code === undefined ? null : done);
    await queries.invalidateQueries();
  };
  return (
    <Answer query={held}>
      {data => {
        const waiting = data.quarantine.edges
          .map(({ node }) => node)
          .filter(({ state }) => state === 'open' || state === 'edited');
        return (
          <Stack gap="sm">
            {problem && <ProblemNote problem={problem} />}
            {waiting.length === 0 && <Text>{t('held.none')}</Text>}
            {waiting.map(record => (
              <HeldCard key={record.objectId} record={record} send={send} />
            ))}
          </Stack>
        );
      }}
    </Answer>
  );
}

function HeldCard({ record, send }: { record: HeldRecord; send: Send }) {
  const { t } = useTranslation();
  const { kind, attempts, rules, findings, corrections } = record;
  const fatal = findings.filter(({ severity }) => severity === 'fatal');
  return (
    <Alert color="orange" title={`${kind} · ${rules.join(' · ')}`}>
      <Stack gap="xs">
        <Text size="sm">{t('held.attempts', { count: attempts })}</Text>
        {fatal.map((finding, at) => (
          <Text size="sm" key={at}>
            {finding.where}: {finding.title} {finding.remedy}
          </Text>
        ))}
        {corrections.map(correction => (
          <CorrectionLine key={correction.field} correction={correction} />
        ))}
        <HeldForm record={record} send={send} />
      </Stack>
    </Alert>
  );
}

function CorrectionLine({ correction }: { correction: Correction }) {
  const { t } = useTranslation();
  const { field, before, after, reason, by, sensitive, approvedBy } = correction;
  const approval = approvedBy === null ? t('held.unapproved') : t('held.approved', { approvedBy });
  return (
    <Text size="sm" fw={600}>
      {field}: {before ?? '—'} → {after} · {by} · {reason}
      {sensitive ? ` · ${approval}` : ''}
    </Text>
  );
}

function HeldForm({ record, send }: { record: HeldRecord; send: Send }) {
  const { t } = useTranslation();
  const { objectId: id, load, rules, corrections } = record;
  const [field, setField] = useState('');
  const [value, setValue] = useState('');
  const [reason, setReason] = useState('');
  const isConflict = rules.some(rule => rule.startsWith('DUP-'));
  const needsApproval = corrections.some(c => c.sensitive && c.approvedBy === null);
  const noReason = reason.trim() === '';
  return (
    <Stack gap="xs">
      <Group align="end">
        <TextInput
          label={t('held.field')}
          value={field}
          onChange={event => setField(event.currentTarget.value)}
        />
        <TextInput
          label={t('held.value')}
          value={value}
          onChange={event => setValue(event.currentTarget.value)}
        />
        <TextInput
          label={t('held.reason')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Button
          disabled={noReason || field.trim() === ''}
          onClick={() => void send(EDIT, { id, field: field.trim(), value, reason })}
        >
          {t('held.edit')}
        </Button>
      </Group>
      <Group>
        {needsApproval && (
          <Button variant="light" onClick={() => void send(APPROVE, { id })}>
            {t('held.approve')}
          </Button>
        )}
        <Button variant="light" onClick={() => void send(REPLAY, { load, id })}>
          {t('held.replay')}
        </Button>
        {isConflict &&
          (['replace', 'both', 'keep'] as const).map(choice => (
            <Button
              key={choice}
              variant="light"
              disabled={noReason}
              onClick={() => void send(DECIDE, { id, choice, reason })}
            >
              {t(`held.${choice}`)}
            </Button>
          ))}
        <Button
          variant="subtle"
          color="red"
          disabled={noReason}
          onClick={() => void send(DROP, { id, reason })}
        >
          {t('held.drop')}
        </Button>
      </Group>
    </Stack>
  );
}
