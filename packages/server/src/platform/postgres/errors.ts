/** The embedded database cannot be used; the message is one sentence meant for a person. */
export class DatabaseStartError extends Error {
  override readonly name = 'DatabaseStartError';
}

type Explanation = [pattern: RegExp, sentence: (place: string) => string];

const explanations: Explanation[] = [
  [/No space left on device|ENOSPC/, (place) => `The disk is full: free some space for the database in ${place} and start again.`],
  [/Disk quota exceeded|EDQUOT/, (place) => `The disk quota is used up: free some space for the database in ${place} and start again.`],
  [/Read-only file system|EROFS/, (place) => `The database folder ${place} is on a read-only file system: set ENTENTE_HOME to a writable place.`],
  [
    /Permission denied|EACCES|EPERM|Operation not permitted|could not access directory/,
    (place) => `No permission for the database folder ${place}: make it writable for this user or set ENTENTE_HOME to another place.`,
  ],
  [
    /database files are incompatible|initialized by PostgreSQL version/,
    (place) =>
      `The data in ${place} was made by another version of PostgreSQL: restore a backup into a new ENTENTE_HOME or use the version of Entente that made it.`,
  ],
  [
    /could not (map|create|resize) (anonymous )?shared memory|Cannot allocate memory|ENOMEM/,
    () => 'There is not enough memory for the database: free about 200 MB and start again.',
  ],
  [
    /error while loading shared libraries|cannot execute binary|Exec format error|ENOEXEC/,
    () => 'The bundled PostgreSQL does not run on this system: set DATABASE_URL to a PostgreSQL server (15 or newer).',
  ],
  [
    /lock file ".*" already exists|pre-existing shared memory block/,
    (place) => `The database in ${place} is in use by another process: stop it and start again.`,
  ],
  [
    /invalid data directory|is not a valid data directory|lacks .*PG_VERSION/,
    (place) => `${place} is not a usable database folder: move it away or set ENTENTE_HOME to another place.`,
  ],
  [
    /could not locate a valid checkpoint record|invalid checkpoint record|PANIC:/,
    (place) => `The database in ${place} is damaged and cannot recover by itself: restore a backup into a new ENTENTE_HOME.`,
  ],
];

/** Turns what PostgreSQL or the system said into a sentence. */
export function explainDatabaseFailure(output: string, place: string): DatabaseStartError {
  const known = explanations.find(([pattern]) => pattern.test(output));
  if (known) return new DatabaseStartError(known[1](place));
  const fatal = output.split('\n').find((line) => /FATAL|PANIC|error:/i.test(line)) ?? output.trim().split('\n').at(-1) ?? '';
  const detail = fatal.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim();
  return new DatabaseStartError(`The database in ${place} did not start: ${detail || 'it gave no reason'}.`.replace(/\.\.$/, '.'));
}
