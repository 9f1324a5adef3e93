export { type ObjectPlace, type ObjectStore, openFolderStore } from './object-store.ts';
