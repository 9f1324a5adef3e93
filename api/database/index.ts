export { databaseFaults } from './assertions.ts';
export {
  type Database,
  type DatabaseOptions,
  askAsParty,
  openDatabase,
  type TenantActor,
  type TenantScope,
} from './database.ts';
export { migrate } from './migrate.ts';
export { bootstrapRoles, makeDatabase, type Passwords, type Role, roles } from './roles.ts';
export { type Sql, withConnection } from './sql.ts';
export { classesOf, DATA_CLASSES } from './data-classes.ts';
