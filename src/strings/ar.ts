import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const ar: Translation = {
  $code: 'ar',
  $name: 'العربية',
  $dir: 'rtl',
  choose: 'اختر برنامجك.',
  next: 'ستسجّل الدخول إلى حسابك في الموقع التالي ثم تعود إلى هنا.',
  Accounting: 'برامج المحاسبة',
  Commerce: 'برامج المبيعات',
  Banking: 'الحسابات البنكية',
  Expense: 'برامج المصروفات',
  Other: 'برامج أخرى',
  link: 'ربط حسابك في {name}',
  manage: 'إدارة حسابك في {name}',
  resume: 'إكمال ربط حسابك في {name}',
  opening: 'جارٍ فتح {name}…',
  linked: 'تم الربط',
  pending: 'بانتظار التفويض',
  soon: 'قريبًا',
  beta: 'بيتا',
  offline: 'تطبيق للكمبيوتر',
  search: 'ابحث بالاسم أو عنوان الموقع',
  clear: 'مسح البحث',
  found: plural('ar', {
    zero: '{count} نتيجة',
    one: 'نتيجة واحدة',
    two: 'نتيجتان',
    few: '{count} نتائج',
    many: '{count} نتيجة',
    other: '{count} نتيجة',
  }),
  none: 'لم نعثر على نتائج للبحث عن «{query}». تحقّق من الإملاء أو ابحث بجزء من الاسم.',
  empty: 'لا توجد برامج متاحة للربط حتى الآن. عُد لاحقًا.',
  retry: 'إعادة المحاولة',
  network: 'لا يوجد اتصال. تحقّق من الإنترنت ثم أعد المحاولة.',
  unauthenticated: 'انتهت جلستك. سجّل الدخول مجددًا ثم أعد المحاولة.',
  forbidden: 'لا يملك حسابك صلاحية القيام بذلك. تواصل مع الشخص الذي يديره.',
  'rate-limited': 'محاولات كثيرة جدًا. انتظر دقيقة ثم أعد المحاولة.',
  'unknown-platform': 'لا يمكن ربط هذا البرنامج حاليًا. اختر برنامجًا آخر.',
  failed: 'حدث خطأ من جانبنا. أعد المحاولة بعد بضع دقائق.',
};

register(ar);
