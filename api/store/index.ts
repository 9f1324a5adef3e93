export { type ObjectPlace, type ObjectStore, openFolderStore, StoreFault } from './object-store.ts';
