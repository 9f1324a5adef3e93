import { builder } from '../builder.ts';
import { FIRST_MAX, listCost } from '../connection.ts';
import type { Context } from '../context.ts';

type Hit = { readonly kind: string; readonly objectId: string; readonly title: string };

const SearchHitType = builder.objectRef<Hit>('SearchHit').implement({
  fields: t => ({
    kind: t.exposeString('kind'),
    objectId: t.exposeString('objectId'),
    title: t.exposeString('title'),
  }),
});

/** Full width to half, upper case, without blanks and leading zeros of digit runs (PT-104). */
function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\s+/g, '')
    .replace(/(^|\D)0+(?=\d)/g, '$1');
}

/** Each kind's own rows under row-level security: what is not the caller's does not exist. */
const SEARCHES: Readonly<Record<string, string>> = {
  receivable: `select 'receivable' as kind, id as "objectId", body->>'status' as title
    from book.receivable where id = $1`,
  financing: `select 'financing' as kind, id as "objectId", body->>'status' as title
    from book.financing where id = $1`,
  sourceDocument: `select 'sourceDocument' as kind, id as "objectId", number as title
    from erp.document where superseded_at is null
      and regexp_replace(upper(normalize(regexp_replace(number, '\\s', '', 'g'), NFKC)),
        '(^|\\D)0+(?=\\d)', '\\1', 'g') = $2`,
  document: `select 'document' as kind, id::text as "objectId", number as title
    from app.document where id::text = $1 or number = $3 or sha256 = $1`,
  act: `select 'act' as kind, id::text as "objectId", kind as title
    from app.act where id::text = $1 or sha256 = $1`,
  transaction: `select 'transaction' as kind, tx_id as "objectId", kind as title
    from book.tx where tx_id = $1`,
  party: `select 'party' as kind, n.party::text as "objectId", n.name_zh as title
    from app.party_name n join book.party p on p.id = n.party::text
    where n.party::text = $1 or n.code = $2 or upper(n.name_en) = upper($3) or n.name_zh = $3`,
};

async function search(
  { reading }: Context,
  text: string,
  asked: { readonly kinds: readonly string[] | null; readonly first: number },
): Promise<Hit[]> {
  const values = [text.trim().toLowerCase(), folded(text), text.trim()];
  const hits: Hit[] = [];
  for (const [kind, sql] of Object.entries(SEARCHES)) {
    if (hits.length >= asked.first || (asked.kinds && !asked.kinds.includes(kind))) continue;
    const used = values.map((_value, at) => at + 1).filter(at => sql.includes(`$${at}`));
    const own = used.reduce((query, at, place) => query.replaceAll(`$${at}`, `$${place + 1}`), sql);
    const rows = await reading.query<Hit>(
      `${own} limit ${FIRST_MAX}`,
      used.map(at => values[at - 1]),
    );
    hits.push(...rows);
  }
  return hits.slice(0, asked.first);
}

const TEXT_LENGTH_MAX = 200;

builder.queryField('search', t =>
  t.field({
    type: [SearchHitType],
    args: {
      text: t.arg.string({ required: true }),
      kinds: t.arg.stringList(),
      first: t.arg.int({ required: true }),
    },
    complexity: listCost,
    resolve: (_root, { text, kinds, first }, context) => {
      const wanted = Math.min(FIRST_MAX, Math.max(1, first));
      if (text.trim() === '' || text.length > TEXT_LENGTH_MAX) return [];
      return search(context, text, { kinds: kinds ?? null, first: wanted });
    },
  }),
);
