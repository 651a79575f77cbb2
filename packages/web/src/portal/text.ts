import { i18n } from '../lib/i18n/i18n.ts';
import { earnedEn } from '../lib/i18n/messages/earned.en.ts';
import { explanationEn } from '../lib/i18n/messages/explanation.en.ts';
import { portalFundsEn } from '../lib/i18n/messages/portal-funds.en.ts';
import { portalIncentivesEn } from '../lib/i18n/messages/portal-incentives.en.ts';
import { portalEn } from '../lib/i18n/messages/portal.en.ts';
import { uiEn } from '../lib/i18n/messages/ui.en.ts';

/** The partner's words and those of the shared parts; nothing of the workspace. */
export const portalWords = { ...uiEn, ...explanationEn, ...portalEn, ...earnedEn, ...portalIncentivesEn, ...portalFundsEn };
export type PortalMessageId = keyof typeof portalWords;

export const portalArabic = async (): Promise<Record<PortalMessageId, string>> => {
  const [{ uiAr }, { explanationAr }, { portalAr }, { earnedAr }, { portalIncentivesAr }, { portalFundsAr }] = await Promise.all([
    import('../lib/i18n/messages/ui.ar.ts'),
    import('../lib/i18n/messages/explanation.ar.ts'),
    import('../lib/i18n/messages/portal.ar.ts'),
    import('../lib/i18n/messages/earned.ar.ts'),
    import('../lib/i18n/messages/portal-incentives.ar.ts'),
    import('../lib/i18n/messages/portal-funds.ar.ts'),
  ]);
  return { ...uiAr, ...explanationAr, ...portalAr, ...earnedAr, ...portalIncentivesAr, ...portalFundsAr };
};

/** The text for an id; values are filled in by ICU rules, never by joining strings. */
export const t = (id: PortalMessageId, values?: Record<string, string | number>): string => i18n._(id, values);

const known = (id: string): id is PortalMessageId => id in portalWords;
/** For ids made of what the server sent: a word it has learnt since is shown as it came. */
export const tOr = (id: string, fallback: string): string => (known(id) ? t(id) : fallback);
