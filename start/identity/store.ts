import type { Adapter, AdapterPayload } from 'oidc-provider';

/** SQL as the provider needs it: one statement, its values, the rows. */
export type Query = <R>(text: string, values: readonly unknown[]) => Promise<R[]>;

type Row = { payload: AdapterPayload; consumed_at: string | null };

const LIVE = '(expires_at is null or expires_at > now())';

/** Keeps the provider's sessions, codes, grants and tokens in `app.oidc`, so they outlive a restart. */
export function oidcStore(query: Query): (model: string) => Adapter {
  return model => ({
    async upsert(id, payload, expiresIn) {
      await query(
        `insert into app.oidc (model, id, payload, grant_id, user_code, uid, expires_at)
         values ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second')
         on conflict (model, id) do update set payload = excluded.payload,
           grant_id = excluded.grant_id, user_code = excluded.user_code, uid = excluded.uid,
           expires_at = excluded.expires_at`,
        [
          model,
          id,
          JSON.stringify(payload),
          payload.grantId ?? null,
          payload.userCode ?? null,
          payload.uid ?? null,
          Number.isFinite(expiresIn) ? expiresIn : null,
        ],
      );
    },
    find: id => first(query, 'id', model, id),
    findByUid: uid => first(query, 'uid', model, uid),
    findByUserCode: code => first(query, 'user_code', model, code),
    async consume(id) {
      await query('update app.oidc set consumed_at = now() where model = $1 and id = $2', [
        model,
        id,
      ]);
    },
    async destroy(id) {
      await query('delete from app.oidc where model = $1 and id = $2', [model, id]);
    },
    async revokeByGrantId(grantId) {
      await query('delete from app.oidc where grant_id = $1', [grantId]);
    },
  });
}

async function first(
  query: Query,
  column: 'id' | 'uid' | 'user_code',
  model: string,
  value: string,
): Promise<AdapterPayload | undefined> {
  const [row] = await query<Row>(
    `select payload, consumed_at from app.oidc where model = $1 and ${column} = $2 and ${LIVE}`,
    [model, value],
  );
  if (!row) return undefined;
  if (row.consumed_at === null) return row.payload;
  return { ...row.payload, consumed: Math.floor(Date.parse(row.consumed_at) / 1000) };
}
