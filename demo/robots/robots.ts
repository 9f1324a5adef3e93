import { MEMBERS } from '../cast/cast.ts';
import { StoryFault } from '../client/http.ts';
import { World } from '../client/world.ts';
import type { Settings } from '../settings.ts';
import { told } from '../story/progress.ts';
import { bookBank } from './bank.ts';
import { cosign } from './cosign.ts';
import { fundAccepted } from './funder.ts';
import { morning } from './morning.ts';
import { pause } from './wait.ts';

const ROBOT_MS = 1_000;

/**
 * Robots, labelled as such: funder, operations and bank answer within seconds, so that a visitor's
 * own request ends in cash. They begin when the story has ended; colleagues' signatures at once.
 */
export async function runRobots(settings: Settings): Promise<void> {
  const world = new World(settings, 'keys');
  let greeted = '';
  for (;;) {
    try {
      await world.today();
      if (told(settings) !== null) {
        if (greeted !== world.businessDate) await morning(world);
        greeted = world.businessDate;
        await fundAccepted(world);
        await bookBank(world);
        for (const of of MEMBERS.filter(({ slug }) => slug !== 'anchor')) {
          await cosign(world, of, ({ kind }) => kind !== 'party.admit');
        }
      }
    } catch (error) {
      if (!(error instanceof StoryFault) && !(error instanceof TypeError)) throw error;
      console.error(`robots: ${error.message}`);
      await pause(2_000);
    }
    await pause(ROBOT_MS);
  }
}
