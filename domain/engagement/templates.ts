import { addDays } from '../calendar/index.ts';
import type { EngagementKind, FirmRole, Needed, Receiver, Stage, Task } from './state.ts';

type Step = readonly [
  task: string,
  role: FirmRole,
  stage: Stage,
  days: number,
  receiver: Receiver,
  after: readonly string[],
];

/** What an issue of one kind needs: tasks with their due days, statements with who signs them. */
export type Template = {
  readonly id: string;
  readonly kind: EngagementKind;
  readonly steps: readonly Step[];
  readonly needs: readonly Needed[];
};

const legal: readonly Step[] = [
  ['legalDiligence', 'lawyer', 'diligence', 20, 'broker', []],
  ['legalOpinion', 'lawyer', 'drafting', 40, 'broker', ['legalDiligence']],
];
const accounts: readonly Step[] = [
  ['audit', 'accountant', 'diligence', 25, 'broker', []],
  ['comfortLetter', 'accountant', 'drafting', 40, 'broker', ['audit']],
];
const rating: readonly Step[] = [['rating', 'rater', 'drafting', 45, 'broker', ['audit']]];
const escrow: readonly Step[] = [['accounts', 'bank', 'issue', 60, 'enterprise', []]];
const opinion: Needed = { statement: 'legalOpinion', role: 'lawyer', stage: 'drafting' };
const comfort: Needed = { statement: 'comfort', role: 'accountant', stage: 'drafting' };
const grade: Needed = { statement: 'rating', role: 'rater', stage: 'filing' };
const custody: Needed = { statement: 'custody', role: 'bank', stage: 'issue' };
const valuation: Needed = { statement: 'valuation', role: 'appraiser', stage: 'drafting' };
const worth: readonly Step[] = [['valuation', 'appraiser', 'diligence', 30, 'enterprise', []]];

/** The work of each kind of issue, as data. */
const TEMPLATES: readonly Template[] = [
  {
    id: 'bond-1',
    kind: 'bond',
    steps: [...legal, ...accounts, ...rating, ...escrow],
    needs: [opinion, comfort, grade, custody],
  },
  {
    id: 'abs-1',
    kind: 'abs',
    steps: [...legal, ...accounts, ...rating, ...escrow],
    needs: [opinion, comfort, grade, custody],
  },
  {
    id: 'equity-1',
    kind: 'equity',
    steps: [...legal, ...accounts, ...worth],
    needs: [opinion, comfort, valuation],
  },
  { id: 'esop-1', kind: 'esop', steps: [...legal, ...worth], needs: [opinion, valuation] },
  {
    id: 'package-1',
    kind: 'package',
    steps: [...legal, ...accounts],
    needs: [opinion, comfort],
  },
];

/** The template of that name for that kind. */
export function templateOf(id: string, kind: EngagementKind): Template | undefined {
  return TEMPLATES.find(template => template.id === id && template.kind === kind);
}

/** Its tasks, with due days counted from the opening. */
export function tasksOf({ steps }: Template, engagement: string, on: string): readonly Task[] {
  return steps.map(([task, role, stage, days, receiver, after]) => {
    return newTask({ engagement, task, role, stage, receiver, after, dueOn: addDays(on, days) });
  });
}

type New = Pick<Task, 'engagement' | 'task' | 'role' | 'stage' | 'receiver' | 'after' | 'dueOn'>;

export function newTask(of: New): Task {
  return { ...of, status: 'open', firm: null, docs: [], returns: 0, reason: null };
}
