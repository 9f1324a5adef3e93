const started = Date.now();

/** One line of the story with the seconds since it began. */
export function say(line: string): void {
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${line}`);
}

/** Fen as `CNY 1,234.50`. */
export function yuan(fen: bigint): string {
  const sign = fen < 0n ? '-' : '';
  const text = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  const whole = text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `CNY ${sign}${whole}.${text.slice(-2)}`;
}
