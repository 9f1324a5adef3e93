import { createHmac, timingSafeEqual } from 'node:crypto';

const LINK_SECONDS = 300;

type Link = { readonly id: string; readonly tenant: string; readonly subject: string };

/** `/v1/files/{id}?until=…&mac=…`: for one caller and one file, five minutes (PT-1002). */
export function fileLink(secret: Buffer, link: Link, nowMs: number): string {
  const until = Math.floor(nowMs / 1000) + LINK_SECONDS;
  const { id, tenant, subject } = link;
  const mac = macOf(secret, link, until);
  const query = new URLSearchParams({ tenant, subject, until: String(until), mac });
  return `/v1/files/${encodeURIComponent(id)}?${query.toString()}`;
}

/** True when the link was given to this caller for this file and has not ended. */
export function isLinkGood(
  secret: Buffer,
  link: Link,
  given: { readonly until: string | null; readonly mac: string | null; readonly nowMs: number },
): boolean {
  const until = Number(given.until);
  if (!Number.isSafeInteger(until) || until * 1000 < given.nowMs || given.mac === null)
    return false;
  const wanted = Buffer.from(macOf(secret, link, until));
  const mac = Buffer.from(given.mac);
  return mac.length === wanted.length && timingSafeEqual(mac, wanted);
}

function macOf(secret: Buffer, { id, tenant, subject }: Link, until: number): string {
  const text = JSON.stringify(['file', id, tenant, subject, until]);
  return createHmac('sha256', secret).update(text).digest('base64url');
}
