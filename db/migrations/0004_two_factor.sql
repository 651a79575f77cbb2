-- Wrong codes are counted per person and not per process: the sign-in library locks the second factor itself.
alter table "twoFactor"
  add column "failedVerificationCount" integer not null default 0,
  add column "lockedUntil" timestamptz;
