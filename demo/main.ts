import { writeAccounts, writeRegisters } from './cast/accounts.ts';
import { runBuyer } from './robots/buyer.ts';
import { runRobots } from './robots/robots.ts';
import { readSettings } from './settings.ts';
import { runStory } from './story/story.ts';

/**
 * The demonstration's programs, each an outside client in a process of its own: `accounts` writes
 * who may sign in and what the outside registers hold, `story` plays the story, `buyer` and `robots` answer for as long as they run.
 */
const PROGRAMS: Readonly<Record<string, (settings: Settings) => Promise<void>>> = {
  accounts: async settings => {
    await writeAccounts(settings);
    await writeRegisters(settings);
  },
  story: runStory,
  buyer: runBuyer,
  robots: runRobots,
};
type Settings = ReturnType<typeof readSettings>;

const [word = ''] = process.argv.slice(2);
const program = Object.hasOwn(PROGRAMS, word) ? PROGRAMS[word] : undefined;
if (!program) {
  console.error(`unknown part "${word}"; known: ${Object.keys(PROGRAMS).join(', ')}`);
  process.exitCode = 2;
} else {
  try {
    await program(readSettings(process.env));
  } catch (error) {
    console.error(`${word}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
