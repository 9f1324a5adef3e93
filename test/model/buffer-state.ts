/** Cash that the buffer paid for a funder. */
export type ModelUse = {
  readonly amount: bigint;
  repaid: bigint;
  status: 'open' | 'repaid';
};

/** Money on its way from the buffer to the bank's line. */
export type ModelReturn = { readonly id: string; readonly amount: bigint; status: string };

/** The broker's buffers as the second model knows them: a sum, and no slices. */
export class ModelBuffer {
  held = 0n;
  /** Of the bank's line: what it commits, and what of it is in the buffer. */
  committed = 0n;
  lent = 0n;
  /** By financing. */
  readonly uses = new Map<string, ModelUse>();
  readonly returns = new Map<string, ModelReturn>();
  /** What went out less what came back, by day. */
  readonly needs = new Map<string, bigint>();

  need(day: string, amount: bigint): void {
    this.needs.set(day, (this.needs.get(day) ?? 0n) + amount);
  }

  /** What stands in the broker's exposure. */
  exposure(): bigint {
    return [...this.uses.values()].reduce((sum, { status, amount }) => {
      return sum + (status === 'open' ? amount : 0n);
    }, 0n);
  }

  /** 1.25 times the largest need of a day before this one, up. */
  target(today: string): bigint {
    const before = [...this.needs].filter(([day]) => day < today);
    const most = before.reduce((top, [, need]) => (need > top ? need : top), 0n);
    return (most * 5n + 3n) / 4n;
  }
}
