import type { Decimal } from '../../../domain/document/index.ts';

/** A condition of a rule as it was read: paths over a document, comparisons and calculations. */
export type Syntax =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'number'; readonly number: Decimal }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'call'; readonly name: string; readonly given: readonly Syntax[] }
  | { readonly is: 'list'; readonly items: readonly Syntax[] }
  | {
      readonly is: 'path';
      readonly from: Syntax | 'here' | 'root';
      readonly steps: readonly Step[];
    }
  | {
      readonly is: 'binary';
      readonly operator: Operator;
      readonly left: Syntax;
      readonly right: Syntax;
    }
  | { readonly is: 'if'; readonly test: Syntax; readonly then: Syntax; readonly otherwise: Syntax }
  | {
      readonly is: 'some' | 'every' | 'for';
      readonly name: string;
      readonly over: Syntax;
      readonly body: Syntax;
    };

export type Operator =
  | 'or'
  | 'and'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | 'div'
  | 'mod'
  | 'idiv'
  | '|'
  | 'to';

export type Axis = 'child' | 'below' | 'attribute' | 'self' | 'parent' | 'ancestor' | 'following';

/**
 * One step of a path; `*` is any name. A step may also be a calculation on what stands there
 * (`each`), or a choice from all that was found so far (`all`).
 */
export type Step =
  | { readonly axis: Axis; readonly name: string; readonly where: readonly Syntax[] }
  | { readonly axis: 'each'; readonly body: Syntax; readonly where: readonly Syntax[] }
  | { readonly axis: 'all'; readonly where: readonly Syntax[] };

/** A fault in the text of a rule: ours, never the sender's. */
export class RuleSyntaxError extends Error {}
