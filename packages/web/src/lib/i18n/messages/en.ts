import { uiEn } from './ui.en.ts';
import { shellEn } from './shell.en.ts';
import { accountEn } from './account.en.ts';
import { inboxEn } from './inbox.en.ts';
import { overviewEn } from './overview.en.ts';
import { directoryEn } from './directory.en.ts';
import { workEn } from './work.en.ts';
import { dealsEn } from './deals.en.ts';
import { partnersEn } from './partners.en.ts';
import { accountsEn } from './accounts.en.ts';
import { playsEn } from './plays.en.ts';
import { importsEn } from './imports.en.ts';
import { settingsEn } from './settings.en.ts';

export const en = {
  ...uiEn,
  ...shellEn,
  ...accountEn,
  ...inboxEn,
  ...overviewEn,
  ...directoryEn,
  ...workEn,
  ...dealsEn,
  ...partnersEn,
  ...accountsEn,
  ...playsEn,
  ...importsEn,
  ...settingsEn,
};
export type MessageId = keyof typeof en;
