import { Migrator, Migration } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { type MigrationSteps, migrations } from '../migrations/index.ts';

/**
 * Brings the schemas `app`, `erp` and `jobs` up to date, as the owner; each migration in its own
 * transaction, under the migrator's lock. The schema `book` is not migrated: it is remade.
 * @returns names of the migrations that ran
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const orm = await MikroORM.init({
    clientUrl: ownerUrl,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    logger: () => undefined,
    migrations: {
      migrationsList: migrations.map(({ name, statements }) => ({
        name,
        class: migrationOf(statements),
      })),
      snapshot: false,
      tableName: 'migration',
      transactional: true,
      allOrNothing: true,
      disableForeignKeys: false,
    },
  });
  try {
    const done = await orm.migrator.up();
    return done.map(({ name }) => name);
  } finally {
    await orm.close(true);
  }
}

function migrationOf(statements: MigrationSteps['statements']): typeof Migration & {
  new (...given: ConstructorParameters<typeof Migration>): Migration;
} {
  return class extends Migration {
    override up(): void {
      for (const statement of statements) this.addSql(statement);
    }
  };
}
