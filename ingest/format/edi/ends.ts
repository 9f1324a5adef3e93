import { warning, type Finding } from '../../finding.ts';
import type { Draft } from '../../locator.ts';

/** MAP-15: a party that the message does not name is the end of its interchange. */
export function nameEnds(draft: Draft, findings: Finding[]): void {
  for (const [name, party] of Object.entries(draft.parts)) {
    if (!party.at.path.includes('/ENVELOPE/')) continue;
    const { line, column } = party.at;
    const id = party.lists['ids']?.[0]?.text ?? '';
    findings.push(warning('MAP-15', { path: name, line, column }, { party: name, id }));
  }
}
