import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Bars } from './bars.tsx';
import { moneyText, percentText, type Amount } from './money.tsx';

type Share = { key: string; count: number; amount: Amount; sharePpm: number };

/** What a deal's pools have outstanding by days past due and by debtor, and what came in so far. */
export type PoolShares = { ageing: Share[]; obligors: Share[]; flows: Share[] };

/** Ageing, concentration and what came in, each under the sentence that it shows. */
export function PoolPictures({ shares }: { shares: PoolShares }) {
  const { t } = useTranslation();
  const { ageing, obligors, flows } = shares;
  const [current] = ageing;
  const isOutstanding = ageing.some(({ amount }) => amount.minor !== '0');
  const [largest] = obligors;
  const dilution = flows.find(({ key }) => key === 'dilution');
  return (
    <Stack>
      <Bars
        sentence={
          isOutstanding
            ? t('performance.ageing', { share: percentText(current?.sharePpm ?? 0) })
            : t('performance.ageingEmpty')
        }
        bars={ageing.map(share => ({ ...share, label: t(`ageing.${share.key}`) }))}
      />
      {largest && (
        <Bars
          sentence={t('performance.concentration', { share: percentText(largest.sharePpm) })}
          bars={obligors
            .slice(0, 20)
            .map(share => ({ ...share, label: t('performance.obligor', { code: share.key }) }))}
        />
      )}
      {flows.length > 0 && (
        <Bars
          sentence={
            dilution
              ? t('performance.dilution', {
                  share: percentText(dilution.sharePpm),
                  amount: moneyText(dilution.amount),
                })
              : t('performance.noDilution')
          }
          bars={flows.map(share => ({
            ...share,
            label: t(`flow.${share.key}`, { defaultValue: share.key }),
          }))}
        />
      )}
    </Stack>
  );
}
