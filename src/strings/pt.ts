import type { Translation } from './catalogue.js';
import { plural } from './plural.js';
import { register } from './register.js';

export const pt: Translation = {
  $code: 'pt',
  $name: 'Português',
  $dir: 'ltr',
  choose: 'Escolha o seu software.',
  next: 'Depois, entre na sua conta no próximo site e volte aqui.',
  Accounting: 'Software de contabilidade',
  Commerce: 'Software de vendas',
  Banking: 'Contas bancárias',
  Expense: 'Software de despesas',
  Other: 'Outro software',
  link: 'Conecte a sua conta {name}',
  manage: 'Administre a sua conta {name}',
  resume: 'Termine de conectar a sua conta {name}',
  opening: 'Abrindo {name}…',
  linked: 'Conectado',
  pending: 'Autorização pendente',
  soon: 'Em breve',
  beta: 'Beta',
  offline: 'App para computador',
  search: 'Pesquisar por nome ou site',
  clear: 'Limpar pesquisa',
  found: plural('pt', { one: '{count} resultado', other: '{count} resultados' }),
  none: 'Nenhum resultado para “{query}”. Verifique a ortografia ou pesquise uma parte do nome.',
  empty: 'Ainda não há software para conectar. Volte mais tarde.',
  retry: 'Tentar novamente',
  network: 'Sem conexão. Verifique o acesso à internet e tente novamente.',
  unauthenticated: 'A sua sessão expirou. Entre na sua conta outra vez e tente novamente.',
  forbidden: 'A sua conta não tem permissão para esta ação. Fale com a pessoa que a administra.',
  'rate-limited': 'Muitas tentativas seguidas. Aguarde um minuto e tente novamente.',
  'unknown-platform': 'Não é possível conectar este software neste momento. Escolha outro.',
  failed: 'Ocorreu um erro do nosso lado. Tente novamente daqui a alguns minutos.',
};

register(pt);
