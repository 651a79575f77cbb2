import type { Translation } from '../catalogue.ts';
import type { portalIncentivesEn } from './portal-incentives.en.ts';

export const portalIncentivesAr: Translation<typeof portalIncentivesEn> = {
  'portal.incentives.title': 'الحوافز',
  'portal.incentives.open': 'جارية',
  'portal.incentives.closed': 'مغلقة',
  'portal.incentives.span': '{from} – {to}',
  'portal.incentives.achieved': 'المحقق',
  'portal.incentives.projected': 'بوتيرة اليوم',
  'portal.incentives.target': 'الهدف',
  'portal.incentives.baseline': 'خط الأساس',
  'portal.incentives.earned': 'المكتسب حتى الآن',
  'portal.incentives.projectedEarned': 'المكتسب بوتيرة اليوم',
  'portal.incentives.settled': 'ما سُوّي',
  'portal.incentives.bandNow': 'بُلغت: {reward} من {from}',
  'portal.incentives.bandNext': '{missing} إضافية تبلغ {reward}',
  'portal.incentives.bandEarns': 'عندها تكسب',
  'portal.incentives.empty.title': 'لا يُقاس لك خصم رجعي',
  'portal.incentives.empty.detail': 'متى انضممت إلى برنامج خصم رجعي ترى هنا مدى تقدمك وما ينقصك للشريحة التالية.',
};
