export { createFileStore, type FileSource, type FileStore, type StoredFile } from './store.ts';
export { recordStoredFile } from './stored-file.ts';
