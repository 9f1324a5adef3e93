import type { Action } from './action.ts';
import type { Deal } from './deal.ts';

/** A finding of the validator: an error blocks, a warning needs a written reason (SEC-53). */
export type Finding = {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly path: string;
  readonly fault: string;
};

export function error(code: string, path: string, fault: string): Finding {
  return { code, severity: 'error', path, fault };
}

export function warning(code: string, path: string, fault: string): Finding {
  return { code, severity: 'warning', path, fault };
}

/** An error where nothing may be lost, a warning where a published engine goes on. */
export function strict(deal: Deal, code: string, path: string, fault: string): Finding {
  return deal.mode === 'conserving' ? error(code, path, fault) : warning(code, path, fault);
}

/** Every action of a list with its place, those within branches too. */
export function actionsWithin(actions: readonly Action[], path: string): [Action, string][] {
  return actions.flatMap((action, at): [Action, string][] => {
    const place = `${path}[${at}]`;
    const inner =
      action.do === 'if'
        ? [
            ...actionsWithin(action.then, `${place}.then`),
            ...actionsWithin(action.else ?? [], `${place}.else`),
          ]
        : [];
    return [[action, place], ...inner];
  });
}
