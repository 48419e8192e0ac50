import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const ja: Translation = {
  $code: 'ja',
  $name: '日本語',
  $dir: 'ltr',
  choose: 'ご利用のソフトを選んでください。',
  next: '次に開くサイトでログインしたあと、この画面に戻ります。',
  Accounting: '会計ソフト',
  Commerce: 'POSレジ・ネットショップ',
  Banking: '銀行口座',
  Expense: '経費精算ソフト',
  Other: 'その他のソフト',
  link: '{name}のアカウントを連携する',
  manage: '{name}のアカウントを管理する',
  resume: '{name}の連携を完了する',
  opening: '{name}を開いています…',
  linked: '連携済み',
  pending: '認証待ち',
  soon: '近日対応予定',
  beta: 'ベータ版',
  offline: 'デスクトップアプリ',
  search: '名前またはURLで検索',
  clear: '検索をクリア',
  found: plural('ja', { other: '検索結果は{count}件です' }),
  none: '「{query}」に一致するものはありません。入力内容を確認するか、名前の一部で検索してください。',
  empty: '連携できるソフトはまだありません。しばらくしてから、もう一度ご確認ください。',
  retry: 'もう一度試す',
  network: '接続できません。インターネット接続を確認して、もう一度お試しください。',
  unauthenticated: 'セッションの有効期限が切れました。ログインし直してから、もう一度お試しください。',
  forbidden: 'お使いのアカウントには必要な権限がありません。アカウントの管理者にお問い合わせください。',
  'rate-limited': '試行回数が多すぎます。1分ほど待ってから、もう一度お試しください。',
  'unknown-platform': 'このソフトは現在連携できません。別のソフトを選んでください。',
  failed: 'システム側で問題が発生しました。数分後にもう一度お試しください。',
};

register(ja);
