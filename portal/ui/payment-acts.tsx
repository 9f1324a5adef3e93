import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDecimal } from '../../domain/money/index.ts';
import { useActSheet } from '../signing/act-sheet.tsx';
import { freshId } from '../signing/sign.ts';
import { moneyText, type Amount } from './money.tsx';

type Dated = { objectId: string; status: string; linesHash: string; total: Amount };
type Run = { dealHash?: string; linesHash?: string };
/** What the reader is in the deal. */
export type Side = 'manager' | 'custodian' | 'other';
type Acts = ReturnType<typeof useActSheet>;

/** The next act of a payment date for whoever may sign it: calculate, review or settle. */
export function DateActs({
  deal,
  on,
  run,
  paid,
  side,
}: {
  deal: string;
  on: string;
  run: Run | null;
  paid: Dated | null;
  side: Side;
}) {
  const acts = useActSheet();
  return (
    <Stack>
      {!paid && run?.linesHash !== undefined && side === 'manager' && (
        <Calculate acts={acts} {...{ deal, on, run }} />
      )}
      {paid?.status === 'calculated' && <Review acts={acts} {...{ paid, run, side }} />}
      {paid?.status === 'reviewed' && <Settle acts={acts} paid={paid} side={side} />}
      {acts.sheet}
    </Stack>
  );
}

function Calculate({ acts, deal, on, run }: { acts: Acts; deal: string; on: string; run: Run }) {
  const { t } = useTranslation();
  const { dealHash, linesHash } = run;
  const calculate = (): void => {
    const body = { distribution: freshId(), deal, dealHash, on, linesHash };
    acts.start('distribution.calculate', body);
  };
  return (
    <Group>
      <Button onClick={calculate}>{t('payment.calculate')}</Button>
    </Group>
  );
}

/** What is signed is the hash of the ledger's own run, not the one that the manager gave. */
function Review({
  acts,
  paid,
  run,
  side,
}: {
  acts: Acts;
  paid: Dated;
  run: Run | null;
  side: Side;
}) {
  const { t } = useTranslation();
  if (side !== 'custodian') return <Text>{t('payment.waitsForReview')}</Text>;
  const { objectId: distribution } = paid;
  const linesHash = run?.linesHash;
  return (
    <Group>
      <Button
        disabled={linesHash === undefined}
        onClick={() => acts.start('distribution.review', { distribution, linesHash })}
      >
        {t('payment.review')}
      </Button>
    </Group>
  );
}

/** What the bank says is on the plan's account comes before the money goes out. */
function Settle({ acts, paid, side }: { acts: Acts; paid: Dated; side: Side }) {
  const { t } = useTranslation();
  const [entry, setEntry] = useState('');
  const [text, setText] = useState('');
  if (side !== 'custodian') return <Text>{t('payment.waitsForSettlement')}</Text>;
  const read = parseDecimal(text.trim().replaceAll(',', ''), paid.total.currency);
  const settle = (): void => {
    if (!read.ok) return;
    const { minor, currency } = read.value;
    const body = { distribution: paid.objectId, entry: entry.trim() };
    acts.start('distribution.settle', { ...body, balance: { minor: `${minor}`, currency } });
  };
  return (
    <Stack gap="xs">
      <Text>{t('payment.bankSays', { total: moneyText(paid.total) })}</Text>
      <Group align="flex-end">
        <TextInput
          label={t('payment.entry')}
          value={entry}
          onChange={event => setEntry(event.currentTarget.value)}
        />
        <TextInput
          label={t('payment.balance', { currency: paid.total.currency })}
          value={text}
          inputMode="decimal"
          error={text !== '' && !read.ok ? t('payment.balanceWrong') : undefined}
          onChange={event => setText(event.currentTarget.value)}
        />
        <Button disabled={entry.trim() === '' || !read.ok} onClick={settle}>
          {t('payment.settle')}
        </Button>
      </Group>
    </Stack>
  );
}
