import type { Translation } from '../catalogue.ts';
import type { brandingEn } from './branding.en.ts';

export const brandingAr: Translation<typeof brandingEn> = {
  'branding.note': 'يرى الشركاء هذا في كل صفحاتهم. كل ما عداه يُشتق من اللون الواحد ليبقى مقروءًا.',
  'branding.colour': 'اللون',
  'branding.colour.note': 'ستة أرقام مثل #0f766e. اتركه فارغًا للحبر.',
  'branding.colour.wrong': 'أدخل لونًا مثل #0f766e.',
  'branding.colour.pick': 'اختيار لون',
  'branding.colour.clear': 'استخدام الحبر',
  'branding.greeting': 'الترحيب',
  'branding.greeting.note': 'يظهر أعلى صفحة الشريك الرئيسية.',
  'branding.saved': 'حُفظ. يراه الشركاء من الآن.',
  'branding.logo': 'الشعار',
  'branding.logo.of': 'شعار {name}',
  'branding.logo.add': 'إضافة شعار',
  'branding.logo.replace': 'استبدال الشعار',
  'branding.logo.remove': 'إزالة',
  'branding.logo.hint': 'PNG أو JPEG أو WebP حتى 200 كيلوبايت',
  'branding.logo.kind': 'الشعار صورة PNG أو JPEG أو WebP.',
  'branding.logo.size': 'هذه الصورة أكبر من 200 كيلوبايت.',
  'branding.logo.unreadable': 'تعذرت قراءة هذا الملف.',
  'branding.preview': 'معاينة',
  'branding.preview.note': 'تحتفظ الحالات والأدوار بألوانها. يلزم 4.5:1 للقراءة.',
  'branding.preview.greeting': 'أهلًا',
  'branding.preview.button': 'تسجيل صفقة',
  'branding.preview.link': 'عرض صفقاتي',
  'branding.preview.soft': 'جديد لك',
};
