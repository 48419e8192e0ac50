import { parseSync } from 'vite';

/** One small fault, put into a file of `src/`. */
export interface Mutant {
  file: string;
  line: number;
  /** What stood there, and what stands there instead. */
  from: string;
  to: string;
  /** The whole file with the fault in it. */
  code: string;
}

/** What an operator is exchanged for. */
const OPERATORS: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
};

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** Types are gone when the code runs: what changes in them changes nothing. */
const isType = ({ type }: Node): boolean => type.startsWith('TS') && !/^TS(As|NonNull|Satisfies)/.test(type);

interface Change {
  start: number;
  end: number;
  to: string;
}

/** The faults that this node can be given. */
function changesOf(node: Node, code: string): Change[] {
  const { type, start, end } = node;
  const text = (of: Node): string => code.slice(of.start, of.end);
  switch (type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const [left, right] = [node['left'] as Node, node['right'] as Node];
      const operator = String(node['operator']);
      const to = OPERATORS[operator];
      if (!to) return [];
      // Such a mixture wants brackets of its own.
      return [{ start, end, to: `((${text(left)}) ${to} (${text(right)}))` }];
    }
    case 'IfStatement':
    case 'ConditionalExpression': {
      const test = node['test'] as Node;
      return ['true', 'false'].map((to) => ({ start: test.start, end: test.end, to }));
    }
    case 'UnaryExpression': {
      const argument = node['argument'] as Node;
      return node['operator'] === '!' ? [{ start, end, to: `(${text(argument)})` }] : [];
    }
    case 'ExpressionStatement': {
      const { type: kind } = node['expression'] as Node;
      return /^(Call|Await|Assignment|Update)Expression$/.test(kind) ? [{ start, end, to: ';' }] : [];
    }
    case 'Literal': {
      const value = node['value'];
      if (typeof value === 'boolean') return [{ start, end, to: String(!value) }];
      if (typeof value === 'number') return [{ start, end, to: String(value * 10 + 1) }];
      return [];
    }
    default:
      return [];
  }
}

/** All the faults that a file can be given. */
export function mutantsOf(file: string, code: string): Mutant[] {
  const mutants: Mutant[] = [];
  const visit = (node: Node): void => {
    if (isType(node)) return;
    for (const { start, end, to } of changesOf(node, code)) {
      const line = code.slice(0, start).split('\n').length;
      mutants.push({ file, line, from: code.slice(start, end), to, code: code.slice(0, start) + to + code.slice(end) });
    }
    childrenOf(node).forEach(visit);
  };
  visit(parseSync(file, code).program as unknown as Node);
  return mutants;
}
