/** Says what the start program does: each step with the time since the start, and never silence. */
export type Progress = {
  /** One line. */
  say(line: string): void;
  /** Runs a step; prints it when it is done, and every five seconds that it is not. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
};

const heartbeatMs = 5_000;

/** @param write takes whole lines; @param now milliseconds, from any origin */
export function createProgress(
  write: (line: string) => void,
  now: () => number = () => performance.now(),
): Progress {
  const from = now();
  const seconds = (since: number): string => ((now() - since) / 1_000).toFixed(1);
  const say = (line: string): void => write(`${seconds(from).padStart(6)} s  ${line}`);
  return {
    say,
    async step(title, work) {
      const begun = now();
      const heartbeat = setInterval(() => {
        say(`${title}: still at it, ${seconds(begun)} s`);
      }, heartbeatMs);
      try {
        const result = await work();
        say(title);
        return result;
      } catch (error) {
        say(`${title}: failed`);
        throw error;
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}
