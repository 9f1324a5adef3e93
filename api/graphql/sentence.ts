import { describeEvent, isEventKind, type LedgerEvent } from '../../domain/event/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import type { Context, Locale } from './context.ts';

type Names = { readonly zh: string; readonly en: string };

/** One name of a party, for this operation's reader; many are read together. */
export async function partyName(
  { reading, locale }: Context,
  party: string,
): Promise<string | null> {
  if (!/^[0-9a-f-]{36}$/.test(party)) return null;
  const load = reading.loader<Names>('party name', async ids => {
    const rows = await reading.query<{ party: string; name_zh: string; name_en: string }>(
      'select party, name_zh, name_en from app.party_name where party = any($1)',
      [ids],
    );
    return new Map(rows.map(row => [row.party, { zh: row.name_zh, en: row.name_en }]));
  });
  return (await load(party))?.[locale] ?? null;
}

/** One sentence about an event in the reader's language, with parties called by their names. */
export async function eventSentence(context: Context, body: Wire): Promise<string> {
  const event = body as unknown as LedgerEvent;
  if (!isEventKind(event.kind)) return event.kind;
  const { locale: language } = context;
  const named = new Set<string>();
  describeEvent(event, { language, nameOf: party => (named.add(party), party) });
  const names = new Map<string, string>();
  for (const party of named) {
    const name = await partyName(context, party);
    if (name !== null) names.set(party, name);
  }
  return describeEvent(event, { language, nameOf: party => names.get(party) ?? party });
}

const SENTENCES_MAX = 3;

/** What a transaction did: the sentences of its first events. */
export async function transactionSentence(
  context: Context,
  bodies: readonly Wire[],
): Promise<string | null> {
  if (bodies.length === 0) return null;
  const first = bodies.slice(0, SENTENCES_MAX);
  const sentences = await Promise.all(first.map(body => eventSentence(context, body)));
  const more = bodies.length - first.length;
  return [...sentences, ...(more > 0 ? [moreText(more, context.locale)] : [])].join(' ');
}

function moreText(count: number, locale: Locale): string {
  return locale === 'zh' ? `另有 ${count} 项。` : `And ${count} more.`;
}
