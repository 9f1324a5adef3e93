import { Table, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { describe, type Act } from '../../domain/act/index.ts';
import { isMixedScript } from '../../domain/document/index.ts';
import { isObject, type Wire } from '../../domain/wire/index.ts';
import { moneyInWords, moneyText, percentText, type Amount } from '../ui/money.tsx';

type Line = ReturnType<typeof describe>[number];

/** The act in ordered lines, every field of its body, read from the bytes that are signed. */
export function ActLines({ act }: { act: Act }) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Text fw={700}>{t(`kind.${act.kind}`, { defaultValue: act.kind })}</Text>
      <Table className="tally-table" withRowBorders>
        <Table.Tbody>
          {describe(act).map(({ label, type, value }: Line, at: number) => (
            <Table.Tr key={`${label}-${at}`}>
              <Table.Th scope="row">{fieldName(label, t)}</Table.Th>
              <Table.Td>
                {valueText(type, value, t)}
                {typeof value === 'string' && isMixedScript(value) && (
                  <Text size="sm" fw={700}>
                    {t('sheet.mixedScript')}
                  </Text>
                )}
                <Words type={type} value={value} language={i18n.language} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

/** An amount is written out below its figures, as on a bill of exchange. */
function Words({ type, value, language }: { type: string; value: Wire; language: string }) {
  const words =
    type === 'money' && isObject(value) ? moneyInWords(value as unknown as Amount, language) : null;
  return words === null ? null : (
    <Text size="sm" className="tally-words">
      {words}
    </Text>
  );
}

/** `items[2].face` is shown as the field's own word with its place. */
function fieldName(label: string, t: TFunction): string {
  const last = label.split('.').at(-1) ?? label;
  const bare = last.replace(/\[\d+\]/g, '');
  const place = /\[(\d+)\]/.exec(label)?.[1];
  const word = t(`field.${bare}`, { defaultValue: bare });
  return place === undefined ? word : `${Number(place) + 1} · ${word}`;
}

function valueText(type: string, value: Wire, t: TFunction): string {
  if (type === 'code' && typeof value === 'string') {
    return t(`code.${value}`, { defaultValue: visible(value) });
  }
  if (type === 'money' && isObject(value)) return moneyText(value as unknown as Amount);
  if (type === 'ppm' && typeof value === 'number') return percentText(value);
  if (typeof value === 'string') return visible(value);
  return JSON.stringify(value);
}

/** Bidi and zero-width characters are shown by their code point. */
function visible(text: string): string {
  return text.replace(
    /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    sign => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}]`,
  );
}
