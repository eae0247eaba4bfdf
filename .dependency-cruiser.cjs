/**
 * The walls between the rooms. Data flows one way:
 * schema → generators → (fixtures | property | server) → load → report; `support` stands under all.
 * Tests may look over a wall (they put two rooms together to compare them); code may not.
 */
const test = '\\.test\\.ts$|/testing/';
const only = (room, allowed) => ({
  name: `${room}-imports`,
  comment: `${room}/ may import only: ${allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: test },
  to: {
    path: '^(schema|generators|fixtures|property|server|load|scripts|support)/',
    pathNot: `^(${[room, ...allowed].join('|')})/`,
  },
});

module.exports = {
  forbidden: [
    only('support', []),
    only('schema', ['support']),
    only('generators', ['schema', 'support']),
    only('property', ['generators', 'schema', 'support', 'fixtures']),
    only('server', ['generators', 'schema', 'support']),
    only('load', ['generators', 'schema', 'support']),
    {
      name: 'analysis-knows-records-only',
      comment: 'load/analysis judges request records; it imports neither engine nor report nor generators',
      severity: 'error',
      from: { path: '^load/analysis/', pathNot: test },
      to: { path: '^(load/(engine|report|k6)|generators)/' },
    },
    {
      name: 'engine-never-imports-report',
      comment: 'the engine emits events; reports subscribe',
      severity: 'error',
      from: { path: '^load/engine/', pathNot: test },
      to: { path: '^load/(report|analysis)/' },
    },
    {
      name: 'model-takes-types-only',
      comment: 'an oracle must not share code with its subject',
      severity: 'error',
      from: { path: '^property/model/', pathNot: test },
      to: { path: '^schema/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'limiters-stand-alone',
      comment: 'a limiter is arithmetic on a policy and a time; it knows nothing of the app around it',
      severity: 'error',
      from: { path: '^server/limiter/', pathNot: test },
      to: { path: '^server/(?!limiter/)' },
    },
    {
      name: 'k6-is-not-node',
      comment:
        'load/k6 runs inside k6: no Node built-ins, nothing from elsewhere; what k6 brings is known by its types',
      severity: 'error',
      from: { path: '^load/k6/', pathNot: test },
      to: { pathNot: '^load/k6/|^node_modules/@types/k6/' },
    },
    {
      name: 'k6-plan-is-arithmetic',
      comment:
        'load/k6/plan is what k6 and the harness share: it may not need k6, and nothing else of load/k6 may be reached from outside',
      severity: 'error',
      from: { path: '^load/k6/plan/', pathNot: test },
      to: { pathNot: '^load/k6/plan/' },
    },
    {
      name: 'k6-is-not-imported',
      severity: 'error',
      from: { pathNot: '^load/k6/' },
      to: { path: '^load/k6/(?!plan/)' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      comment:
        'what is installed with the package may not need a devDependency (npm start and benchmarks are of the checkout)',
      from: {
        path: '^(support|schema|generators|property|server|load(?!/k6/)|bin)/|^scripts/(?!bench-(server|data|engines)|k6/|bundle-dataset|driver-protocol|run-schema|check-page|faults-matrix|million|mutation|openapi|start|testing|words)',
        // A driver is a program of its own, with dependencies of its own.
        pathNot: `${test}|^property/drivers/`,
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'the peers of bench:data have a package of their own, which need not be installed',
      severity: 'error',
      from: { pathNot: '^scripts/bench-data/peers/' },
      to: { couldNotResolve: true },
    },
    { name: 'nobody-imports-a-test', severity: 'error', from: {}, to: { path: '\\.test\\.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
